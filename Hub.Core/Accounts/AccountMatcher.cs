using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Finds the account that a verified credential belongs to.</summary>
internal sealed class AccountMatcher(CredentialProtector protector)
{
    /// <summary>An owner has a handful of accounts at one provider.</summary>
    private const int MaxCandidates = 100;

    /// <summary>Cannot be cancelled: what the provider verified is stored.</summary>
    internal async Task<AccountMatch> FindAsync(HubDbContext db, OwnerId owner, LinkCommand command, VerifiedCredential credential)
    {
        switch (command.EffectiveTarget)
        {
            case LinkTarget.Account(var id):
                var replaced = await Replaceable(db, owner, command, credential.Provider).FirstOrDefaultAsync(account => account.Id == id);
                return replaced is null ? new AccountMatch.Gone() : Compare(replaced, command, credential);
            case var _ when command.TakesAnyIdentity:
                var present =
                    await FindSameAsync(db, owner, command, credential)
                    ?? await OfOrigin(db, owner, command, credential.Provider)
                        .OrderByDescending(account => account.LinkedAt)
                        .FirstOrDefaultAsync();
                return present is null ? new AccountMatch.New() : Compare(present, command, credential);
            case LinkTarget.Matching:
                return await FindSameAsync(db, owner, command, credential) is { } same
                    ? new AccountMatch.Same(same)
                    : new AccountMatch.New();
            default:
                return new AccountMatch.New();
        }
    }

    /// <summary>
    /// The accounts that may get a new credential: of a signed-in owner all, of a session those of its origin owner, or the one it is for.
    /// </summary>
    public static IQueryable<LinkedAccount> Replaceable(HubDbContext db, OwnerId owner, LinkCommand command, Provider provider) =>
        command.Session switch
        {
            null => OfOwner(db, owner, provider),
            { AccountId: { } only } => OfOrigin(db, owner, command, provider).Where(account => account.Id == only),
            _ => OfOrigin(db, owner, command, provider),
        };

    /// <summary>A credential of unknown identity could be anybody's; an account of a known identity does not take it unasked.</summary>
    private AccountMatch Compare(LinkedAccount account, LinkCommand command, VerifiedCredential credential) =>
        credential.IdentityKey == account.IdentityKey || Holds(account, credential) ? new AccountMatch.Same(account)
        : command.TakesAnyIdentity ? new AccountMatch.Changed(account)
        : !account.HasKnownIdentity ? new AccountMatch.Same(account)
        : command.Replacement is Replacement.NoQuestion ? new AccountMatch.OtherIdentity(account)
        : new AccountMatch.Changed(account);

    private async Task<LinkedAccount?> FindSameAsync(HubDbContext db, OwnerId owner, LinkCommand command, VerifiedCredential credential)
    {
        var candidates = OfOrigin(db, owner, command, credential.Provider);
        if (credential.IdentityKey is { } key)
        {
            // Of several with this identity, the one with this very key, else the first.
            var known = await candidates
                .Where(account => account.IdentityKey == key)
                .OrderBy(account => account.Ordinal)
                .Take(MaxCandidates)
                .ToListAsync();
            if (known.Count > 0)
            {
                return known.Find(account => Holds(account, credential)) ?? known[0];
            }
        }

        // Where the provider does not say whose key it is, or did not when it was linked, the same key is the same account.
        await foreach (var account in candidates.OrderByDescending(account => account.LinkedAt).Take(MaxCandidates).AsAsyncEnumerable())
        {
            if ((credential.IdentityKey is null || !account.HasKnownIdentity) && Holds(account, credential))
            {
                return account;
            }
        }

        return null;
    }

    private bool Holds(LinkedAccount account, VerifiedCredential credential) =>
        credential.Method is not AuthMethod.AuthorizationCode && FindChanges(account, credential) is [];

    /// <returns>The fields whose values the credential changes: all, where the account has no such credential that can be read.</returns>
    internal IReadOnlyList<ProviderField> FindChanges(LinkedAccount account, VerifiedCredential credential)
    {
        var method = credential.Method;
        if (account.AuthMethod != method.Kind || protector.Unprotect(account.Credentials) is not { } unprotected)
        {
            return method.Fields;
        }

        // The method may have got a field since: what was not asked for then has its default.
        var stored = method.FromStore(unprotected);
        return [.. method.Fields.Where(field => !credential.Values.IsSameAt(field.Key, stored))];
    }

    private static IQueryable<LinkedAccount> OfOwner(HubDbContext db, OwnerId owner, Provider provider) =>
        db
            .LinkedAccounts.Include(account => account.Credentials)
            .Include(account => account.Token)
            .Include(account => account.Health)
            .OwnedBy(owner)
            .Where(account => account.ProviderSlug == provider.Slug);

    private static IQueryable<LinkedAccount> OfOrigin(HubDbContext db, OwnerId owner, LinkCommand command, Provider provider) =>
        OfOwner(db, owner, provider).Where(account => account.OriginOwnerId == command.Origin.Id);
}

/// <summary>Which account a credential belongs to. Closed.</summary>
internal abstract record AccountMatch
{
    private AccountMatch() { }

    /// <summary>The account that is there; null where there is none.</summary>
    public LinkedAccount? Present =>
        this switch
        {
            Same(var account) => account,
            Changed(var account) => account,
            OtherIdentity(var account) => account,
            _ => null,
        };

    /// <summary>None that is there.</summary>
    public sealed record New : AccountMatch;

    /// <summary>One of the same identity.</summary>
    public sealed record Same(LinkedAccount Account) : AccountMatch;

    /// <summary>One of another identity, whose credential this one replaces where the person agrees.</summary>
    public sealed record Changed(LinkedAccount Account) : AccountMatch;

    /// <summary>One of another identity, which keeps its credential.</summary>
    public sealed record OtherIdentity(LinkedAccount Account) : AccountMatch;

    /// <summary>The account that was asked for is no longer there.</summary>
    public sealed record Gone : AccountMatch;
}
