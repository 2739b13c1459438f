using System.Diagnostics;
using Hub.Core.Accounts.Health;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Verifies the stored credential of a linked account again, and records what the provider says.</summary>
public sealed class AccountVerifier(
    ProviderCatalog catalog,
    StoredCredentialVerifier verifier,
    VerificationRecorder recorder,
    VerificationRateLimiter pace,
    OwnerAuthorizer gate,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>Changes the status only on proof: a provider in trouble leaves it as it is.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing is changed.</exception>
    public Task<VerifyNowOutcome> VerifyNowAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) =>
        VerifyNowAsync(owner, accountId, owner, cancellationToken);

    /// <param name="by">Who asks: the owner, an access key, or an Administrator for an account that no person owns.</param>
    /// <inheritdoc cref="VerifyNowAsync(OwnerId, Guid, CancellationToken)"/>
    public async Task<VerifyNowOutcome> VerifyNowAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        // A page stays open after its Administrator lost that role.
        if (
            by is { Kind: ActorKind.User, Id: { } user }
            && user != owner.Value
            && !await gate.IsAdministratorAsync(new OwnerId(user), cancellationToken)
        )
        {
            return new VerifyNowOutcome.NotFound();
        }

        var account = await FindAsync(owner, accountId, cancellationToken);
        if (account is null)
        {
            return new VerifyNowOutcome.NotFound();
        }

        if (catalog.Find(account.ProviderSlug) is not { } provider || provider.FindMethod(account.AuthMethod) is not { } method)
        {
            return new VerifyNowOutcome.ProviderUnknown();
        }

        if (!pace.Allows(by.Id ?? owner.Value))
        {
            return new VerifyNowOutcome.TooManyAttempts();
        }

        return await verifier.VerifyAsync(account, provider, method, cancellationToken) switch
        {
            StoredVerification.Asked asked => await RecordAsync(account, provider, method, asked, by),
            StoredVerification.Unreadable => new VerifyNowOutcome.CredentialUnreadable(),
            StoredVerification.AuthorizationEnded(var reason) => new VerifyNowOutcome.AuthorizationEnded(reason),
            StoredVerification.NotRefreshed(var wait) => new VerifyNowOutcome.NotRefreshed(wait),
            StoredVerification.Gone => new VerifyNowOutcome.NotFound(),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<LinkedAccount?> FindAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .LinkedAccounts.AsNoTracking()
            .Include(account => account.Credentials)
            .OwnedBy(owner)
            .FirstOrDefaultAsync(account => account.Id == accountId, cancellationToken);
    }

    private async Task<VerifyNowOutcome> RecordAsync(
        LinkedAccount asked,
        Provider provider,
        AuthMethod method,
        StoredVerification.Asked verification,
        Actor by
    )
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        return await db.WriteAsync<VerifyNowOutcome>(async _ =>
        {
            // Linked again, renamed or unlinked meanwhile: what was just verified may not be about what is stored now.
            if (await VerificationRecorder.FindUnchangedAsync(db, asked) is not { } account)
            {
                return new VerifyNowOutcome.ChangedMeanwhile();
            }

            await recorder.RecordAsync(db, account, provider, method, verification, by);
            var now = time.GetUtcNow();
            account.UpdatedAt = now;
            account.ConcurrencyStamp = Guid.CreateVersion7();
            db.AuditEvents.Add(
                AuditEvent.Of(AuditActions.AccountVerified, by, account.Id, now, CredentialVerifier.Describe(verification.Report.Outcome))
            );
            await db.SaveChangesAsync(CancellationToken.None);
            return new VerifyNowOutcome.Verified(verification.Report);
        });
    }
}

/// <summary>How <see cref="AccountVerifier"/> ended. Closed.</summary>
public abstract record VerifyNowOutcome
{
    private VerifyNowOutcome() { }

    /// <summary>The provider was asked; the outcome says what it answered.</summary>
    public sealed record Verified(VerificationReport Report) : VerifyNowOutcome;

    public sealed record NotFound : VerifyNowOutcome;

    /// <summary>The provider is no longer in the catalog.</summary>
    public sealed record ProviderUnknown : VerifyNowOutcome;

    /// <summary>The stored credential cannot be decrypted: the key ring was lost or replaced.</summary>
    public sealed record CredentialUnreadable : VerifyNowOutcome;

    /// <summary>The provider ended the authorization with which the account was linked; it is recorded.</summary>
    public sealed record AuthorizationEnded(AuthorizationEnd Reason) : VerifyNowOutcome;

    /// <summary>The access token has expired, and the provider could not refresh it for now. Nothing was verified.</summary>
    public sealed record NotRefreshed(TimeSpan RetryAfter) : VerifyNowOutcome;

    /// <summary>
    /// Whoever asks does so faster than anybody who looks after accounts; the provider was not asked. Good again within a minute.
    /// </summary>
    public sealed record TooManyAttempts : VerifyNowOutcome;

    /// <summary>The account was changed while the provider was asked; nothing was recorded.</summary>
    public sealed record ChangedMeanwhile : VerifyNowOutcome;
}
