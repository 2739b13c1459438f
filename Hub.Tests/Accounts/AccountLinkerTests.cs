using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Hub.Web.Messages;
using Microsoft.EntityFrameworkCore;
using Moq;

namespace Hub.Tests.Accounts;

public abstract class AccountLinkerTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountLinkerTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountLinkerTests(DatabaseProvider.SqlServer);

    public static TheoryData<string> NoProofs =>
        [.. VerificationSamples.NamesExcept(nameof(VerificationOutcome.Verified), nameof(VerificationOutcome.VerifiedLimited))];

    [Fact]
    public async Task a_proved_key_becomes_an_account()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();

        var linked = await LinkedAsync(owner);

        Assert.Equal(
            new LinkOutcome.Linked(
                linked.AccountId,
                "Jane Doe",
                Jane with
                {
                    ExternalId = null,
                },
                Address: null,
                Updated: false,
                MissingPermission: null
            ),
            linked
        );
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal(linked.AccountId, account.Id);
        Assert.Equal(owner.Value, account.OwnerId);
        Assert.Equal("smartrecruiters", account.ProviderSlug);
        Assert.Equal(AuthMethodKind.ApiKey, account.AuthMethod);
        Assert.Equal("Jane Doe", account.Name);
        Assert.Equal(Jane with { ExternalId = null }, account.Identity);
        Assert.Equal(AccountStatus.Active, account.Status);
        Assert.Null(account.FindReason());
        Assert.Equal(account.LinkedAt, account.VerifiedAt);
        Assert.Equal(TimeSpan.Zero, account.LinkedAt.Offset);
        Assert.Equal(Key, StoredKeyOf(account));
    }

    [Fact]
    public async Task linking_is_recorded_with_who_did_it_and_where()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);

        var entry = Assert.Single(await AuditEventsAsync());

        Assert.Equal(AuditActions.AccountLinked, entry.Action);
        Assert.Equal(owner.Value, entry.ActorId);
        Assert.Equal(linked.AccountId, entry.SubjectId);
        Assert.Equal("smartrecruiters", entry.Detail);
    }

    [Theory]
    [MemberData(nameof(NoProofs))]
    public async Task what_is_not_proved_is_not_stored(string outcome)
    {
        var reason = VerificationSamples.Of(outcome);
        Store.ProviderSays(reason);

        var refused = await LinkAsync(await Store.NewOwnerAsync());

        Assert.Equal(new LinkOutcome.Refused(reason, "REF23456"), refused);
        Assert.Empty(await AccountsAsync());
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task a_refused_key_leaves_the_account_of_the_same_identity_as_it_was()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.ProviderSays(VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials)));

        await LinkAsync(owner, Request(OtherKey) with { Target = new LinkTarget.Account(linked.AccountId) });

        var account = await AccountAsync(linked.AccountId);
        Assert.Equal(Key, StoredKeyOf(account));
        Assert.Equal(AccountStatus.Active, account.Status);
    }

    [Fact]
    public async Task a_limited_key_is_stored_as_active_with_the_reason()
    {
        Store.ProviderSays(VerificationSamples.Limited(Jane, "It may not read users."));

        var linked = await LinkedAsync(await Store.NewOwnerAsync());

        Assert.Equal(VerificationSamples.Missing, linked.MissingPermission);
        var account = await AccountAsync(linked.AccountId);
        Assert.Equal(AccountStatus.Active, account.Status);
        Assert.Equal(VerificationSamples.Missing, account.FindReason());
    }

    [Fact]
    public async Task a_limited_key_that_gains_its_right_stays_the_same_account()
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderSays(VerificationSamples.Limited(ProviderIdentity.Unknown, "It may not read users."));
        var limited = await LinkedAsync(owner);
        Store.ProviderSays(Proof);

        var full = await LinkedAsync(owner);
        var again = await LinkedAsync(owner, Request(OtherKey));

        Assert.True(full.Updated);
        Assert.Equal(limited.AccountId, full.AccountId);
        Assert.Equal(limited.AccountId, again.AccountId);
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal("Jane Doe", account.Name);
        Assert.Null(account.FindReason());
    }

    [Fact]
    public async Task a_limited_account_that_turns_out_to_be_of_a_known_identity_stands_beside_it()
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderSays(Proof);
        var known = await LinkedAsync(owner);
        Store.ProviderSays(VerificationSamples.Limited(ProviderIdentity.Unknown, "It may not read users."));
        var limited = await LinkedAsync(owner, Request(OtherKey));
        Store.ProviderSays(Proof);

        var replaced = await LinkedAsync(owner, Request(OtherKey) with { Target = new LinkTarget.Account(limited.AccountId) });

        Assert.Equal(limited.AccountId, replaced.AccountId);
        Assert.Equal([0, 1], (await AccountsAsync()).Select(account => account.Ordinal));
        Assert.Equal(Key, StoredKeyOf(await AccountAsync(known.AccountId)));
    }

    [Fact]
    public async Task a_name_that_nobody_chose_follows_the_address()
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderSays(AnonymousProof);
        var linked = await LinkedAsync(owner, AtAddress("acme"));
        Assert.Equal("acme.workable.com", linked.AccountName);

        var moved = await LinkedAsync(owner, AtAddress("acme-europe") with { Target = new LinkTarget.Account(linked.AccountId) });

        Assert.Equal("acme-europe.workable.com", moved.AccountName);
        Assert.Equal("acme-europe.workable.com", (await AccountAsync(linked.AccountId)).Address);
    }

    [Fact]
    public async Task the_same_identity_updates_its_account_and_says_so()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var first = await LinkedAsync(owner);

        var second = await LinkedAsync(owner, Request(OtherKey));

        Assert.True(second.Updated);
        Assert.Equal(first.AccountId, second.AccountId);
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal(OtherKey, StoredKeyOf(account));
        Assert.True(account.VerifiedAt > account.LinkedAt);
        Assert.Equal([AuditActions.AccountLinked, AuditActions.AccountUpdated], await AuditAsync());
    }

    [Fact]
    public async Task linking_again_mends_an_account_in_error()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.ProviderSays(VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials)));
        await Store.Get<AccountVerifier>().VerifyNowAsync(owner, linked.AccountId, Stop);
        Assert.Equal(AccountStatus.Error, (await AccountAsync(linked.AccountId)).Status);

        Store.ProviderSays(Proof);
        await LinkedAsync(owner, Request(OtherKey));

        var account = await AccountAsync(linked.AccountId);
        Assert.Equal(AccountStatus.Active, account.Status);
        Assert.Null(account.FindReason());
    }

    [Fact]
    public async Task a_name_that_the_owner_gave_is_kept()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        await Store.Get<AccountRenamer>().RenameAsync(owner, linked.AccountId, "Recruiting, Europe", Stop);
        Store.ProviderSays(new VerificationOutcome.Verified(Jane with { Name = "Jane Married" }));

        var again = await LinkedAsync(owner);

        Assert.Equal("Recruiting, Europe", again.AccountName);
        Assert.Equal("Jane Married", (await AccountAsync(linked.AccountId)).IdentityName);
    }

    [Fact]
    public async Task a_name_that_the_owner_never_changed_follows_the_identity()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        await LinkedAsync(owner);
        Store.ProviderSays(new VerificationOutcome.Verified(Jane with { Name = "Jane Married" }));
        Assert.Equal("Jane Married", (await LinkedAsync(owner)).AccountName);
    }

    [Fact]
    public async Task the_same_person_at_another_address_is_another_account()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        await LinkedAsync(owner, AtAddress("acme"));
        Assert.False((await LinkedAsync(owner, AtAddress("other"))).Updated);
        Assert.True((await LinkedAsync(owner, AtAddress("https://ACME.workable.com/jobs"))).Updated);
        Assert.Equal(2, (await AccountsAsync()).Length);
    }

    [Fact]
    public async Task the_same_identity_can_be_linked_as_another_account()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var first = await LinkedAsync(owner);

        var second = await LinkedAsync(owner, Request(OtherKey) with { Target = new LinkTarget.Another() });
        await LinkedAsync(owner, Request() with { Target = new LinkTarget.Another() });

        Assert.False(second.Updated);
        Assert.NotEqual(first.AccountId, second.AccountId);
        Assert.Equal([0, 1, 2], (await AccountsAsync()).Select(account => account.Ordinal));
        Assert.Equal(Key, StoredKeyOf(await AccountAsync(first.AccountId)));
    }

    [Fact]
    public async Task without_an_identity_the_same_key_is_the_same_account()
    {
        Store.ProviderSays(AnonymousProof);
        var owner = await Store.NewOwnerAsync();
        var first = await LinkedAsync(owner);
        Assert.Equal("SmartRecruiters", first.AccountName);

        var second = await LinkedAsync(owner);

        Assert.True(second.Updated);
        Assert.Equal(first.AccountId, Assert.Single(await AccountsAsync()).Id);
    }

    [Fact]
    public async Task without_an_identity_another_key_is_another_account()
    {
        Store.ProviderSays(AnonymousProof);
        var owner = await Store.NewOwnerAsync();
        await LinkedAsync(owner);
        Assert.False((await LinkedAsync(owner, Request(OtherKey))).Updated);
        Assert.Equal(2, (await AccountsAsync()).Length);
    }

    [Fact]
    public async Task a_new_key_replaces_the_old_one_and_the_account_keeps_its_id()
    {
        Store.ProviderSays(AnonymousProof);
        var owner = await Store.NewOwnerAsync();
        var first = await LinkedAsync(owner);

        var second = await LinkedAsync(owner, Request(OtherKey) with { Target = new LinkTarget.Account(first.AccountId) });

        Assert.True(second.Updated);
        Assert.Equal(first.AccountId, second.AccountId);
        Assert.Equal(OtherKey, StoredKeyOf(Assert.Single(await AccountsAsync())));
    }

    [Fact]
    public async Task a_field_that_is_no_longer_filled_in_is_forgotten()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner, Request("sandbox-ats", ("api_key", Key), ("workspace", "acme")));
        Assert.Equal(2, (await AccountAsync(linked.AccountId)).Credentials.Count);

        await LinkedAsync(owner, Request("sandbox-ats", ("api_key", OtherKey), ("workspace", "")));

        Assert.Equal("api_key", Assert.Single((await AccountAsync(linked.AccountId)).Credentials).FieldKey);
    }

    [Fact]
    public async Task a_key_of_another_identity_does_not_replace_an_account()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));

        var command = Request(OtherKey) with { Target = new LinkTarget.Account(linked.AccountId) };
        var outcome = await LinkAsync(owner, command with { Replacement = new Replacement.NoQuestion() });

        Assert.Equal(new LinkOutcome.OtherIdentity("Jane Doe", Anna), outcome);
        Assert.IsType<LinkOutcome.WouldReplace>(await LinkAsync(owner, command));
        var account = Assert.Single(await AccountsAsync());
        Assert.Equal(Key, StoredKeyOf(account));
        Assert.Equal("Jane Doe", account.IdentityName);
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }

    [Fact]
    public async Task another_owners_account_is_not_replaced()
    {
        Store.ProviderSays(Proof);
        var jane = await Store.NewOwnerAsync();
        var eve = await Store.NewOwnerAsync("eve@hub.example");
        var janes = await LinkedAsync(jane);

        Assert.IsType<LinkOutcome.AccountGone>(
            await LinkAsync(eve, Request(OtherKey) with { Target = new LinkTarget.Account(janes.AccountId) })
        );

        Assert.Equal(Key, StoredKeyOf(Assert.Single(await AccountsAsync())));
        Assert.Equal(jane.Value, (await AccountAsync(janes.AccountId)).OwnerId);
    }

    [Fact]
    public async Task a_key_that_could_be_anybodys_does_not_replace_an_account_that_is_somebodys()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.ProviderSays(VerificationSamples.Limited(ProviderIdentity.Unknown, "Grant it."));

        var command = Request(OtherKey) with { Target = new LinkTarget.Account(linked.AccountId) };
        Assert.Equal(
            new LinkOutcome.OtherIdentity("Jane Doe", ProviderIdentity.Unknown),
            await LinkAsync(owner, command with { Replacement = new Replacement.NoQuestion() })
        );
        Assert.IsType<LinkOutcome.WouldReplace>(await LinkAsync(owner, command));
        Assert.Equal(Key, StoredKeyOf(Assert.Single(await AccountsAsync())));

        // Its own key may have lost a right meanwhile.
        Assert.True((await LinkedAsync(owner, Request(Key) with { Target = new LinkTarget.Account(linked.AccountId) })).Updated);
    }

    [Fact]
    public async Task of_two_accounts_of_an_identity_the_one_with_this_key_is_updated()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var first = await LinkedAsync(owner, Request(Key));
        var second = await LinkedAsync(owner, Request(OtherKey) with { Target = new LinkTarget.Another() });

        Assert.Equal(second.AccountId, (await LinkedAsync(owner, Request(OtherKey))).AccountId);
        Assert.Equal(first.AccountId, (await LinkedAsync(owner, Request(Key))).AccountId);
    }

    [Fact]
    public async Task the_same_identity_of_two_owners_is_two_accounts()
    {
        Store.ProviderSays(Proof);
        var jane = await LinkedAsync(await Store.NewOwnerAsync());
        var eve = await LinkedAsync(await Store.NewOwnerAsync("eve@hub.example"));
        Assert.NotEqual(jane.AccountId, eve.AccountId);
        Assert.False(eve.Updated);
    }

    [Fact]
    public async Task the_same_key_of_two_owners_is_two_accounts()
    {
        Store.ProviderSays(AnonymousProof);
        await LinkedAsync(await Store.NewOwnerAsync());
        Assert.False((await LinkedAsync(await Store.NewOwnerAsync("eve@hub.example"))).Updated);
        Assert.Equal(2, (await AccountsAsync()).Length);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public async Task links_of_the_same_identity_at_the_same_moment_are_one_account(int links)
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        Store.Events.MeetBeforeWriting(links);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, links).Select(_ => LinkedAsync(owner)));

        var account = Assert.Single(await AccountsAsync());
        Assert.All(outcomes, linked => Assert.Equal(account.Id, linked.AccountId));
        Assert.Single(outcomes, linked => !linked.Updated);
        Assert.Equal(links, (await AuditAsync()).Length);
        Assert.Equal(Key, StoredKeyOf(account));
    }

    [Fact]
    public async Task links_as_another_account_at_the_same_moment_are_all_stored()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        Store.Events.MeetBeforeWriting(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LinkedAsync(owner, Request() with { Target = new LinkTarget.Another() })));
        Assert.Equal([0, 1, 2, 3], (await AccountsAsync()).Select(account => account.Ordinal).Order());
    }

    [Fact]
    public async Task an_account_that_is_unlinked_while_it_is_linked_again_is_linked_anew()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var first = await LinkedAsync(owner);
        Store.Events.MeetBeforeWriting(2);

        var unlinking = Store.Get<AccountUnlinker>().UnlinkAsync(owner, first.AccountId, Stop);
        var linking = LinkedAsync(owner, Request(OtherKey));
        await Task.WhenAll(unlinking, linking);

        // Whichever came first: the person who unlinked and the person who linked are both right.
        Assert.True(await unlinking);
        var linked = await linking;
        var left = await AccountsAsync();
        Assert.True(linked.AccountId == first.AccountId ? left.Length == 0 : Assert.Single(left).Id == linked.AccountId);
    }

    [Fact]
    public async Task an_owner_who_is_gone_is_not_allowed_and_the_provider_is_not_asked()
    {
        Assert.IsType<LinkOutcome.OwnerNotAllowed>(await LinkAsync(new OwnerId(Guid.CreateVersion7())));
        AssertNotAsked();
    }

    [Fact]
    public async Task who_tries_out_keys_is_stopped_and_nobody_else_is()
    {
        Store.ProviderSays(VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials)));
        var thief = await Store.NewOwnerAsync();
        for (var attempt = 0; attempt < VerificationRateLimiter.PerMinute; attempt++)
        {
            Assert.IsType<LinkOutcome.Refused>(await LinkAsync(thief));
        }

        Assert.IsType<LinkOutcome.TooManyAttempts>(await LinkAsync(thief));
        Assert.Equal(VerificationRateLimiter.PerMinute, Store.Verifier.Invocations.Count);
        Assert.IsType<LinkOutcome.Refused>(await LinkAsync(await Store.NewOwnerAsync("honest@hub.example")));
    }

    [Fact]
    public async Task guessers_who_lock_an_owner_out_do_not_stop_who_is_signed_in()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        await LockOutAsync(owner);
        await LinkedAsync(owner);
    }

    [Fact]
    public async Task an_owner_who_is_removed_while_the_provider_is_asked_is_not_allowed()
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderDoes(async _ =>
        {
            await RemoveAsync(owner);
            return Proof;
        });

        Assert.IsType<LinkOutcome.OwnerNotAllowed>(await LinkAsync(owner));
        Assert.Empty(await AccountsAsync());
        Assert.Empty(await AuditAsync());
    }

    [Theory]
    [InlineData("", "Enter the API Key.")]
    [InlineData("   ", "Enter the API Key.")]
    [InlineData("two words", "There is a space at position 4. Remove it, or copy the value again.")]
    [InlineData("line\nbreak", "There is a line break at position 5. Remove it, or copy the value again.")]
    [InlineData(
        "schlüssel",
        "The character at position 5 cannot be part of a key. Keys contain only A to Z, digits and ASCII symbols. Copy the key again."
    )]
    public async Task a_malformed_value_is_said_at_its_field_and_the_provider_is_not_asked(string value, string message)
    {
        var invalid = Assert.IsType<LinkOutcome.Invalid>(await LinkAsync(await Store.NewOwnerAsync(), Request(value)));
        Assert.Equal(
            message,
            MessageSets.Get<ValidationMessages>().Of(Assert.Single(invalid.Errors, error => error.Key == "api_key").Value)
        );
        AssertNotAsked();
    }

    [Fact]
    public async Task a_key_of_more_than_sixteen_kilobytes_is_too_long()
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderSays(Proof);
        await LinkedAsync(owner, Request(new string('k', 16 * 1024)));
        var invalid = Assert.IsType<LinkOutcome.Invalid>(await LinkAsync(owner, Request(new string('k', (16 * 1024) + 1))));
        Assert.Equal(new ValidationError.FieldTooLong("API Key"), Assert.Single(invalid.Errors).Value);
    }

    [Theory]
    [InlineData("nobody", AuthMethodKind.ApiKey)]
    [InlineData("smartrecruiters", AuthMethodKind.Basic)]
    public async Task what_is_not_in_the_catalog_is_not_linked(string provider, AuthMethodKind method)
    {
        var owner = await Store.NewOwnerAsync();
        Assert.IsType<LinkOutcome.ProviderUnknown>(await LinkAsync(owner, Request() with { ProviderSlug = provider, AuthMethod = method }));
        AssertNotAsked();
    }

    [Fact]
    public async Task the_provider_is_asked_with_cleaned_values_of_known_fields_only()
    {
        Store.ProviderSays(Proof);
        await LinkedAsync(await Store.NewOwnerAsync(), Request("smartrecruiters", ("api_key", $"  {Key}\n"), ("is_admin", "true")));
        Store.Verifier.Verify(
            verifier =>
                verifier.VerifyAsync(
                    It.Is<Provider>(provider => provider.Slug == "smartrecruiters"),
                    It.Is<AuthMethod>(method => method.Kind == AuthMethodKind.ApiKey),
                    It.Is<CredentialValues>(values =>
                        values.Reveal("api_key") == Key && values.Reveal("environment") == "production" && values.All.Count == 2
                    ),
                    It.IsAny<CancellationToken>()
                ),
            Times.Once
        );
    }

    [Fact]
    public async Task cancelling_before_the_proof_stores_nothing()
    {
        using var cancel = new CancellationTokenSource();
        Store.ProviderDoes(async cancellationToken =>
        {
            await cancel.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return Proof;
        });
        var owner = await Store.NewOwnerAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.Linker.LinkAsync(owner, Request(), progress: null, cancel.Token)
        );

        Assert.Empty(await AccountsAsync());
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task cancelling_once_saving_has_begun_stores_all_the_same()
    {
        using var cancel = new CancellationTokenSource();
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();

        var outcome = await Store.Linker.LinkAsync(
            owner,
            Request(),
            new Stages(stage =>
            {
                if (stage == LinkStage.Saving)
                {
                    cancel.Cancel();
                }
            }),
            cancel.Token
        );

        Assert.True(cancel.IsCancellationRequested);
        Assert.IsType<LinkOutcome.Linked>(outcome);
        Assert.Single(await AccountsAsync());
    }

    [Fact]
    public async Task the_stages_are_told_as_they_are_reached()
    {
        var stages = new List<LinkStage>();
        var owner = await Store.NewOwnerAsync();
        Store.ProviderDoes(_ =>
        {
            Assert.Equal([LinkStage.Contacting], stages);
            return Task.FromResult(Proof);
        });

        await Store.Linker.LinkAsync(owner, Request(), new Stages(stages.Add), Stop);
        Assert.Equal([LinkStage.Contacting, LinkStage.Saving], stages);

        stages.Clear();
        Store.ProviderSays(VerificationSamples.Of(nameof(VerificationOutcome.RateLimited)));
        await Store.Linker.LinkAsync(owner, Request(), new Stages(stages.Add), Stop);
        Assert.Equal([LinkStage.Contacting], stages);

        stages.Clear();
        await Store.Linker.LinkAsync(owner, Request(""), new Stages(stages.Add), Stop);
        Assert.Empty(stages);
    }

    [Theory]
    [InlineData("LinkedAccounts")]
    [InlineData("Credentials")]
    [InlineData("AuditEvents")]
    public async Task a_save_that_fails_leaves_nothing_of_a_new_account(string table)
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        Store.Events.FailAfter = $"INSERT INTO {Quoted(table)}";

        await Assert.ThrowsAsync<DbUpdateException>(() => LinkAsync(owner));

        Assert.Empty(await AccountsAsync());
        Assert.Empty(await AuditAsync());
    }

    [Theory]
    [InlineData("UPDATE", "LinkedAccounts")]
    [InlineData("UPDATE", "Credentials")]
    [InlineData("INSERT INTO", "AuditEvents")]
    public async Task a_save_that_fails_leaves_an_account_as_it_was(string verb, string table)
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.Events.FailAfter = $"{verb} {Quoted(table)}";
        Store.ProviderSays(new VerificationOutcome.Verified(Jane with { Name = "Jane Married" }));

        await Assert.ThrowsAsync<DbUpdateException>(() => LinkAsync(owner, Request(OtherKey)));

        var account = await AccountAsync(linked.AccountId);
        Assert.Equal("Jane Doe", account.Name);
        Assert.Equal(Key, StoredKeyOf(account));
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }

    [Fact]
    public async Task an_edit_changes_the_credential_and_what_the_product_says_or_nothing()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        var edit = Request(OtherKey).Editing(linked.AccountId) with { Changes = new AccountEdit { Label = " Europe " } };

        Store.Events.FailAfter = $"UPDATE {Quoted("LinkedAccounts")}";
        await Assert.ThrowsAsync<DbUpdateException>(() => LinkAsync(owner, edit));

        var account = await AccountAsync(linked.AccountId);
        Assert.Equal((Key, null), (StoredKeyOf(account), account.Label));
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());

        Store.Events.FailAfter = null;
        Assert.Equal(linked.AccountId, (await LinkedAsync(owner, edit)).AccountId);

        account = await AccountAsync(linked.AccountId);
        Assert.Equal((OtherKey, "Europe"), (StoredKeyOf(account), account.Label));
        // The two of one save have the same moment.
        Assert.Equal(
            [AuditActions.AccountEdited, AuditActions.AccountLinked, AuditActions.AccountUpdated],
            (await AuditAsync()).Order(StringComparer.Ordinal)
        );
    }

    private string Quoted(string table) => Store.Options.Provider == DatabaseProvider.Sqlite ? $"\"{table}\"" : $"[{table}]";

    private void AssertNotAsked() => Store.Verifier.VerifyNoOtherCalls();

    /// <summary><see cref="Progress{T}"/> reports later and elsewhere.</summary>
    private sealed class Stages(Action<LinkStage> reached) : IProgress<LinkStage>
    {
        public void Report(LinkStage value) => reached(value);
    }
}
