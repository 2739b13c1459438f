using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Reads the linked accounts that a connect session may give a new credential: its origin owner's, at its providers.</summary>
public sealed class SessionAccounts(ProviderCatalog catalog, CredentialProtector protector, IDbContextFactory<HubDbContext> contexts)
{
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

    /// <returns>
    /// What the form of an account starts with in StackOne Hub, whose wire has it all; null when the session is not for such an account.
    /// </returns>
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
        return account is not null && MethodOf(grant, account.ProviderSlug, account.AuthMethod) is (_, var method)
            ? EditableAccount.Of(account, method, protector)
            : null;
    }

    private static IQueryable<LinkedAccount> Mine(HubDbContext db, SessionGrant grant) =>
        db.LinkedAccounts.Where(account => account.OwnerId == grant.Owner.Value && account.OriginOwnerId == grant.Origin.Id);

    private (Provider Provider, AuthMethod Method)? MethodOf(SessionGrant grant, string slug, AuthMethodKind kind) =>
        catalog.Find(slug) is { } provider && grant.Allows(provider, kind) && provider.FindMethod(kind) is { } method
            ? (provider, method)
            : null;
}
