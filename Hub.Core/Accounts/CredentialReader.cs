using System.Diagnostics;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Hands out a stored credential. The audit trail says so before anything is handed out.</summary>
public sealed class CredentialReader(TokenRefresher refresher, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Without a refresh token: whoever used it would take it from Hub. An access token among it is good for a minute at least, unless the
    /// provider could not refresh it.
    /// </summary>
    public async Task<CredentialOutcome> ReadAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        if (await FindStatusAsync(owner, accountId, cancellationToken) is AccountStatus.Suspended or AccountStatus.Inactive)
        {
            return new CredentialOutcome.NotUsable();
        }

        switch (await refresher.GetFreshAsync(owner, accountId, cancellationToken))
        {
            case FreshTokenOutcome.NotFound:
                return new CredentialOutcome.NotFound();
            case FreshTokenOutcome.Unreadable:
                return new CredentialOutcome.Unreadable();
            case FreshTokenOutcome.Expired(var reason):
                return new CredentialOutcome.Expired(reason);
            case FreshTokenOutcome.RetryLater(var wait):
                return new CredentialOutcome.RetryLater(wait);
            case FreshTokenOutcome.Fresh(var values):
                await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
                {
                    var slug = await db
                        .LinkedAccounts.OwnedBy(owner)
                        .Where(account => account.Id == accountId)
                        .Select(account => account.ProviderSlug)
                        .FirstOrDefaultAsync(cancellationToken);
                    db.AuditEvents.Add(AuditEvent.Of(AuditActions.CredentialRead, by, accountId, time.GetUtcNow(), slug));
                    await db.SaveChangesAsync(cancellationToken);
                }

                return new CredentialOutcome.Read(values.Without(Template.RefreshToken));
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>What the account's status will be by the time its job has written it.</summary>
    private async Task<AccountStatus?> FindStatusAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .LinkedAccounts.OwnedBy(owner)
            .Where(account => account.Id == accountId)
            .Select(account =>
                db.ProviderAvailability.Any(one => one.ProviderSlug == account.ProviderSlug && one.IsDisabled)
                    ? AccountStatus.Inactive
                    : (AccountStatus?)account.Status
            )
            .FirstOrDefaultAsync(cancellationToken);
    }
}

/// <summary>How <see cref="CredentialReader"/> ended. Closed.</summary>
public abstract record CredentialOutcome
{
    private CredentialOutcome() { }

    public sealed record Read(CredentialValues Values) : CredentialOutcome;

    /// <summary>The owner has no such account (any more).</summary>
    public sealed record NotFound : CredentialOutcome;

    /// <summary>The authorization ended; the person has to authorize again.</summary>
    public sealed record Expired(AuthorizationEnd Reason) : CredentialOutcome;

    /// <summary>The account is suspended, or its provider is disabled.</summary>
    public sealed record NotUsable : CredentialOutcome;

    /// <summary>The access token is over, and the provider could not refresh it for now.</summary>
    public sealed record RetryLater(TimeSpan RetryAfter) : CredentialOutcome;

    /// <summary>Hub's key ring is not the one that it was encrypted with.</summary>
    public sealed record Unreadable : CredentialOutcome;
}
