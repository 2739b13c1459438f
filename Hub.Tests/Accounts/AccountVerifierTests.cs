using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;
using Moq;

namespace Hub.Tests.Accounts;

public abstract class AccountVerifierTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountVerifierTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountVerifierTests(DatabaseProvider.SqlServer);

    public static TheoryData<string> NotJudged =>
        [
            .. VerificationSamples.NamesExcept(
                nameof(VerificationOutcome.Verified),
                nameof(VerificationOutcome.VerifiedLimited),
                nameof(VerificationOutcome.InvalidCredentials),
                nameof(VerificationOutcome.WrongAddress)
            ),
        ];

    [Fact]
    public async Task only_an_Administrator_of_this_moment_verifies_what_the_product_owns()
    {
        Store.ProviderSays(Proof);
        var product = new OwnerId(HubUser.ProductId);
        var account = (await LinkedAsync(product)).AccountId;
        var administrator = await Store.NewAdministratorAsync();
        Assert.IsType<VerifyNowOutcome.Verified>(await Store.Get<AccountVerifier>().VerifyNowAsync(product, account, administrator, Stop));

        await Store.QueryAsync(db => db.UserRoles.Where(one => one.UserId == administrator.Value).ExecuteDeleteAsync(Stop));
        Assert.IsType<VerifyNowOutcome.NotFound>(await Store.Get<AccountVerifier>().VerifyNowAsync(product, account, administrator, Stop));
    }

    public static TheoryData<string, AccountStatus, StatusReason?> Statuses =>
        new()
        {
            { nameof(VerificationOutcome.Verified), AccountStatus.Active, null },
            { nameof(VerificationOutcome.VerifiedLimited), AccountStatus.Active, VerificationSamples.Missing },
            { nameof(VerificationOutcome.InvalidCredentials), AccountStatus.Error, new StatusReason.KeyRejected() },
            { nameof(VerificationOutcome.WrongAddress), AccountStatus.Error, new StatusReason.AddressUnknown() },
        };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task what_the_provider_answers_becomes_the_status(string outcome, AccountStatus status, StatusReason? reason)
    {
        var (owner, before) = await LinkedAccountAsync();
        Store.ProviderSays(VerificationSamples.Of(outcome));

        var verified = Assert.IsType<VerifyNowOutcome.Verified>(await VerifyNowAsync(owner, before.Id));

        Assert.Equal(VerificationSamples.Of(outcome), verified.Report.Outcome);
        var after = await AccountAsync(before.Id);
        Assert.Equal(status, after.Status);
        Assert.Equal(reason, after.FindReason());
        Assert.True(after.VerifiedAt > before.VerifiedAt);
        // Without an identity in the answer the known one stays.
        Assert.Equal(before.Identity, after.Identity);
        Assert.Equal(Key, StoredKeyOf(after));
        AssertRecorded(owner, before.Id, outcome, (await AuditEventsAsync())[^1]);
    }

    [Theory]
    [MemberData(nameof(NotJudged))]
    public async Task what_proves_nothing_changes_nothing_and_is_recorded(string outcome)
    {
        var (owner, before) = await LinkedAccountAsync();
        Store.ProviderSays(VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials)));
        await VerifyNowAsync(owner, before.Id);
        before = await AccountAsync(before.Id);
        Assert.Equal(AccountStatus.Error, before.Status);
        Store.ProviderSays(VerificationSamples.Of(outcome));

        Assert.IsType<VerifyNowOutcome.Verified>(await VerifyNowAsync(owner, before.Id));

        var after = await AccountAsync(before.Id);
        Assert.Equal(before.Status, after.Status);
        Assert.Equal(before.FindReason(), after.FindReason());
        Assert.Equal(before.VerifiedAt, after.VerifiedAt);
        AssertRecorded(owner, before.Id, outcome, (await AuditEventsAsync())[^1]);
    }

    [Fact]
    public async Task a_good_answer_mends_an_account_in_error()
    {
        var (owner, account) = await LinkedAccountAsync();
        Store.ProviderSays(VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials)));
        await VerifyNowAsync(owner, account.Id);
        Store.ProviderSays(new VerificationOutcome.Verified(Jane with { Name = "Jane Married" }));

        await VerifyNowAsync(owner, account.Id);

        var after = await AccountAsync(account.Id);
        Assert.Equal(AccountStatus.Active, after.Status);
        Assert.Null(after.FindReason());
        Assert.Equal("Jane Married", after.Name);
    }

    [Fact]
    public async Task the_stored_key_is_what_the_provider_is_asked_about()
    {
        var (owner, account) = await LinkedAccountAsync();
        Store.Verifier.Invocations.Clear();
        await VerifyNowAsync(owner, account.Id);
        Store.Verifier.Verify(
            verifier =>
                verifier.VerifyAsync(
                    It.Is<Provider>(provider => provider.Slug == "smartrecruiters"),
                    It.IsAny<AuthMethod>(),
                    It.Is<CredentialValues>(values => values.Reveal("api_key") == Key),
                    Stop
                ),
            Times.Once
        );
    }

    [Fact]
    public async Task an_account_that_tells_its_identity_only_now_is_found_by_it_when_it_is_linked_again()
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderSays(VerificationSamples.Limited(ProviderIdentity.Unknown, "It may not read users."));
        var limited = await LinkedAsync(owner);
        Store.ProviderSays(Proof);
        await VerifyNowAsync(owner, limited.AccountId);

        var again = await LinkedAsync(owner, Request(OtherKey));

        Assert.Equal(limited.AccountId, again.AccountId);
        Assert.Equal("Jane Doe", Assert.Single(await AccountsAsync()).Name);
    }

    [Fact]
    public async Task a_credential_that_cannot_be_read_is_said_and_the_provider_is_not_asked()
    {
        var (owner, account) = await LinkedAccountAsync();
        await SpoilCredentialsAsync();
        Store.Verifier.Invocations.Clear();

        Assert.IsType<VerifyNowOutcome.CredentialUnreadable>(await VerifyNowAsync(owner, account.Id));

        Store.Verifier.VerifyNoOtherCalls();
        Assert.Equal(AccountStatus.Active, (await AccountAsync(account.Id)).Status);
    }

    [Fact]
    public async Task a_provider_that_left_the_catalog_is_said()
    {
        var (owner, account) = await LinkedAccountAsync();
        await Store.QueryAsync(db =>
            db.LinkedAccounts.ExecuteUpdateAsync(set => set.SetProperty(entry => entry.ProviderSlug, "bygone"), Stop)
        );
        Assert.IsType<VerifyNowOutcome.ProviderUnknown>(await VerifyNowAsync(owner, account.Id));
    }

    [Fact]
    public async Task nothing_is_recorded_of_an_account_that_is_unlinked_meanwhile()
    {
        var (owner, account) = await LinkedAccountAsync();
        Store.ProviderDoes(async _ =>
        {
            Assert.True(await Store.Get<AccountUnlinker>().UnlinkAsync(owner, account.Id, Stop));
            return Proof;
        });

        Assert.IsType<VerifyNowOutcome.ChangedMeanwhile>(await VerifyNowAsync(owner, account.Id));

        Assert.Empty(await AccountsAsync());
        Assert.Equal([AuditActions.AccountLinked, AuditActions.AccountUnlinked], await AuditAsync());
    }

    [Fact]
    public async Task a_rejection_of_the_old_key_does_not_touch_an_account_that_got_a_new_one_meanwhile()
    {
        var (owner, account) = await LinkedAccountAsync();
        Store.ProviderDoes(async _ =>
        {
            Store.ProviderSays(Proof);
            await LinkedAsync(owner, Request(OtherKey));
            return VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials));
        });

        Assert.IsType<VerifyNowOutcome.ChangedMeanwhile>(await VerifyNowAsync(owner, account.Id));

        var after = await AccountAsync(account.Id);
        Assert.Equal(AccountStatus.Active, after.Status);
        Assert.Equal(OtherKey, StoredKeyOf(after));
    }

    [Fact]
    public async Task cancelling_while_the_provider_is_asked_changes_nothing()
    {
        var (owner, account) = await LinkedAccountAsync();
        using var cancel = new CancellationTokenSource();
        Store.ProviderDoes(async cancellationToken =>
        {
            await cancel.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials));
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.Get<AccountVerifier>().VerifyNowAsync(owner, account.Id, cancel.Token)
        );

        Assert.Equal(AccountStatus.Active, (await AccountAsync(account.Id)).Status);
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }

    [Fact]
    public async Task another_owners_account_is_not_found_and_the_provider_is_not_asked()
    {
        var (_, account) = await LinkedAccountAsync();
        var eve = await Store.NewOwnerAsync("eve@hub.example");
        Store.Verifier.Invocations.Clear();

        Assert.IsType<VerifyNowOutcome.NotFound>(await VerifyNowAsync(eve, account.Id));

        Store.Verifier.VerifyNoOtherCalls();
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }

    private async Task<(OwnerId Owner, LinkedAccount Account)> LinkedAccountAsync()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        return (owner, await AccountAsync((await LinkedAsync(owner)).AccountId));
    }

    private Task<VerifyNowOutcome> VerifyNowAsync(OwnerId owner, Guid accountId) =>
        Store.Get<AccountVerifier>().VerifyNowAsync(owner, accountId, Stop);

    private static void AssertRecorded(OwnerId owner, Guid accountId, string outcome, AuditEvent entry)
    {
        Assert.Equal(AuditActions.AccountVerified, entry.Action);
        Assert.Equal(owner.Value, entry.ActorId);
        Assert.Equal(accountId, entry.SubjectId);
        Assert.StartsWith(outcome, entry.Detail, StringComparison.Ordinal);
    }
}
