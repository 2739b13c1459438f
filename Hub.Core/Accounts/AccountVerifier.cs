using System.Diagnostics;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Verifies the stored credential of a linked account again, and records what the provider says.</summary>
public sealed class AccountVerifier(
    ProviderCatalog catalog,
    ICredentialVerifier verifier,
    VerificationRateLimiter pace,
    TokenRefresher refresher,
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

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await db
            .LinkedAccounts.Include(account => account.Credentials)
            .OwnedBy(owner)
            .FirstOrDefaultAsync(account => account.Id == accountId, cancellationToken);
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

        var (verification, early) = await AskAsync(owner, account, provider, method, cancellationToken);
        if (verification is null)
        {
            return early!;
        }

        await RecordAsync(db, account, provider, verification.Outcome, by);
        account.UpdatedAt = time.GetUtcNow();
        account.ConcurrencyStamp = Guid.CreateVersion7();
        db.AuditEvents.Add(
            AuditEvent.Of(AuditActions.AccountVerified, by, accountId, time.GetUtcNow(), CredentialVerifier.Describe(verification.Outcome))
        );
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
            return new VerifyNowOutcome.Verified(verification);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.IsUniqueViolation())
        {
            // Linked again, renamed or unlinked meanwhile: what was just verified may not be about what is stored now.
            return new VerifyNowOutcome.ChangedMeanwhile();
        }
    }

    /// <returns>What the provider said; or, where it was not asked, how it ended.</returns>
    private async Task<(VerificationReport? Report, VerifyNowOutcome? Early)> AskAsync(
        OwnerId owner,
        LinkedAccount account,
        Provider provider,
        AuthMethod method,
        CancellationToken cancellationToken
    )
    {
        Secret? rejected = null;
        while (true)
        {
            switch (await refresher.GetFreshAsync(owner, account.Id, rejected, cancellationToken))
            {
                case FreshTokenOutcome.NotFound:
                    return (null, new VerifyNowOutcome.NotFound());
                case FreshTokenOutcome.Unreadable:
                    return (null, new VerifyNowOutcome.CredentialUnreadable());
                case FreshTokenOutcome.Expired(var reason):
                    return (null, new VerifyNowOutcome.AuthorizationEnded(reason));
                case FreshTokenOutcome.RetryLater(var wait):
                    return (null, new VerifyNowOutcome.NotRefreshed(wait));
                case FreshTokenOutcome.Fresh(var values):
                    var report = await verifier.VerifyAsync(provider, method, method.FromStore(values), cancellationToken);
                    if (
                        method is not AuthMethod.AuthorizationCode
                        || rejected is not null
                        || report.Outcome is not VerificationOutcome.InvalidCredentials
                    )
                    {
                        return (report, null);
                    }

                    // Some providers do not say when a token expires, and any may take one back early: a new one tells more.
                    rejected = new Secret(values.Reveal(Template.AccessToken));
                    break;
                default:
                    throw new UnreachableException();
            }
        }
    }

    private async Task RecordAsync(HubDbContext db, LinkedAccount account, Provider provider, VerificationOutcome outcome, Actor by)
    {
        var now = time.GetUtcNow();
        switch (outcome)
        {
            case VerificationOutcome.Verified verified:
                await AcceptAsync(verified.Identity, missing: null);
                break;
            case VerificationOutcome.VerifiedLimited limited:
                await AcceptAsync(limited.Identity, new StatusReason.PermissionMissing(limited.Rule.Key));
                break;
            case VerificationOutcome.InvalidCredentials when account.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode:
                Reject(new StatusReason.AuthorizationEnded(AuthorizationEnd.Rejected));
                // The token endpoint would go on to give tokens that the provider's API rejects.
                await db.Entry(account).Reference(one => one.Token).LoadAsync(CancellationToken.None);
                account.Token?.RefreshAt = null;
                break;
            case VerificationOutcome.InvalidCredentials:
                Reject(new StatusReason.KeyRejected());
                break;
            case VerificationOutcome.WrongAddress:
                Reject(new StatusReason.AddressUnknown());
                break;
            default:
                // Not verified.
                break;
        }

        async Task AcceptAsync(ProviderIdentity identity, StatusReason? missing)
        {
            await AccountIdentity.RecogniseAsync(db, account, AccountIdentity.KeyOf(identity, account.Address));
            account.Recognise(identity, account.Address, provider, now);
            db.SetReason(account, ReasonGroup.Credential, missing, by, now);
        }

        void Reject(StatusReason reason)
        {
            account.Rejected(now);
            db.SetReason(account, ReasonGroup.Credential, reason, by, now);
        }
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
