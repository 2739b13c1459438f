using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Hands out a stored credential. The audit trail says so before anything is handed out.</summary>
public sealed class CredentialReader(CredentialProtector protector, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    public async Task<CredentialOutcome> ReadAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await db.LinkedAccounts.AsNoTracking().Include(account => account.Credentials)
            .FirstOrDefaultAsync(account => account.OwnerId == owner.Value && account.Id == accountId, cancellationToken);
        if (account is null)
        {
            return new CredentialOutcome.NotFound();
        }

        if (protector.Unprotect(account.Credentials) is not { } values)
        {
            return new CredentialOutcome.Unreadable();
        }

        db.AuditEvents.Add(AuditEvent.Of(AuditActions.CredentialRead, by, accountId, time.GetUtcNow(), account.ProviderSlug));
        await db.SaveChangesAsync(cancellationToken);
        return new CredentialOutcome.Read(values);
    }
}

/// <summary>How <see cref="CredentialReader"/> ended. Closed.</summary>
public abstract record CredentialOutcome
{
    private CredentialOutcome()
    {
    }

    public sealed record Read(CredentialValues Values) : CredentialOutcome;

    /// <summary>The owner has no such account (any more).</summary>
    public sealed record NotFound : CredentialOutcome;

    /// <summary>Hub's key ring is not the one that it was encrypted with.</summary>
    public sealed record Unreadable : CredentialOutcome;
}
