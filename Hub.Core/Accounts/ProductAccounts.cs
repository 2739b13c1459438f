using System.Linq.Expressions;
using Hub.Core.Accounts.Health;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>
/// Reads linked accounts for the product, which reaches all of them. Only endpoints that ask for an access key may call this.
/// Credentials are never loaded here, unless the key ring was lost or replaced: then it is looked whether they can be read.
/// </summary>
public sealed class ProductAccounts(IDbContextFactory<HubDbContext> contexts, KeyRingCheck keyRing)
{
    private static readonly Expression<Func<LinkedAccount, ProductAccount>> Row = account => new ProductAccount(
        account.Id,
        new OwnerId(account.OwnerId),
        new OriginOwner(account.OriginOwnerId, account.OriginOwnerName, account.OriginUsername),
        account.ProviderSlug,
        account.AuthMethod,
        account.Name,
        account.Address,
        account.Label,
        account.Metadata,
        account.Type,
        account.Status,
        DatedReason.Read(account.StoredReasons),
        account.LinkedAt,
        account.VerifiedAt,
        account.UpdatedAt,
        new ProviderIdentity(account.IdentityName, account.IdentityEmail, account.IdentityOrganization, null),
        account.IdentityChangedAt,
        account.Token == null
            ? null
            : new AccountAccess(
                account.Token.CanRefresh,
                account.Token.ExpiresAt,
                account.Token.RequestedScopes,
                account.Token.GrantedScopes
            ),
        true
    )
    {
        CredentialSince = account.CredentialSince,
        KeyExpiresAt = account.KeyExpiresAt,
        NextVerificationAt = account.Health == null ? null : account.Health.NextVerificationAt,
    };

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<ProductAccount>> ListAsync(ProductAccountQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Archived accounts are found only by those who ask for them.
        var all =
            query.Statuses?.Contains(AccountStatus.Archived) == true
                ? db.LinkedAccounts.IgnoreQueryFilters().AsNoTracking()
                : db.LinkedAccounts.AsNoTracking();
        var accounts = all;
        if (query.OriginOwnerIds.Count > 0)
        {
            accounts = accounts.Where(account => query.OriginOwnerIds.Contains(account.OriginOwnerId));
        }

        if (query.Providers.Count > 0)
        {
            accounts = accounts.Where(account => query.Providers.Contains(account.ProviderSlug));
        }

        if (query.AccountIds is { } ids)
        {
            accounts = accounts.Where(account => ids.Contains(account.Id));
        }

        if (query.Statuses is { } statuses)
        {
            accounts = accounts.Where(account => statuses.Contains(account.Status));
        }

        // The ids of the page come from the index alone, and only the rows of the page are read. A join, because EF Core compiles a query
        // for each page where the numbers of the page are inside a condition.
        var page = accounts
            .OrderByDescending(account => account.LinkedAt)
            .ThenByDescending(account => account.Id)
            .Page(query.Page, query.PageSize)
            .Select(account => account.Id);
        var found = await page.Join(all, id => id, account => account.Id, (_, account) => account)
            .OrderByDescending(account => account.LinkedAt)
            .ThenByDescending(account => account.Id)
            .Select(Row)
            .ToListAsync(cancellationToken);
        var unreadable = await keyRing.FindUnreadableAsync(db, [.. found.Select(account => account.Id)], cancellationToken);
        return unreadable.Count == 0 ? found : [.. found.Select(account => account with { IsReadable = !unreadable.Contains(account.Id) })];
    }

    /// <returns>Null when there is none with this id.</returns>
    public async Task<ProductAccount?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return
            await db
                .LinkedAccounts.AsNoTracking()
                .Where(account => account.Id == accountId)
                .Select(Row)
                .FirstOrDefaultAsync(cancellationToken)
                is { } account
            ? account with
            {
                IsReadable = (await keyRing.FindUnreadableAsync(db, [accountId], cancellationToken)).Count == 0,
            }
            : null;
    }
}

/// <param name="OriginOwnerIds">Empty for all.</param>
/// <param name="Providers">By slug; empty for all.</param>
/// <param name="AccountIds">Null for all.</param>
/// <param name="Statuses">Null for all.</param>
/// <param name="Page">Counted from 0.</param>
/// <param name="PageSize">Rows a page, 1 to 100.</param>
public sealed record ProductAccountQuery(
    IReadOnlyList<string> OriginOwnerIds,
    IReadOnlyList<string> Providers,
    IReadOnlyList<Guid>? AccountIds,
    IReadOnlyList<AccountStatus>? Statuses,
    int Page = 0,
    int PageSize = 25
);

/// <summary>What a product sees of a linked account.</summary>
/// <param name="Owner">The Hub user, or <see cref="HubUser.ProductId"/>.</param>
/// <param name="IdentityChangedAt">When another's credential took the place of the one before.</param>
/// <param name="Access">What the authorization gave; null where it was linked in another way.</param>
/// <param name="IsReadable">False where this node's key ring is not the one that the credential was encrypted with; it has to be entered
/// again.</param>
public sealed record ProductAccount(
    Guid Id,
    OwnerId Owner,
    OriginOwner Origin,
    string ProviderSlug,
    AuthMethodKind AuthMethod,
    string Name,
    string? Address,
    string? Label,
    string? Metadata,
    AccountType Type,
    AccountStatus Status,
    IReadOnlyList<DatedReason> Reasons,
    DateTimeOffset LinkedAt,
    DateTimeOffset VerifiedAt,
    DateTimeOffset UpdatedAt,
    ProviderIdentity Identity,
    DateTimeOffset? IdentityChangedAt,
    AccountAccess? Access,
    bool IsReadable
)
{
    /// <inheritdoc cref="LinkedAccount.CredentialSince"/>
    public DateTimeOffset CredentialSince { get; init; }

    /// <inheritdoc cref="LinkedAccount.KeyExpiresAt"/>
    public DateTimeOffset? KeyExpiresAt { get; init; }

    /// <inheritdoc cref="AccountHealth.NextVerificationAt"/>
    public DateTimeOffset? NextVerificationAt { get; init; }
}
