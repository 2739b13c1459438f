using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Accounts;

public abstract class AccountSuspenderTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountSuspenderTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountSuspenderTests(DatabaseProvider.SqlServer);

    private AccountSuspender Suspender => Store.Get<AccountSuspender>();

    [Fact]
    public async Task a_suspended_account_keeps_its_credential_and_cannot_be_used_until_it_is_resumed()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;

        Assert.True(await Suspender.SuspendAsync(owner, id, owner, Stop));

        var suspended = await AccountAsync(id);
        Assert.Equal((AccountStatus.Suspended, new StatusReason.Suspended()), (suspended.Status, suspended.FindReason()));
        Assert.Equal(Key, StoredKeyOf(suspended));
        Assert.IsType<CredentialOutcome.NotUsable>(await ReadAsync(owner, id));
        Assert.Null((await HealthAsync(id)).NextVerificationAt);

        Assert.True(await Suspender.ResumeAsync(owner, id, owner, Stop));

        Assert.Equal(AccountStatus.Active, (await AccountAsync(id)).Status);
        Assert.IsType<CredentialOutcome.Read>(await ReadAsync(owner, id));
        Assert.NotNull((await HealthAsync(id)).NextVerificationAt);
        Assert.Equal([AccountEventKind.Created, AccountEventKind.Suspended, AccountEventKind.Resumed], await KindsAsync(id));
        var trail = (await AuditEventsAsync()).Where(entry => entry.Action == AuditActions.AccountStatusChanged).ToList();
        Assert.Equal(["Active > Suspended: suspended", "Suspended > Active: none"], trail.Select(entry => entry.Detail));
        Assert.All(trail, entry => Assert.Equal((ActorKind.User, owner.Value), (entry.ActorKind, entry.ActorId)));
    }

    [Fact]
    public async Task a_key_that_is_rejected_meanwhile_shows_once_the_account_is_resumed()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;
        await Suspender.SuspendAsync(owner, id, owner, Stop);
        Store.ProviderSays(VerificationSamples.Of(nameof(Core.Verification.VerificationOutcome.InvalidCredentials)));
        await Store.Get<AccountVerifier>().VerifyNowAsync(owner, id, Stop);
        Assert.Equal(AccountStatus.Suspended, (await AccountAsync(id)).Status);

        await Suspender.ResumeAsync(owner, id, owner, Stop);

        var account = await AccountAsync(id);
        Assert.Equal((AccountStatus.Error, new StatusReason.KeyRejected()), (account.Status, account.FindReason()));
    }

    [Fact]
    public async Task suspending_twice_is_recorded_once_and_others_accounts_are_left_alone()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var eve = await Store.NewOwnerAsync("eve@hub.example");
        var id = (await LinkedAsync(owner)).AccountId;
        Assert.False(await Suspender.SuspendAsync(eve, id, eve, Stop));
        Store.Events.MeetBeforeWriting(2);

        await Task.WhenAll(Suspender.SuspendAsync(owner, id, owner, Stop), Suspender.SuspendAsync(owner, id, owner, Stop));

        Assert.Equal([AccountEventKind.Created, AccountEventKind.Suspended], await KindsAsync(id));
        Assert.Equal(
            [1, 2],
            await Store.QueryAsync(db => db.AccountEvents.OrderBy(one => one.Number).Select(one => one.Sequence).ToListAsync(Stop))
        );
    }

    [Fact]
    public async Task a_change_that_cannot_be_stored_leaves_neither_status_nor_event()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;
        Store.Events.FailAfter = "INSERT INTO";

        await Assert.ThrowsAsync<DbUpdateException>(() => Suspender.SuspendAsync(owner, id, owner, Stop));

        Assert.Equal(AccountStatus.Active, (await AccountAsync(id)).Status);
        Assert.Equal([AccountEventKind.Created], await KindsAsync(id));
    }

    private Task<CredentialOutcome> ReadAsync(Core.OwnerId owner, Guid id) =>
        Store.Get<CredentialReader>().ReadAsync(owner, id, owner, Stop);

    private Task<Core.Accounts.Health.AccountHealth> HealthAsync(Guid id) =>
        Store.QueryAsync(db => db.AccountHealth.AsNoTracking().SingleAsync(one => one.AccountId == id, Stop));

    private Task<List<AccountEventKind>> KindsAsync(Guid id) =>
        Store.QueryAsync(db =>
            db.AccountEvents.Where(one => one.AccountId == id).OrderBy(one => one.Number).Select(one => one.Kind).ToListAsync(Stop)
        );
}
