using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.AuthLinks;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Moq;

namespace Hub.Tests.Accounts;

/// <summary>A linked account gets another credential, or parts of one, in its form.</summary>
public abstract class AccountEditingTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountEditingTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountEditingTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task a_form_that_was_opened_before_the_key_was_replaced_saves_nothing()
    {
        var (owner, account) = await LinkedBeforeAsync();
        var seen = await SeenAsync(owner, account);
        await LinkedAsync(owner, Request(OtherKey).Editing(account) with { Seen = seen });
        var replaced = await SeenAsync(owner, account);
        Store.Verifier.Invocations.Clear();

        Assert.Equal(new LinkOutcome.ChangedMeanwhile(replaced), await LinkAsync(owner, Request().Editing(account) with { Seen = seen }));

        Assert.Empty(Store.Verifier.Invocations);
        Assert.Equal(OtherKey, StoredKeyOf(await AccountAsync(account)));
        Assert.Equal(replaced, await SeenAsync(owner, account));
    }

    [Fact]
    public async Task verifying_and_renaming_do_not_outdate_a_form_and_neither_does_the_same_key()
    {
        var (owner, account) = await LinkedBeforeAsync();
        var seen = await SeenAsync(owner, account);
        await Store.Get<AccountVerifier>().VerifyNowAsync(owner, account, Stop);
        await Store.Get<AccountRenamer>().RenameAsync(owner, account, "Other", Stop);

        var same = await LinkedAsync(owner, Request("smartrecruiters", []).Editing(account) with { Seen = seen });
        Assert.Equal([], same.Change!.Fields);
        Assert.Equal(seen, await SeenAsync(owner, account));
        var other = await LinkedAsync(owner, Request(OtherKey).Editing(account) with { Seen = seen });
        Assert.Equal(["api_key"], other.Change!.Fields);
        Assert.Equal(OtherKey, StoredKeyOf(await AccountAsync(account)));
    }

    [Fact]
    public async Task another_identity_takes_the_place_only_where_the_person_agreed()
    {
        var (owner, account) = await LinkedBeforeAsync();
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        var command = Request(OtherKey).Editing(account) with { Seen = await SeenAsync(owner, account) };

        var question = Assert.IsType<LinkOutcome.WouldReplace>(await LinkAsync(owner, command));
        Assert.Equal(("Jane Doe", Anna), (question.Present.Name, question.Identity));
        Assert.Equal(Key, StoredKeyOf(await AccountAsync(account)));
        Assert.Equal(
            new LinkOutcome.OtherIdentity("Jane Doe", Anna),
            await LinkAsync(owner, command with { Replacement = new Replacement.NoQuestion() })
        );

        var linked = await LinkedAsync(owner, command with { Replacement = new Replacement.Agreed(question.Present) });
        Assert.Equal((account, true), (linked.AccountId, linked.Replaced));
        var stored = await AccountAsync(account);
        Assert.Equal((OtherKey, "Anna Alt"), (StoredKeyOf(stored), stored.IdentityName));
        Assert.NotNull(stored.IdentityChangedAt);
        Assert.Contains(AuditActions.AccountIdentityChanged, await AuditAsync());
        // Agreed to Jane's, who is no longer there.
        Store.ProviderSays(Proof);
        Assert.IsType<LinkOutcome.WouldReplace>(
            await LinkAsync(owner, Request(Key).Editing(account) with { Replacement = new Replacement.Agreed(question.Present) })
        );
    }

    [Fact]
    public async Task another_host_needs_the_secret_again_and_is_another_identity()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedAsync(owner, AtAddress("acme"))).AccountId;

        var elsewhere = Assert.IsType<LinkOutcome.Invalid>(
            await LinkAsync(owner, Request("workable", ("subdomain", "globex")).Editing(account))
        );
        Assert.Equal(new ValidationError.SecretForOtherHost("API Token"), Assert.Single(elsewhere.Errors).Value);
        // The same person at another company.
        var question = Assert.IsType<LinkOutcome.WouldReplace>(await LinkAsync(owner, AtAddress("globex", OtherKey).Editing(account)));
        Assert.Equal("Jane Doe", question.Present.Name);
    }

    [Fact]
    public async Task of_two_who_save_at_the_same_moment_one_is_told_that_the_other_was_first()
    {
        var (owner, account) = await LinkedBeforeAsync();
        var seen = await SeenAsync(owner, account);
        Store.Events.MeetBeforeWriting(2);

        var outcomes = await Task.WhenAll(
            new[] { "live-key-of-the-first-one-0001", "live-key-of-the-second-one-002" }.Select(key =>
                LinkAsync(owner, Request(key).Editing(account) with { Seen = seen })
            )
        );

        Assert.Single(outcomes.OfType<LinkOutcome.Linked>());
        Assert.Equal(await SeenAsync(owner, account), Assert.Single(outcomes.OfType<LinkOutcome.ChangedMeanwhile>()).Since);
    }

    /// <remarks>What a call leaves out is taken from what is stored: that must not bring an old key back.</remarks>
    [Fact]
    public async Task what_was_filled_in_from_the_store_is_not_saved_over_what_was_saved_meanwhile()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedAsync(owner, Request("sandbox-ats", ("api_key", Key), ("workspace", "acme")))).AccountId;
        Store.Events.MeetBeforeWriting(2);

        var outcomes = await Task.WhenAll(
            LinkAsync(owner, Request("sandbox-ats", ("workspace", "globex")).Editing(account)),
            LinkAsync(owner, Request("sandbox-ats", ("api_key", OtherKey)).Editing(account))
        );

        Assert.Single(outcomes.OfType<LinkOutcome.Linked>());
        Assert.Single(outcomes.OfType<LinkOutcome.ChangedMeanwhile>());
    }

    [Fact]
    public async Task edited_and_unlinked_at_the_same_moment_it_is_unlinked_and_the_editor_is_told_the_truth()
    {
        var (owner, account) = await LinkedBeforeAsync();
        var seen = await SeenAsync(owner, account);
        Store.Events.MeetBeforeWriting(2);

        var editing = LinkAsync(owner, Request(OtherKey).Editing(account) with { Seen = seen });
        var unlinking = Store.Get<AccountUnlinker>().UnlinkAsync(owner, account, Stop);
        await Task.WhenAll(editing, unlinking);

        Assert.True(await unlinking);
        Assert.Empty(await AccountsAsync());
        var isEdited = await editing is LinkOutcome.Linked;
        Assert.True(isEdited || await editing is LinkOutcome.AccountGone);
        Assert.Equal(isEdited, (await AuditAsync()).Contains(AuditActions.AccountUpdated));
    }

    [Fact]
    public async Task edited_and_verified_at_the_same_moment_it_has_the_new_key_and_its_status()
    {
        var (owner, account) = await LinkedBeforeAsync();
        var seen = await SeenAsync(owner, account);
        // The old key is rejected.
        Store
            .Verifier.Setup(verifier =>
                verifier.VerifyAsync(
                    It.IsAny<Provider>(),
                    It.IsAny<AuthMethod>(),
                    It.Is<CredentialValues>(values => values.Reveal("api_key") == Key),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(
                new VerificationReport(new VerificationOutcome.InvalidCredentials(FieldKey: null, Help: null, GuideStep: null), "REF")
            );
        Store.Events.MeetBeforeWriting(2);

        var editing = LinkedAsync(owner, Request(OtherKey).Editing(account) with { Seen = seen });
        await Task.WhenAll(editing, Store.Get<AccountVerifier>().VerifyNowAsync(owner, account, Stop));

        var stored = await AccountAsync(account);
        Assert.Equal((OtherKey, AccountStatus.Active), (StoredKeyOf(stored), stored.Status));
    }

    [Fact]
    public async Task an_account_that_was_unlinked_while_its_form_was_open_is_gone()
    {
        var (owner, account) = await LinkedBeforeAsync();
        var seen = await SeenAsync(owner, account);
        await Store.Get<AccountUnlinker>().UnlinkAsync(owner, account, Stop);
        Assert.IsType<LinkOutcome.AccountGone>(
            await LinkAsync(owner, Request("smartrecruiters", []).Editing(account) with { Seen = seen })
        );
    }

    [Fact]
    public async Task recovery_is_told()
    {
        var (owner, account) = await LinkedBeforeAsync();
        Store.ProviderSays(new VerificationOutcome.InvalidCredentials(FieldKey: null, Help: null, GuideStep: null));
        await Store.Get<AccountVerifier>().VerifyNowAsync(owner, account, Stop);
        Store.ProviderSays(Proof);

        var linked = await LinkedAsync(owner, Request(OtherKey).Editing(account));

        Assert.Equal((AccountStatus.Error, AccountStatus.Active), (linked.Change!.StatusBefore, linked.Change.Status));
    }

    [Theory]
    [InlineData("jane@acme.example", true)]
    [InlineData("anna@acme.example", false)]
    [InlineData(null, false)]
    public async Task who_holds_a_session_sees_what_is_stored_only_where_the_account_is_the_same_persons(string? user, bool isShown)
    {
        Store.ProviderSays(Proof);
        var owner = new OwnerId(HubUser.ProductId);
        var made = await GrantAsync(new SessionRequest { Origin = Acme with { Username = "jane@acme.example" } });
        var account = (await LinkedAsync(owner, AtAddress("acme") with { Session = made })).AccountId;
        var grant = await GrantAsync(new SessionRequest { Origin = Acme with { Username = user }, AccountId = account });

        var form = await Store.Get<EditableAccounts>().FindAsync(grant, Stop);

        Assert.Equal(account, form!.Id);
        Assert.Equal(isShown ? "Jane Doe" : null, form.Name);
        Assert.Equal(isShown ? 1 : 0, form.Values.Count);
        Assert.Equal(isShown ? 1 : 0, form.SecretEnds.Count);
    }

    [Fact]
    public async Task an_owner_sees_the_form_of_their_own_accounts_alone()
    {
        var (owner, account) = await LinkedBeforeAsync();
        var form = await Store.Get<EditableAccounts>().FindAsync(owner, account, Stop);
        Assert.Equal(("Jane Doe", "ghij"), (form!.Name, form.SecretEnds["api_key"]));
        Assert.Null(await Store.Get<EditableAccounts>().FindAsync(await Store.NewOwnerAsync("eve@hub.example"), account, Stop));
    }

    private static OriginOwner Acme { get; } = new("acme", "Acme GmbH");

    private async Task<SessionGrant> GrantAsync(SessionRequest request) =>
        Assert
            .IsType<SessionIssueOutcome.Issued>(await Store.Get<SessionIssuer>().IssueForProductAsync(Guid.CreateVersion7(), request, Stop))
            .Session.ToGrant();

    /// <summary>An account of Jane's, linked a minute ago.</summary>
    private async Task<(OwnerId Owner, Guid Account)> LinkedBeforeAsync()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        return (owner, linked.AccountId);
    }

    private async Task<DateTimeOffset> SeenAsync(OwnerId owner, Guid account) =>
        (await Store.Get<EditableAccounts>().FindAsync(owner, account, Stop))!.CredentialSince;
}
