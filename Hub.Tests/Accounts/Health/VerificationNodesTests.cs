using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Accounts.Health;

/// <summary>Many accounts, several nodes, a provider that is down, and clocks that jump.</summary>
public abstract class VerificationNodesTests(DatabaseProvider database) : SweepTests(database)
{
    public sealed class OnSqlite() : VerificationNodesTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : VerificationNodesTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task of_two_nodes_one_verifies_each_account()
    {
        await AddAsync(30);
        Pass(Day);
        await using var other = OtherNode();

        var counts = await Task.WhenAll(
            Task.Run(RunAsync, Stop),
            Task.Run(() => other.GetRequiredService<VerificationJob>().RunAsync(Stop), Stop)
        );

        Assert.Equal(30, counts.Sum());
        Assert.Equal(30, Asked.Count);
        Assert.Equal(30, Asked.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task a_node_that_was_killed_holds_an_account_for_two_minutes()
    {
        await AddAsync(1);
        Pass(Day);
        await TakeLeaseAsync();

        Assert.Equal(0, await RunAsync());
        Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task a_lease_from_before_the_clock_was_set_back_holds_nothing()
    {
        await AddAsync(1);
        Pass(Day);
        await TakeLeaseAsync();
        await Store.QueryAsync(db => db.AccountHealth.ExecuteUpdateAsync(set => set.SetProperty(one => one.LeasedUntil, Now + Day), Stop));
        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task a_node_with_another_key_ring_leaves_all_to_the_good_one()
    {
        await AddAsync(3);
        Pass(Day);
        // The mark says whose key ring it is.
        Assert.True(await Store.Get<Hub.Core.Credentials.KeyRingCheck>().FitsAsync(Stop));
        await using var foreign = OtherNode(new EphemeralDataProtectionProvider());

        Assert.Equal(0, await foreign.GetRequiredService<VerificationJob>().RunAsync(Stop));

        Assert.Empty(Asked);
        Assert.All(await AccountsAsync(), account => Assert.Equal(AccountStatus.Active, account.Status));
        Assert.Equal(3, await RunAsync());
    }

    [Fact]
    public async Task a_node_that_stops_gives_its_accounts_back()
    {
        await AddAsync(1);
        Pass(Day);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Does(
            async (_, cancellationToken) =>
            {
                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                return Proof;
            }
        );

        Assert.Equal(0, await Store.Get<VerificationJob>().RunAsync(stop.Token));

        Says(Proof);
        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task a_provider_that_is_down_is_asked_a_few_times_a_minute_and_after_three_days_its_accounts_say_so()
    {
        await AddAsync(60);
        Pass(Day);
        Says(Down);
        await RunAsync();
        // The circuit opens after five; a few more were on their way.
        Assert.InRange(Asked.Count, 5, 9);
        Assert.Equal(0, await RunAsync());
        Asked.Clear();
        for (var minute = 0; minute < 3; minute++)
        {
            Pass(TimeSpan.FromSeconds(61));
            await RunAsync();
            await RunAsync();
        }

        Assert.InRange(Asked.Count, 1, 3);
        Assert.All(await AccountsAsync(), account => Assert.Empty(account.Reasons));

        Pass(TimeSpan.FromDays(3));
        await RunAsync();
        await RunAsync();

        Assert.InRange(Asked.Count, 2, 9);
        Assert.All(await AccountsAsync(), account => Assert.Equal(new StatusReason.NotVerified(), account.FindReason()));
        Assert.All(await AccountsAsync(), account => Assert.Equal(AccountStatus.Active, account.Status));
    }

    [Fact]
    public async Task after_a_day_of_downtime_or_a_jump_of_the_clock_accounts_are_verified_one_after_another()
    {
        await AddAsync(200);
        Pass(Day * 1.5);

        await RunAsync();
        await RunAsync();

        // Sixty at once; two hundred a day are then caught up at four a minute of the machine's clock.
        Assert.InRange(Asked.Count, 60, 64);
    }

    [Fact]
    public async Task when_the_clock_is_set_back_a_day_nothing_is_due()
    {
        await AddAsync(20);
        Pass(Day);
        Assert.Equal(20, await RunAsync());
        await Store.QueryAsync(db =>
            db.AccountHealth.ExecuteUpdateAsync(set => set.SetProperty(one => one.NextVerificationAt, one => Now + (Day * 2)), Stop)
        );
        Assert.Equal(0, await RunAsync());
        Pass(Day * 2);
        Assert.Equal(20, await RunAsync());
    }

    private async Task TakeLeaseAsync()
    {
        var account = Assert.Single(await AccountsAsync()).Id;
        Assert.NotNull(await Store.Get<VerificationLeases>().TakeAsync(account, Stop));
        Assert.Null(await Store.Get<VerificationLeases>().TakeAsync(account, Stop));
    }
}
