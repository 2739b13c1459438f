using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Tests.OAuth;

/// <summary>Another person authorizes than the one whose account is linked: nothing is replaced before that was agreed to.</summary>
public sealed class ReplacementTests(SignInHub hub) : IClassFixture<SignInHub>, IAsyncDisposable
{
    private readonly SignInHub.Window _window = hub.NewWindow();
    private readonly string _customer = $"customer-{Guid.CreateVersion7():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ReplacementQuestions Questions => hub.Get<ReplacementQuestions>();

    public async ValueTask DisposeAsync()
    {
        _window.Dispose();
        hub.Provider.Person = OAuthPerson.Ines;
        // The tokens of somebody who is linked once more are not revoked.
        await hub.QueryAsync(db => db.LinkedAccounts.ExecuteDeleteAsync(Stop));
    }

    [Fact]
    public async Task the_tokens_wait_encrypted_and_are_linked_when_the_person_agrees()
    {
        var (grant, account, attempt) = await AskedAsync();

        var question = Assert.IsType<ReplacementQuestion>(await FindAsync(grant));
        Assert.Equal((attempt, account, "Omar Signer"), (question.AttemptId, question.Present.Id, question.Identity.Name));
        Assert.Null(question.Present.Name);
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
        var waiting = await AttemptAsync(attempt);
        Assert.Equal(AttemptStatus.Asking, waiting.Status);
        Assert.DoesNotContain("access_token", System.Text.Encoding.UTF8.GetString(waiting.Payload!), StringComparison.Ordinal);
        Assert.DoesNotContain("Omar", System.Text.Encoding.UTF8.GetString(waiting.Payload!), StringComparison.Ordinal);

        await ReplaceAsync(grant, attempt);

        var linked = await hub.Get<ConnectionAttempts>().FindLinkedAsync(grant.Owner, grant, attempt, Stop);
        Assert.Equal((account, true, true), (linked!.AccountId, linked.Updated, linked.Replaced));
        var stored = await AccountAsync(account);
        Assert.Equal("Omar Signer", stored.IdentityName);
        Assert.True(stored.Token is { CanRefresh: true, ExpiresAt: not null, RequestedScopes: ["me.read", "jobs.read"] });
        Assert.Null((await AttemptAsync(attempt)).Payload);
        Assert.Null(await FindAsync(grant));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task what_is_not_agreed_to_is_revoked_and_nothing_was_replaced(bool answered)
    {
        var (grant, account, attempt) = await AskedAsync();
        var revoked = hub.Provider.RevokeCalls.Count;

        if (answered)
        {
            await KeepAsync(grant, attempt);
        }
        else
        {
            await hub.QueryAsync(db =>
                db.ConnectionAttempts.Where(one => one.Id == attempt)
                    .ExecuteUpdateAsync(
                        change => change.SetProperty(one => one.ReturnedAt, TimeProvider.System.GetUtcNow() - ConnectionAttempt.Lifetime),
                        Stop
                    )
            );
            Assert.Null(await FindAsync(grant));
            await ReplaceAsync(grant, attempt);
            Assert.Equal(1, await Questions.ExpireAsync(Stop));
            Assert.Equal(0, await Questions.ExpireAsync(Stop));
        }

        Assert.Equal(revoked + 1, hub.Provider.RevokeCalls.Count);
        var ended = await AttemptAsync(attempt);
        Assert.Equal(answered ? AttemptStatus.Cancelled : AttemptStatus.Expired, ended.Status);
        Assert.Null(ended.Payload);
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
        // An answer counts once.
        await ReplaceAsync(grant, attempt);
        await KeepAsync(grant, attempt);
        Assert.Equal(revoked + 1, hub.Provider.RevokeCalls.Count);
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
    }

    [Fact]
    public async Task two_answers_at_the_same_moment_are_one()
    {
        var (grant, account, attempt) = await AskedAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReplaceAsync(grant, attempt)));
        Assert.Equal(AttemptStatus.Authenticated, (await AttemptAsync(attempt)).Status);
        Assert.Equal("Omar Signer", (await AccountAsync(account)).IdentityName);
    }

    [Fact]
    public async Task an_account_that_changed_since_is_asked_about_again()
    {
        var (grant, account, attempt) = await AskedAsync();
        var question = await FindAsync(grant);
        // Another tab replaced it meanwhile.
        await hub.QueryAsync(db =>
            db.LinkedAccounts.Where(one => one.Id == account)
                .ExecuteUpdateAsync(change => change.SetProperty(one => one.IdentityChangedAt, TimeProvider.System.GetUtcNow()), Stop)
        );

        await ReplaceAsync(grant, attempt);

        var again = Assert.IsType<ReplacementQuestion>(await FindAsync(grant));
        Assert.Equal(question!.Present.Id, again.Present.Id);
        Assert.NotEqual(question.Present.Since, again.Present.Since);
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
        await ReplaceAsync(grant, attempt);
        Assert.Equal("Omar Signer", (await AccountAsync(account)).IdentityName);
    }

    [Fact]
    public async Task an_answer_to_another_question_than_the_one_that_is_asked_by_now_is_none()
    {
        var (grant, account, attempt) = await AskedAsync();
        var revoked = hub.Provider.RevokeCalls.Count;
        var shown = (await FindAsync(grant))!.Present with { Since = TimeProvider.System.GetUtcNow() };

        Assert.False(await Questions.ReplaceAsync(grant.Owner, grant, attempt, shown, Stop));
        Assert.False(await Questions.KeepAsync(grant.Owner, grant, attempt, shown, Stop));

        Assert.NotNull(await FindAsync(grant));
        Assert.Equal(revoked, hub.Provider.RevokeCalls.Count);
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
    }

    /// <remarks>With the attempt the only place was lost where the tokens are known.</remarks>
    [Fact]
    public async Task the_tokens_of_an_attempt_that_was_lost_are_revoked()
    {
        var (grant, account, attempt) = await AskedAsync();
        var revoked = hub.Provider.RevokeCalls.Count;
        var waiting = AuthorizationPayload.Unprotect(hub.Get<IDataProtectionProvider>(), attempt, (await AttemptAsync(attempt)).Payload)!;
        var lost = await hub.QueryAsync(db =>
            db.ConnectionAttempts.Include(one => one.Session).SingleAsync(one => one.Id == attempt, Stop)
        );
        await hub.QueryAsync(db => db.ConnectionAttempts.Where(one => one.Id == attempt).ExecuteDeleteAsync(Stop));

        Assert.Null(await hub.Get<AuthorizedLinker>().LinkAsync(lost, waiting, waiting.Waiting!.Tokens, new Replacement.Ask()));

        Assert.Equal(revoked + 1, hub.Provider.RevokeCalls.Count);
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
        Assert.Null(await FindAsync(grant));
    }

    [Fact]
    public async Task a_session_that_ended_meanwhile_replaces_nothing_and_the_tokens_are_revoked()
    {
        var (grant, account, attempt) = await AskedAsync();
        var revoked = hub.Provider.RevokeCalls.Count;
        await hub.QueryAsync(db =>
            db.ConnectSessions.Where(one => one.Id == grant.SessionId)
                .ExecuteUpdateAsync(change => change.SetProperty(one => one.RevokedAt, TimeProvider.System.GetUtcNow()), Stop)
        );

        await ReplaceAsync(grant, attempt);

        Assert.IsType<AuthorizationFailure.SessionEnded>((await AttemptAsync(attempt)).Failure);
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
        Assert.Equal(revoked + 1, hub.Provider.RevokeCalls.Count);
    }

    [Fact]
    public async Task another_session_neither_sees_nor_answers_it()
    {
        var (grant, account, attempt) = await AskedAsync();
        var (_, other) = await hub.SessionAsync(_customer);
        Assert.Null(await FindAsync(other));
        Assert.False(await ReplaceAsync(other, attempt));
        Assert.False(await KeepAsync(other, attempt));
        Assert.NotNull(await FindAsync(grant));
        Assert.Equal("Ines Signer", (await AccountAsync(account)).IdentityName);
    }

    /// <summary>Ines has linked an account, and Omar authorizes on the connect page for the same customer.</summary>
    private async Task<(SessionGrant Grant, Guid Account, Guid Attempt)> AskedAsync()
    {
        hub.Provider.Person = OAuthPerson.Ines;
        var (_, first) = await hub.SessionAsync(_customer);
        var linked = await AuthorizeAsync(first);
        var account = (await AttemptAsync(linked)).AccountId;
        hub.Provider.Person = OAuthPerson.Omar;
        var (_, grant) = await hub.SessionAsync(_customer);
        return (grant, Assert.NotNull(account), await AuthorizeAsync(grant));
    }

    private async Task<Guid> AuthorizeAsync(SessionGrant grant)
    {
        var offered = grant with { Offered = await hub.Get<Hub.Core.OAuth.ProviderClients>().GetAvailableMethodsAsync(Stop) };
        var command = new LinkCommand.Link(
            SignInHub.Slug,
            AuthMethodKind.Oauth2AuthorizationCode,
            new CredentialValues(new Dictionary<string, Secret>(StringComparer.Ordinal))
        )
        {
            Session = offered,
        };
        var ready = Assert.IsType<StartOutcome.Ready>(
            await hub.Get<AuthorizationStarter>().StartAsync(grant.Owner, command, AttemptReturn.Popup, attemptId: null, Stop)
        );
        var authorize = Assert.IsType<string>(await _window.RedirectAsync(ready.Ticket.Reveal()));
        var (status, _, location) = await _window.GoAsync(await _window.SignInAsync(authorize));
        Assert.Equal((302, $"/connect/oauth2/ended/{ready.AttemptId}"), (status, location));
        Assert.Equal(200, (await _window.GoAsync(location!)).Status);
        return ready.AttemptId;
    }

    private Task<ReplacementQuestion?> FindAsync(SessionGrant grant) =>
        Questions.FindNewestAsync(grant.Owner, grant, SignInHub.Slug, accountId: null, Stop);

    private async Task<bool> ReplaceAsync(SessionGrant grant, Guid attempt) =>
        await Questions.ReplaceAsync(grant.Owner, grant, attempt, await AskedAboutAsync(attempt), Stop);

    private async Task<bool> KeepAsync(SessionGrant grant, Guid attempt) =>
        await Questions.KeepAsync(grant.Owner, grant, attempt, await AskedAboutAsync(attempt), Stop);

    /// <summary>The account that is shown with the question; none where it was answered.</summary>
    private async Task<PresentAccount> AskedAboutAsync(Guid attempt) =>
        AuthorizationPayload.Unprotect(hub.Get<IDataProtectionProvider>(), attempt, (await AttemptAsync(attempt)).Payload)?.Waiting?.Present
        ?? new PresentAccount(Guid.Empty, Since: default, Name: null);

    private Task<LinkedAccount> AccountAsync(Guid id) =>
        hub.QueryAsync(db => db.LinkedAccounts.AsNoTracking().Include(one => one.Token).SingleAsync(one => one.Id == id, Stop));

    private Task<ConnectionAttempt> AttemptAsync(Guid id) =>
        hub.QueryAsync(db => db.ConnectionAttempts.AsNoTracking().SingleAsync(one => one.Id == id, Stop));
}
