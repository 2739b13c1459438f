using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Reads the linked accounts that a connect session may give a new credential: its origin owner's, at its providers.</summary>
public sealed class SessionAccounts(ProviderCatalog catalog, CredentialProtector protector, IDbContextFactory<HubDbContext> contexts)
{
    /// <summary>How many characters of a secret are shown, so that it is recognised.</summary>
    private const int Shown = 4;

    /// <summary>Of a shorter one, they would be too much of it.</summary>
    private const int ShortestShown = 12;

    /// <returns>
    /// The account that linking would give the new credential: the one that the session is for, else at its only provider the origin
    /// owner's, unless there may be several. Null where linking makes a new one, or it is not said which.
    /// </returns>
    public async Task<Guid?> FindReplacedAsync(SessionGrant grant, CancellationToken cancellationToken)
    {
        if (grant is not ({ AccountId: not null } or { Multiple: false, Providers: [_] }))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts = await Mine(db, grant)
            .Where(account => grant.AccountId == null || account.Id == grant.AccountId)
            .OrderByDescending(account => account.LinkedAt)
            .Select(account => new
            {
                account.Id,
                account.ProviderSlug,
                account.AuthMethod,
            })
            .ToListAsync(cancellationToken);
        return accounts.Find(account => MethodOf(grant, account.ProviderSlug, account.AuthMethod) is not null)?.Id;
    }

    /// <returns>The origin owner's account at the provider, which linking there replaces; null where it makes a new one.</returns>
    public async Task<PresentAccount?> FindPresentAsync(SessionGrant grant, string providerSlug, CancellationToken cancellationToken)
    {
        if (grant is { Multiple: true } or { AccountId: not null })
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // The one that AccountMatcher takes, unless another has the same identity; that is known only afterwards.
        var account = await Mine(db, grant)
            .AsNoTracking()
            .Where(account => account.ProviderSlug == providerSlug)
            .OrderByDescending(account => account.LinkedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return account is null ? null : PresentAccount.Of(account, grant);
    }

    /// <returns>Of the ways to authenticate that the session offers, the one by which the origin owner last linked an account at the
    /// provider; null where there is none.</returns>
    public async Task<AuthMethodKind?> FindMethodAsync(SessionGrant grant, string providerSlug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var methods = await Mine(db, grant)
            .Where(account => account.ProviderSlug == providerSlug && (grant.AccountId == null || account.Id == grant.AccountId))
            .OrderByDescending(account => account.LinkedAt)
            .Select(account => (AuthMethodKind?)account.AuthMethod)
            .ToListAsync(cancellationToken);
        return methods.Find(method => MethodOf(grant, providerSlug, method!.Value) is not null);
    }

    /// <returns>What an account's form starts with; null when the session is not for such an account.</returns>
    public async Task<EditableAccount?> FindAsync(SessionGrant grant, Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await Mine(db, grant)
            .AsNoTracking()
            .Include(account => account.Credentials)
            .FirstOrDefaultAsync(
                account => account.Id == accountId && (grant.AccountId == null || account.Id == grant.AccountId),
                cancellationToken
            );
        if (account is null || MethodOf(grant, account.ProviderSlug, account.AuthMethod) is not { } known)
        {
            return null;
        }

        // Where they cannot be read any more, all of them have to be entered anew.
        var values = protector.Unprotect(account.Credentials);
        var filled = known.Method.Fields.Where(field => values?.Reveal(field.Key).Length > 0).ToLookup(field => field.IsSecret);
        return new EditableAccount(
            account.Id,
            known.Provider,
            known.Method,
            filled[false].ToDictionary(field => field.Key, field => values!.Reveal(field.Key), StringComparer.Ordinal),
            filled[true]
                .ToDictionary(
                    field => field.Key,
                    field => field.Kind == FieldKind.Secret ? EndOf(values!.Reveal(field.Key)) : "",
                    StringComparer.Ordinal
                )
        );
    }

    private static string EndOf(string secret) => secret.Length < ShortestShown ? "" : secret[^Shown..];

    private static IQueryable<LinkedAccount> Mine(HubDbContext db, SessionGrant grant) =>
        db.LinkedAccounts.Where(account => account.OwnerId == grant.Owner.Value && account.OriginOwnerId == grant.Origin.Id);

    private (Provider Provider, AuthMethod Method)? MethodOf(SessionGrant grant, string slug, AuthMethodKind kind) =>
        catalog.Find(slug) is { } provider && grant.Allows(provider, kind) && provider.FindMethod(kind) is { } method
            ? (provider, method)
            : null;
}

/// <summary>What may be shown of a linked account to whoever is to give it a new credential.</summary>
/// <param name="Values">What was filled in that is no secret, by field.</param>
/// <param name="SecretEnds">The secrets that are stored, by field: the last characters, or nothing of a short one.</param>
public sealed record EditableAccount(
    Guid Id,
    Provider Provider,
    AuthMethod Method,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> SecretEnds
);
