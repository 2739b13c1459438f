using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Authorization;

/// <summary>Links the account of an attempt with what the authorization gave, or has the person asked first.</summary>
public sealed class AuthorizedLinker(
    ProviderCatalog catalog,
    ProviderClients clients,
    IAccountLinker linker,
    TokenRevoker revoker,
    IDataProtectionProvider protection,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>Cannot be cancelled: the provider gives the tokens once.</summary>
    /// <param name="attempt">With its session.</param>
    /// <returns>Why nothing was linked; null where it was, or the person is asked.</returns>
    internal async Task<AuthorizationFailure?> LinkAsync(
        ConnectionAttempt attempt,
        AuthorizationPayload payload,
        TokenSet tokens,
        Replacement replacement
    )
    {
        if (catalog.Find(attempt.ProviderSlug) is not { } provider)
        {
            return new AuthorizationFailure.ProviderGone();
        }

        var command = new LinkCommand.Authorized(
            provider.Slug,
            AuthMethodKind.Oauth2AuthorizationCode,
            payload.Values,
            tokens,
            attempt.Id,
            LinkTarget.Of(attempt.Replaces, attempt.AsAnother)
        )
        {
            Session = await GrantOfAsync(attempt, payload),
            Replacement = replacement,
            Seen = payload.Seen,
        };
        switch (await linker.LinkAsync(new OwnerId(attempt.OwnerId), command, progress: null, CancellationToken.None))
        {
            case LinkOutcome.Linked:
                return null;
            case LinkOutcome.WouldReplace question:
                await AskAsync(attempt, payload, tokens, question);
                return null;
            case var refused:
                return refused.ToFailure(provider);
        }
    }

    private async Task AskAsync(ConnectionAttempt attempt, AuthorizationPayload payload, TokenSet tokens, LinkOutcome.WouldReplace question)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var isAsked = await db
            .ConnectionAttempts.Where(one => one.Id == attempt.Id)
            .AskAsync(payload.Ask(tokens, question).Protect(protection, attempt.Id), time.GetUtcNow(), CancellationToken.None);
        if (!isAsked)
        {
            // The attempt was removed with its owner or session. Nobody will ever answer, and nothing else knows the tokens.
            await revoker.RevokeAsync(
                attempt.ProviderSlug,
                AuthMethodKind.Oauth2AuthorizationCode,
                question.IdentityKey,
                accountId: null,
                tokens.AddTo(payload.Values),
                CancellationToken.None
            );
        }
    }

    /// <returns>What permitted it when the person set out. If the session got a new token or another browser meanwhile, that is
    /// over.</returns>
    private async Task<SessionGrant?> GrantOfAsync(ConnectionAttempt attempt, AuthorizationPayload payload) =>
        attempt.Session?.ToGrant() is { } grant
            ? grant with
            {
                IssuedAt = payload.SessionIssuedAt,
                Browser = payload.SessionBrowser,
                Offered = await clients.GetAvailableMethodsAsync(CancellationToken.None),
            }
            : null;
}
