using Hub.Core;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Identity;

public abstract class OwnerAuthorizerTests(DatabaseProvider database) : IdentityTests(database)
{
    public sealed class OnSqlite() : OwnerAuthorizerTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : OwnerAuthorizerTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task a_user_may_act() => Assert.True(await CanActAsync(await AddUserAsync("ada@example.com")));

    [Fact]
    public async Task somebody_who_is_not_in_the_store_may_not_act() => Assert.False(await CanActAsync(new OwnerId(Guid.CreateVersion7())));

    [Fact]
    public async Task a_removed_user_may_no_longer_act()
    {
        var ada = await AddUserAsync("ada@example.com");
        await using var db = await OpenAsync();
        await db.Users.Where(user => user.Id == ada.Value).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        Assert.False(await CanActAsync(ada));
    }

    [Fact]
    public async Task guessers_who_lock_a_user_out_do_not_stop_who_is_signed_in_already()
    {
        var ada = await AddUserAsync("ada@example.com");
        await using var db = await OpenAsync();
        var end = Store.Time.GetUtcNow().AddMinutes(5);
        await db
            .Users.Where(user => user.Id == ada.Value)
            .ExecuteUpdateAsync(change => change.SetProperty(user => user.LockoutEnd, end), TestContext.Current.CancellationToken);

        Assert.True(await CanActAsync(ada));
    }

    private async Task<bool> CanActAsync(OwnerId owner)
    {
        await using var scope = Store.Scope();
        return await scope.ServiceProvider.GetRequiredService<OwnerAuthorizer>().CanActAsync(owner, TestContext.Current.CancellationToken);
    }
}
