using System.Diagnostics;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Core.Accounts.Tokens;

/// <summary>Stores what a token endpoint answered to a refresh.</summary>
public sealed partial class TokenSaver(
    TokenRevoker revoker,
    CredentialProtector protector,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<TokenSaver> log
)
{
    /// <summary>How often storing the provider's answer is tried: for about 25 seconds.</summary>
    private const int SaveAttempts = 10;

    /// <summary>
    /// Cannot be cancelled, and does not use the retry policy of other writes (ADR-0019): the provider gives each answer once, so it is
    /// worth a longer wait for the database.
    /// </summary>
    internal async Task<RefreshOutcome> SaveAsync(
        LinkedAccount account,
        Provider provider,
        CredentialValues values,
        Guid lease,
        TokenOutcome outcome
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StoreAsync(account, provider, values, lease, outcome);
            }
            catch (Exception e) when (attempt < SaveAttempts)
            {
                // Somebody changed the account in the same moment, or the database is busy or unavailable for a while. What the provider
                // gave is lost until it is stored, and what it replaced is no longer valid.
                if (!e.IsCollision())
                {
                    LogNotStored(log, e, provider.Slug, account.Id);
                    await Task.Delay(TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 3), 4)), time, CancellationToken.None);
                }
            }
        }
    }

    private async Task<RefreshOutcome> StoreAsync(
        LinkedAccount account,
        Provider provider,
        CredentialValues used,
        Guid lease,
        TokenOutcome outcome
    )
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        // Its owner may be another one by now.
        var accounts = db.LinkedAccounts.Include(one => one.Credentials).Include(one => one.Token);
        var stored = await accounts.FirstOrDefaultAsync(one => one.Id == account.Id);
        if (stored is null && outcome is TokenOutcome.Granted(var orphaned))
        {
            // Unlinked while the provider was asked: the token that was revoked then was the one before this.
            await revoker.RevokeAsync(account, orphaned.AddTo(used), CancellationToken.None);
        }

        if (stored?.Token is not { } token)
        {
            return RefreshOutcome.NotDue;
        }

        var now = time.GetUtcNow();
        RefreshOutcome ended;
        switch (outcome)
        {
            // Whoever has the lease by now, this refresh token was valid: theirs will turn out not to be.
            case TokenOutcome.Granted(var tokens)
                when protector.Unprotect(stored.Credentials) is { } values
                    && values.Reveal(Template.RefreshToken) == used.Reveal(Template.RefreshToken):
                stored.ReplaceCredential(protector.Protect(stored.Id, tokens.AddTo(values)));
                Renew(db, stored, token, tokens, now);
                ended = RefreshOutcome.Refreshed;
                break;
            case TokenOutcome.Granted:
            case var _ when token.LeaseId != lease:
                // Linked again while the provider was asked, or taken over by another node.
                return RefreshOutcome.NotDue;
            case TokenOutcome.Expired:
                Expire(db, stored, token, now);
                ended = RefreshOutcome.Ended;
                break;
            case TokenOutcome.ClientRejected:
                token.Postponed(retryAfter: null, isAnswerLost: false, now);
                ended = RefreshOutcome.Postponed;
                break;
            case TokenOutcome.Unavailable { RetryAfter: var wait, IsAnswerLost: var isAnswerLost }:
                token.Postponed(wait, isAnswerLost, now);
                ended = RefreshOutcome.Postponed;
                break;
            default:
                throw new UnreachableException();
        }

        await db.SaveChangesAsync(CancellationToken.None);
        return ended;
    }

    private static void Renew(HubDbContext db, LinkedAccount account, AccountToken token, TokenSet tokens, DateTimeOffset now)
    {
        // By the job or a reader, not by the verifier: there the provider's API had rejected what the token endpoint gave.
        var wasEnded = !token.CanRefresh;
        token.CanRefresh = true;
        token.Renewed(tokens, now);
        if (wasEnded && account.FindAuthorizationEnd() is not null)
        {
            // The node that took over asked with the token that this one had replaced already.
            db.SetReason(account, ReasonGroup.Credential, reason: null, Actor.Hub, now);
            db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountUpdated, Actor.Hub, account.Id, now, account.ProviderSlug));
        }
    }

    private static void Expire(HubDbContext db, LinkedAccount account, AccountToken token, DateTimeOffset now)
    {
        account.Rejected(now);
        db.SetReason(account, ReasonGroup.Credential, new StatusReason.AuthorizationEnded(ReasonOf(token, now)), Actor.Hub, now);
        token.Ended(now);
    }

    private static AuthorizationEnd ReasonOf(AccountToken token, DateTimeOffset now) =>
        token switch
        {
            { CanRefresh: false } => token.ExpiresAt <= now ? AuthorizationEnd.AccessEnded : AuthorizationEnd.Rejected,
            { IsAnswerLost: true } => AuthorizationEnd.AnswerLost,
            _ => AuthorizationEnd.Revoked,
        };

    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Provider} answered for account {Account} could not be stored; trying again.")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string provider, Guid account);
}
