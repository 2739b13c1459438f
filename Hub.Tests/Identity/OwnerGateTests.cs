using Hub.Core;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Identity;

public abstract class OwnerGateTests(DatabaseProvider database) : IdentityTests(database)
{
    public sealed class OnSqlite() : OwnerGateTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : OwnerGateTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task A_user_may_act() => Assert.True(await MayActAsync(await AddUserAsync("ada@example.com")));

    [Fact]
    public async Task Somebody_who_is_not_in_the_store_may_not_act() => Assert.False(await MayActAsync(new OwnerId(Guid.CreateVersion7())));

    [Fact]
    public async Task A_removed_user_may_no_longer_act()
    {
        var ada = await AddUserAsync("ada@example.com");
        await using var db = await OpenAsync();
        await db.Users.Where(user => user.Id == ada.Value).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        Assert.False(await MayActAsync(ada));
    }

    [Fact]
    public async Task Guessers_who_lock_a_user_out_do_not_stop_who_is_signed_in_already()
    {
        var ada = await AddUserAsync("ada@example.com");
        await using var db = await OpenAsync();
        var end = Store.Time.GetUtcNow().AddMinutes(5);
        await db.Users.Where(user => user.Id == ada.Value)
            .ExecuteUpdateAsync(change => change.SetProperty(user => user.LockoutEnd, end), TestContext.Current.CancellationToken);

        Assert.True(await MayActAsync(ada));
    }

    private async Task<bool> MayActAsync(OwnerId owner)
    {
        await using var scope = Store.Scope();
        return await scope.ServiceProvider.GetRequiredService<OwnerGate>().MayActAsync(owner, TestContext.Current.CancellationToken);
    }
}
