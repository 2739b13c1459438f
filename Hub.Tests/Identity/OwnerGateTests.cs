using Hub.Core.Identity;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Identity;

public sealed class OwnerGateTests : IAsyncLifetime
{
    private HubStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await HubStore.CreateAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_user_may_act() => Assert.True(await MayActAsync(await _store.AddUserAsync("ada@example.com")));

    [Fact]
    public async Task Somebody_who_is_not_in_the_store_may_not_act() => Assert.False(await MayActAsync(new OwnerId(Guid.CreateVersion7())));

    [Fact]
    public async Task A_removed_user_may_no_longer_act()
    {
        var ada = await _store.AddUserAsync("ada@example.com");
        await using var db = await _store.OpenAsync();
        await db.Users.Where(user => user.Id == ada.Value).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        Assert.False(await MayActAsync(ada));
    }

    [Fact]
    public async Task Guessers_who_lock_a_user_out_do_not_stop_who_is_signed_in_already()
    {
        var ada = await _store.AddUserAsync("ada@example.com");
        await using var db = await _store.OpenAsync();
        var end = _store.Time.GetUtcNow().AddMinutes(5);
        await db.Users.Where(user => user.Id == ada.Value)
            .ExecuteUpdateAsync(change => change.SetProperty(user => user.LockoutEnd, end), TestContext.Current.CancellationToken);

        Assert.True(await MayActAsync(ada));
    }

    private async Task<bool> MayActAsync(OwnerId owner)
    {
        await using var scope = _store.Scope();
        return await scope.ServiceProvider.GetRequiredService<OwnerGate>().MayActAsync(owner, TestContext.Current.CancellationToken);
    }
}
