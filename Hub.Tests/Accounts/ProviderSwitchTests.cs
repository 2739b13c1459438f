using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Accounts;

public abstract class ProviderSwitchTests(DatabaseProvider database) : AccountTests(database)
{
    private const string Slug = "smartrecruiters";

    public sealed class OnSqlite() : ProviderSwitchTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : ProviderSwitchTests(DatabaseProvider.SqlServer);

    private ProviderSwitch Switch => Store.Get<ProviderSwitch>();

    [Fact]
    public async Task accounts_of_a_disabled_provider_are_inactive_until_it_is_enabled()
    {
        Store.ProviderSays(Proof);
        var administrator = await Store.NewAdministratorAsync();
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;
        var other = (await LinkedAsync(owner, AtAddress("acme"))).AccountId;

        Assert.True(await Switch.SetAsync(administrator, Slug, isDisabled: true, Stop));

        // At once, before the job has written it.
        Assert.Equal([Slug], await Switch.ListDisabledAsync(Stop));
        Assert.IsType<CredentialOutcome.NotUsable>(await Store.Get<CredentialReader>().ReadAsync(owner, id, owner, Stop));
        Assert.IsType<LinkOutcome.ProviderDisabled>(await LinkAsync(owner));

        await RunAsync();
        var inactive = await AccountAsync(id);
        Assert.Equal((AccountStatus.Inactive, new StatusReason.ProviderDisabled()), (inactive.Status, inactive.FindReason()));
        Assert.Null((await HealthAsync(id)).NextVerificationAt);
        Assert.Equal(AccountStatus.Active, (await AccountAsync(other)).Status);
        Assert.True(await Store.QueryAsync(db => db.ProviderAvailability.AllAsync(one => one.IsApplied, Stop)));

        Assert.True(await Switch.SetAsync(administrator, Slug, isDisabled: false, Stop));
        Assert.IsType<CredentialOutcome.Read>(await Store.Get<CredentialReader>().ReadAsync(owner, other, owner, Stop));
        await RunAsync();

        Assert.Equal(AccountStatus.Active, (await AccountAsync(id)).Status);
        Assert.NotNull((await HealthAsync(id)).NextVerificationAt);
        Assert.Empty(await Switch.ListDisabledAsync(Stop));
        Assert.IsType<LinkOutcome.Linked>(await LinkAsync(owner));
        var trail = await AuditEventsAsync();
        Assert.Contains(
            trail,
            entry => (entry.Action, entry.ActorId, entry.Detail) == (AuditActions.ProviderDisabled, administrator.Value, Slug)
        );
        Assert.Contains(
            trail,
            entry => (entry.Action, entry.ActorId, entry.Detail) == (AuditActions.ProviderEnabled, administrator.Value, Slug)
        );
        Assert.Contains(
            trail,
            entry => (entry.SubjectId, entry.ActorId, entry.Detail) == (id, administrator.Value, "Active > Inactive: provider_disabled")
        );
    }

    [Fact]
    public async Task more_accounts_than_a_batch_are_all_inactive_and_a_suspended_one_stays_suspended()
    {
        var administrator = await Store.NewAdministratorAsync();
        var owner = await Store.NewOwnerAsync();
        await Store.QueryAsync(db =>
        {
            for (var number = 0; number < 230; number++)
            {
                var account = Support.Some.Account(owner.Value, Slug, $"Account {number}", linkedAt: Store.Time.Start.AddSeconds(number));
                if (number == 7)
                {
                    account.SetReason(ReasonGroup.Suspension, new StatusReason.Suspended(), Store.Time.Start);
                }

                db.LinkedAccounts.Add(account);
            }

            return db.SaveChangesAsync(Stop);
        });
        await Switch.SetAsync(administrator, Slug, isDisabled: true, Stop);

        await RunAsync();

        var counts = await CountsAsync();
        Assert.Equal((229, 1), (counts[AccountStatus.Inactive], counts[AccountStatus.Suspended]));
        await Switch.SetAsync(administrator, Slug, isDisabled: false, Stop);
        await RunAsync();
        counts = await CountsAsync();
        Assert.Equal((229, 1), (counts[AccountStatus.Active], counts[AccountStatus.Suspended]));
    }

    [Fact]
    public async Task an_account_that_is_resumed_while_its_provider_is_disabled_is_not_verified()
    {
        Store.ProviderSays(Proof);
        var administrator = await Store.NewAdministratorAsync();
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;
        await Store.Get<AccountSuspender>().SuspendAsync(owner, id, owner, Stop);
        await Switch.SetAsync(administrator, Slug, isDisabled: true, Stop);
        await RunAsync();

        await Store.Get<AccountSuspender>().ResumeAsync(owner, id, owner, Stop);

        Assert.Equal(AccountStatus.Inactive, (await AccountAsync(id)).Status);
        Assert.Null((await HealthAsync(id)).NextVerificationAt);
    }

    [Fact]
    public async Task what_is_verified_while_the_provider_is_disabled_is_not_stored()
    {
        var administrator = await Store.NewAdministratorAsync();
        var owner = await Store.NewOwnerAsync();
        Store.ProviderDoes(async _ =>
        {
            Assert.True(await Switch.SetAsync(administrator, Slug, isDisabled: true, Stop));
            return Proof;
        });

        Assert.IsType<LinkOutcome.ProviderDisabled>(await LinkAsync(owner));

        Assert.Empty(await AccountsAsync());
    }

    [Fact]
    public async Task only_an_Administrator_disables_and_only_what_the_catalog_has()
    {
        var owner = await Store.NewOwnerAsync();
        Assert.False(await Switch.SetAsync(owner, Slug, isDisabled: true, Stop));
        Assert.False(await Switch.SetAsync(await Store.NewAdministratorAsync(), "nobody", isDisabled: true, Stop));
        Assert.Empty(await Switch.ListDisabledAsync(Stop));
    }

    private Task RunAsync() => Store.Get<ProviderSwitchJob>().RunAsync(Stop);

    private Task<AccountHealth> HealthAsync(Guid id) =>
        Store.QueryAsync(db => db.AccountHealth.AsNoTracking().SingleAsync(one => one.AccountId == id, Stop));

    private Task<Dictionary<AccountStatus, int>> CountsAsync() =>
        Store.QueryAsync(db =>
            db.LinkedAccounts.GroupBy(account => account.Status)
                .Select(group => new { group.Key, Count = group.Count() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, Stop)
        );
}
