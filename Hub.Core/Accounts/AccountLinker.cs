using System.Collections.Concurrent;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <inheritdoc cref="IAccountLinker"/>
internal sealed class AccountLinker(
    ProviderCatalog catalog,
    IKeyVerifier verifier,
    VerificationPace pace,
    CredentialProtector protector,
    OwnerGate gate,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time) : IAccountLinker
{
    private readonly ConcurrentDictionary<AuthMethod, CredentialValidator> _validators = new(ReferenceEqualityComparer.Instance);

    public async Task<LinkOutcome> LinkAsync(OwnerId owner, LinkRequest request, IProgress<LinkStage>? progress, CancellationToken cancellationToken)
    {
        if (catalog.Find(request.ProviderSlug) is not { } provider || provider.FindMethod(request.AuthMethod) is not { } method)
        {
            return new LinkOutcome.ProviderUnknown();
        }

        var values = request.Values.CleanedFor(method);
        var faults = _validators.GetOrAdd(method, static method => new CredentialValidator(method)).FaultsOf(values);
        if (faults.Count > 0)
        {
            return new LinkOutcome.Invalid(faults);
        }

        if (!await gate.MayActAsync(owner, cancellationToken))
        {
            return new LinkOutcome.OwnerNotAllowed();
        }

        if (!pace.Allows(owner))
        {
            return new LinkOutcome.TooManyAttempts();
        }

        progress?.Report(LinkStage.Contacting);
        var verification = await verifier.VerifyAsync(provider, method, values, cancellationToken);
        var proof = verification.Outcome switch
        {
            VerificationOutcome.Verified verified => new Proof(verified.Identity, MissingRight: null),
            VerificationOutcome.VerifiedLimited limited => new Proof(limited.Identity, limited.Missing),
            _ => null,
        };
        if (proof is null)
        {
            return new LinkOutcome.Refused(verification.Outcome, verification.Reference, verification.AskedEverywhere);
        }

        values = verification.Completed ?? values;

        // From here on it is stored whatever happens to the caller: a person who sees "saved" must find it.
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(LinkStage.Saving);
        return await SaveAsync(owner, provider, method, values, request, proof);
    }

    private async Task<LinkOutcome> SaveAsync(
        OwnerId owner, Provider provider, AuthMethod method, CredentialValues values, LinkRequest request, Proof proof)
    {
        // Of writers that collide one always gets through, so this many at the same moment do.
        const int Attempts = 10;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TrySaveAsync(owner, provider, method, values, request, proof);
            }
            catch (DbUpdateException e) when (attempt < Attempts
                && (e is DbUpdateConcurrencyException || e.IsUniqueViolation() || e.IsForeignKeyViolation()))
            {
                // The same owner linked, changed or unlinked the same account at the same moment: look again.
                // Or the owner was removed while the provider was asked.
                if (!await gate.MayActAsync(owner, CancellationToken.None))
                {
                    return new LinkOutcome.OwnerNotAllowed();
                }
            }
        }
    }

    private async Task<LinkOutcome> TrySaveAsync(
        OwnerId owner, Provider provider, AuthMethod method, CredentialValues values, LinkRequest request, Proof proof)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var now = time.GetUtcNow();
        var address = ProviderAddresses.CustomerHost(method, values);
        var identityKey = AccountIdentity.KeyOf(proof.Identity, address);
        LinkedAccount? existing = null;
        if (request.Replaces is { } replaced)
        {
            existing = await Mine(db, owner, provider).FirstOrDefaultAsync(account => account.Id == replaced);
            if (existing is null)
            {
                return new LinkOutcome.AccountGone();
            }

            // A key of unknown identity could be anybody's; an account that is known to be somebody's does not take it.
            if (existing.HasKnownIdentity && identityKey != existing.IdentityKey && !Holds(existing, method, values))
            {
                return new LinkOutcome.OtherIdentity(existing.Name, proof.Identity);
            }
        }
        else if (!request.AsAnother)
        {
            existing = await FindSameAsync(db, owner, provider, method, identityKey, values);
        }

        var account = existing;
        if (account is null)
        {
            var id = Guid.CreateVersion7();
            account = new LinkedAccount
            {
                Id = id,
                OwnerId = owner.Value,
                ProviderSlug = provider.Slug,
                AuthMethod = method.Kind,
                Name = provider.NameAt(address: null),
                IdentityKey = identityKey ?? LinkedAccount.AnonymousKey(id),
                Ordinal = request.AsAnother ? await AccountIdentity.NextOrdinalAsync(db, owner.Value, provider.Slug, identityKey) : 0,
                LinkedAt = now,
            };
            db.LinkedAccounts.Add(account);
        }
        else
        {
            await AccountIdentity.RecogniseAsync(db, account, identityKey);
        }

        account.AuthMethod = method.Kind;
        account.Proved(proof.Identity, address, proof.MissingRight, provider, now);
        account.ConcurrencyStamp = Guid.CreateVersion7();
        account.Keep(protector.Protect(account.Id, values));
        db.AuditEvents.Add(AuditEvent.Of(
            existing is null ? AuditActions.AccountLinked : AuditActions.AccountUpdated, owner, account.Id, now, provider.Slug));
        await db.SaveChangesAsync(CancellationToken.None);
        return new LinkOutcome.Linked(account.Id, account.Name, account.Identity, account.Address, Updated: existing is not null, proof.MissingRight);
    }

    private async Task<LinkedAccount?> FindSameAsync(
        HubDbContext db, OwnerId owner, Provider provider, AuthMethod method, string? identityKey, CredentialValues values)
    {
        // An owner has a handful at one provider.
        const int Enough = 100;
        var mine = Mine(db, owner, provider);
        if (identityKey is not null)
        {
            // Of several with this identity, the one with this very key, else the first.
            var known = await mine.Where(account => account.IdentityKey == identityKey).OrderBy(account => account.Ordinal).Take(Enough).ToListAsync();
            if (known.Count > 0)
            {
                return known.Find(account => Holds(account, method, values)) ?? known[0];
            }
        }

        // Where the provider does not say whose key it is, or did not when it was linked, the same key is the same account.
        await foreach (var account in mine.OrderByDescending(account => account.LinkedAt).Take(Enough).AsAsyncEnumerable())
        {
            if ((identityKey is null || !account.HasKnownIdentity) && Holds(account, method, values))
            {
                return account;
            }
        }

        return null;
    }

    // Cleaned again: the method may have got a field since, and what was not asked for then has its default.
    private bool Holds(LinkedAccount account, AuthMethod method, CredentialValues values) =>
        account.AuthMethod == method.Kind && protector.Unprotect(account.Credentials) is { } stored && stored.CleanedFor(method).SameAs(values);

    private static IQueryable<LinkedAccount> Mine(HubDbContext db, OwnerId owner, Provider provider) => db.LinkedAccounts
        .Include(account => account.Credentials)
        .Where(account => account.OwnerId == owner.Value && account.ProviderSlug == provider.Slug);

    private sealed record Proof(ProviderIdentity Identity, string? MissingRight);
}
