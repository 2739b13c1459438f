using System.Collections.Concurrent;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <inheritdoc cref="IAccountLinker"/>
internal sealed class AccountLinker(
    ProviderCatalog catalog,
    ICredentialVerifier verifier,
    VerificationRateLimiter pace,
    CredentialProtector protector,
    KeyRingCheck keyRing,
    OwnerAuthorizer gate,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
) : IAccountLinker
{
    private readonly ConcurrentDictionary<AuthMethod, CredentialValidator> _validators = new(ReferenceEqualityComparer.Instance);

    public async Task<LinkOutcome> LinkAsync(
        OwnerId owner,
        LinkRequest request,
        IProgress<LinkStage>? progress,
        CancellationToken cancellationToken
    )
    {
        if (catalog.Find(request.ProviderSlug) is not { } provider || provider.FindMethod(request.AuthMethod) is not { } method)
        {
            return new LinkOutcome.ProviderUnknown();
        }

        // Tokens that somebody brings along may be another client's.
        if (method.Flow is null != request.Tokens is null)
        {
            return new LinkOutcome.ProviderUnknown();
        }

        if (request.Session is { } session && !session.Allows(provider, method.Kind))
        {
            return new LinkOutcome.ProviderUnknown();
        }

        // A session that is for one account gives that one a new credential, and nothing else.
        request = request with
        {
            Replaces = request.Session?.AccountId ?? request.Replaces,
        };

        var values = method.Clean(request.Values);
        if (request is { KeepsOmitted: true, Replaces: { } edited })
        {
            values = await CompleteAsync(owner, edited, provider, method, values, request, cancellationToken);
        }

        var faults = _validators.GetOrAdd(method, static method => new CredentialValidator(method)).FindErrors(values);
        if (faults.Count > 0)
        {
            return new LinkOutcome.Invalid(faults);
        }

        if (!await gate.CanActAsync(owner, cancellationToken))
        {
            return new LinkOutcome.OwnerNotAllowed();
        }

        if (!await keyRing.FitsAsync(cancellationToken))
        {
            return new LinkOutcome.KeyRingDoesNotFit();
        }

        // Those who come with sessions of one owner do not know each other. A sign-in was counted when the person set out.
        if (request.Tokens is null && !pace.Allows(request.Session?.SessionId ?? request.By?.Id ?? owner.Value))
        {
            return new LinkOutcome.TooManyAttempts();
        }

        if (request.Session is { } through && await EndOfAsync(through, cancellationToken) is { } ended)
        {
            return ended;
        }

        values = request.Tokens?.AddTo(values) ?? values;
        progress?.Report(LinkStage.Contacting);
        var verification = await verifier.VerifyAsync(provider, method, values, cancellationToken);
        var proof = verification.Outcome switch
        {
            VerificationOutcome.Verified verified => new Proof(verified.Identity, Missing: null),
            VerificationOutcome.VerifiedLimited limited => new Proof(
                limited.Identity,
                new StatusReason.PermissionMissing(limited.Rule.Key)
            ),
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
        OwnerId owner,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        LinkRequest request,
        Proof proof
    )
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        // The same owner may link, change or unlink the same account at the same moment. Or the owner was removed while the provider was
        // asked.
        return await db.WriteAsync(async attempt =>
            attempt == 0 || await gate.CanActAsync(owner, CancellationToken.None)
                ? await TrySaveAsync(db, owner, provider, method, values, request, proof)
                : new LinkOutcome.OwnerNotAllowed()
        );
    }

    private async Task<LinkOutcome> TrySaveAsync(
        HubDbContext db,
        OwnerId owner,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        LinkRequest request,
        Proof proof
    )
    {
        var now = time.GetUtcNow();
        var session = request.Session is { } grant ? await db.ConnectSessions.FirstOrDefaultAsync(one => one.Id == grant.SessionId) : null;
        if (request.Session is { } shown && EndOf(session, shown) is { } ended)
        {
            return ended;
        }

        var address = ProviderAddresses.CustomerHost(method, values);
        var identityKey = AccountIdentity.KeyOf(proof.Identity, address);
        // The origin owner has one account here, whoever's key it is: a colleague's may take its place.
        var takesAnyIdentity = request.Session is { Multiple: false, AccountId: null };
        LinkedAccount? existing = null;
        if (request.Replaces is { } replaced)
        {
            existing = await Replaceable(db, owner, provider, request).FirstOrDefaultAsync(account => account.Id == replaced);
            if (existing is null)
            {
                return new LinkOutcome.AccountGone();
            }

            // A key of unknown identity could be anybody's; an account that is known to be somebody's does not take it.
            if (!takesAnyIdentity && existing.HasKnownIdentity && identityKey != existing.IdentityKey && !Holds(existing, method, values))
            {
                return new LinkOutcome.OtherIdentity(existing.Name, proof.Identity);
            }
        }
        else if (takesAnyIdentity)
        {
            existing =
                await FindSameAsync(db, owner, request.Origin, provider, method, identityKey, values)
                ?? await Mine(db, owner, request.Origin, provider).OrderByDescending(account => account.LinkedAt).FirstOrDefaultAsync();
        }
        else if (!request.AsAnother)
        {
            existing = await FindSameAsync(db, owner, request.Origin, provider, method, identityKey, values);
        }

        var account = existing;
        if (account is null)
        {
            var id = Guid.CreateVersion7();
            account = new LinkedAccount
            {
                Id = id,
                OwnerId = owner.Value,
                OriginOwnerId = request.Origin.Id,
                ProviderSlug = provider.Slug,
                AuthMethod = method.Kind,
                Name = provider.DefaultAccountName(address: null),
                IdentityKey = identityKey ?? LinkedAccount.AnonymousKey(id),
                Ordinal = request.AsAnother
                    ? await AccountIdentity.NextOrdinalAsync(db, owner.Value, request.Origin.Id, provider.Slug, identityKey)
                    : 0,
                IsSingle = takesAnyIdentity,
                LinkedAt = now,
            };
            db.LinkedAccounts.Add(account);
        }
        else if (takesAnyIdentity && identityKey != account.IdentityKey && !Holds(account, method, values))
        {
            await AccountIdentity.ChangeAsync(db, account, provider, identityKey, now);
            db.AuditEvents.Add(
                AuditEvent.Of(
                    AuditActions.AccountIdentityChanged,
                    session is null ? request.By ?? owner : Actor.Session(session.Id),
                    account.Id,
                    now,
                    provider.Slug
                )
            );
        }
        else
        {
            await AccountIdentity.RecogniseAsync(db, account, identityKey);
        }

        if (session is not null)
        {
            account.OriginOwnerName = session.OriginOwnerName;
            account.OriginUsername = session.OriginUsername ?? account.OriginUsername;
            account.Label = session.Label ?? account.Label;
            account.Metadata = session.Metadata ?? account.Metadata;
            // An account that is there keeps its type: a session to renew the key of a test account seldom says so again.
            account.Type = existing is null ? session.Type : account.Type;
            session.UsedAt = now;
            session.ConcurrencyStamp = Guid.CreateVersion7();
        }

        account.SessionId = session?.Id;
        account.AuthMethod = method.Kind;
        account.UpdatedAt = now;
        account.MarkVerified(proof.Identity, address, proof.Missing, provider, now);
        account.ConcurrencyStamp = Guid.CreateVersion7();
        account.ReplaceCredential(protector.Protect(account.Id, values));
        account.Token = TokenOf(account.Token, request.Tokens, account.Id, now);
        if (request.AttemptId is { } attempt)
        {
            // Also one that was called off meanwhile: the account is there.
            (await db.ConnectionAttempts.FirstOrDefaultAsync(one => one.Id == attempt && one.OwnerId == owner.Value))?.Complete(
                account.Id,
                updated: existing is not null
            );
        }

        db.AuditEvents.Add(
            AuditEvent.Of(
                existing is null ? AuditActions.AccountLinked : AuditActions.AccountUpdated,
                session is null ? request.By ?? owner : Actor.Session(session.Id),
                account.Id,
                now,
                provider.Slug
            )
        );
        await db.SaveChangesAsync(CancellationToken.None);
        return new LinkOutcome.Linked(
            account.Id,
            account.Name,
            account.Identity,
            account.Address,
            Updated: existing is not null,
            proof.Missing
        )
        {
            Access = AccountAccess.Of(account.Token),
        };
    }

    private async Task<LinkedAccount?> FindSameAsync(
        HubDbContext db,
        OwnerId owner,
        OriginOwner origin,
        Provider provider,
        AuthMethod method,
        string? identityKey,
        CredentialValues values
    )
    {
        // An owner has a handful at one provider.
        const int Enough = 100;
        var mine = Mine(db, owner, origin, provider);
        if (identityKey is not null)
        {
            // Of several with this identity, the one with this very key, else the first.
            var known = await mine.Where(account => account.IdentityKey == identityKey)
                .OrderBy(account => account.Ordinal)
                .Take(Enough)
                .ToListAsync();
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

    private async Task<LinkOutcome?> EndOfAsync(SessionGrant grant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return EndOf(
            await db.ConnectSessions.AsNoTracking().FirstOrDefaultAsync(one => one.Id == grant.SessionId, cancellationToken),
            grant
        );
    }

    /// <returns>Null while accounts can be linked with it. One that is not there was removed with its owner;
    /// one that has a new token is over for who holds the old one, and one that was begun in a browser is so for everybody else.</returns>
    private LinkOutcome.SessionEnded? EndOf(ConnectSession? session, SessionGrant grant) =>
        session is null || session.IssuedAt != grant.IssuedAt || session.Browser != grant.Browser
            ? new LinkOutcome.SessionEnded(SessionState.Revoked)
        : session.IsOpenAt(time.GetUtcNow()) ? null
        : new LinkOutcome.SessionEnded(session.StateAt(time.GetUtcNow()));

    // The method may have got a field since: what was not asked for then has its default.
    private bool Holds(LinkedAccount account, AuthMethod method, CredentialValues values) =>
        method.Flow is null
        && account.AuthMethod == method.Kind
        && protector.Unprotect(account.Credentials) is { } stored
        && method.FromStore(stored).SameAs(values);

    private static AccountToken? TokenOf(AccountToken? present, TokenSet? tokens, Guid accountId, DateTimeOffset now)
    {
        if (tokens is null)
        {
            return null;
        }

        var token = present ?? new AccountToken { AccountId = accountId };
        token.SignedIn(tokens, now);
        return token;
    }

    private static IQueryable<LinkedAccount> Mine(HubDbContext db, OwnerId owner, Provider provider) =>
        db
            .LinkedAccounts.Include(account => account.Credentials)
            .Include(account => account.Token)
            .Where(account => account.OwnerId == owner.Value && account.ProviderSlug == provider.Slug);

    private static IQueryable<LinkedAccount> Mine(HubDbContext db, OwnerId owner, OriginOwner origin, Provider provider) =>
        Mine(db, owner, provider).Where(account => account.OriginOwnerId == origin.Id);

    /// <summary>
    /// The accounts that may get a new credential: of a signed-in owner all, of a session those of its origin owner, or the one it is for.
    /// </summary>
    private static IQueryable<LinkedAccount> Replaceable(HubDbContext db, OwnerId owner, Provider provider, LinkRequest request) =>
        request.Session switch
        {
            null => Mine(db, owner, provider),
            { AccountId: { } only } => Mine(db, owner, request.Origin, provider).Where(account => account.Id == only),
            _ => Mine(db, owner, request.Origin, provider),
        };

    /// <summary>
    /// Takes from the stored credential what was left out, and secrets that were left empty, unless they would go to another host than the
    /// one that knows them.
    /// </summary>
    private async Task<CredentialValues> CompleteAsync(
        OwnerId owner,
        Guid accountId,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        LinkRequest request,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await Replaceable(db, owner, provider, request)
            .FirstOrDefaultAsync(account => account.Id == accountId, cancellationToken);
        if (account is null || account.AuthMethod != method.Kind || protector.Unprotect(account.Credentials) is not { } unprotected)
        {
            return values;
        }

        var stored = method.FromStore(unprotected);
        var completed = method
            .Fields.Where(field => field.IsSecret ? values.Reveal(field.Key).Length == 0 : !request.Values.All.ContainsKey(field.Key))
            .Aggregate(values, (completed, field) => completed.With(field.Key, stored.Reveal(field.Key)));
        return method.HostFields.Any(field => completed.Reveal(field.Key) != stored.Reveal(field.Key)) ? values : completed;
    }

    private sealed record Proof(ProviderIdentity Identity, StatusReason.PermissionMissing? Missing);
}
