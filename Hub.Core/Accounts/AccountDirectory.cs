using System.Linq.Expressions;
using Hub.Core.Accounts.Health;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>
/// Reads linked accounts a page at a time. Credentials are never loaded here, unless the key ring was lost or replaced: then it is looked
/// whether they can be read.
/// </summary>
public sealed class AccountDirectory(IDbContextFactory<HubDbContext> contexts, ProviderSearch providers, KeyRingCheck keyRing)
{
    /// <summary>The owner's accounts.</summary>
    public Task<AccountPage> ListAsync(OwnerId owner, AccountQuery query, CancellationToken cancellationToken) =>
        ListAsync(accounts => Search(accounts.OwnedBy(owner), query.Search, withOwners: false), query, cancellationToken);

    /// <summary>
    /// Everybody's accounts; the search also looks at their owners' e-mail addresses. Only pages and endpoints for Administrators may call
    /// this.
    /// </summary>
    public Task<AccountPage> ListEveryonesAsync(AccountQuery query, CancellationToken cancellationToken) =>
        ListAsync(accounts => Search(accounts, query.Search, withOwners: true), query, cancellationToken);

    /// <returns>The owner's account; null when there is none with this id, or it is someone else's.</returns>
    public async Task<AccountRow?> FindAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return
            await Rows(db.LinkedAccounts.OwnedBy(owner).Where(account => account.Id == accountId)).FirstOrDefaultAsync(cancellationToken)
                is { } row
            ? row with
            {
                IsReadable = (await keyRing.FindUnreadableAsync(db, [accountId], cancellationToken)).Count == 0,
            }
            : null;
    }

    /// <returns>The last verifications of the owner's account, newest first; none where the owner has no such account.</returns>
    public async Task<IReadOnlyList<VerificationRecord>> ListVerificationsAsync(
        OwnerId owner,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return VerificationRecord.Read(
            await db
                .LinkedAccounts.OwnedBy(owner)
                .Where(account => account.Id == accountId)
                .Select(account => account.Health!.History)
                .FirstOrDefaultAsync(cancellationToken)
        );
    }

    /// <returns>How many accounts the owner has at a provider.</returns>
    public async Task<int> CountAsync(OwnerId owner, string providerSlug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.LinkedAccounts.OwnedBy(owner).CountAsync(account => account.ProviderSlug == providerSlug, cancellationToken);
    }

    /// <returns>The slugs of the providers that the owner has accounts at.</returns>
    public Task<IReadOnlyList<string>> ListProvidersAsync(OwnerId owner, CancellationToken cancellationToken) =>
        ListProvidersAsync(accounts => accounts.OwnedBy(owner), cancellationToken);

    /// <summary>As <see cref="ListEveryonesAsync"/>.</summary>
    /// <returns>The slugs of the providers that anybody has accounts at.</returns>
    public Task<IReadOnlyList<string>> ListEveryonesProvidersAsync(CancellationToken cancellationToken) =>
        ListProvidersAsync(accounts => accounts, cancellationToken);

    private async Task<IReadOnlyList<string>> ListProvidersAsync(
        Func<IQueryable<LinkedAccount>, IQueryable<LinkedAccount>> scope,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await scope(db.LinkedAccounts).Select(account => account.ProviderSlug).Distinct().ToListAsync(cancellationToken);
    }

    private async Task<AccountPage> ListAsync(
        Func<IQueryable<LinkedAccount>, IQueryable<LinkedAccount>> scope,
        AccountQuery query,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts = scope(Filter(db, query));
        var total = await accounts.CountAsync(cancellationToken);
        var rows = await ReadAsync(db, Sort(accounts, query).Page(query.Page, query.PageSize), cancellationToken);
        return new AccountPage(rows, total);
    }

    private static IQueryable<LinkedAccount> Filter(HubDbContext db, AccountQuery query)
    {
        var accounts =
            query.Statuses?.Contains(AccountStatus.Archived) == true ? db.LinkedAccounts.IgnoreQueryFilters() : db.LinkedAccounts;
        if (query.Statuses is { Count: > 0 } statuses)
        {
            accounts = accounts.Where(account => statuses.Contains(account.Status));
        }

        if (query.Providers is { Count: > 0 } providers)
        {
            accounts = accounts.Where(account => providers.Contains(account.ProviderSlug));
        }

        return query.Type is { } type ? accounts.Where(account => account.Type == type) : accounts;
    }

    private IQueryable<LinkedAccount> Search(IQueryable<LinkedAccount> accounts, string? search, bool withOwners)
    {
        if (LikePattern.Containing(search) is not { } pattern)
        {
            return accounts;
        }

        // Providers are not in the database; their slugs are.
        var slugs = providers.Find(search).Select(provider => provider.Slug).ToList();
        return accounts.Where(account =>
            EF.Functions.Like(account.Name, pattern, LikePattern.Escape)
            || EF.Functions.Like(account.IdentityName!, pattern, LikePattern.Escape)
            || EF.Functions.Like(account.IdentityEmail!, pattern, LikePattern.Escape)
            || EF.Functions.Like(account.IdentityOrganization!, pattern, LikePattern.Escape)
            || EF.Functions.Like(account.OriginOwnerName!, pattern, LikePattern.Escape)
            || EF.Functions.Like(account.OriginUsername!, pattern, LikePattern.Escape)
            || (withOwners && EF.Functions.Like(account.Owner!.Email!, pattern, LikePattern.Escape))
            || slugs.Contains(account.ProviderSlug)
        );
    }

    private static IQueryable<LinkedAccount> Sort(IQueryable<LinkedAccount> accounts, AccountQuery query)
    {
        var sorted = query.Sort switch
        {
            AccountSort.Name => By(account => account.Name),
            AccountSort.Provider => By(account => account.ProviderSlug),
            AccountSort.Status => By(account => account.Status),
            AccountSort.LinkedAt => By(account => account.LinkedAt),
            AccountSort.Owner => By(account => account.Owner!.Email),
        };
        // Rows that are equal in the order must not change places between pages.
        return sorted.ThenBy(account => account.Id);

        IOrderedQueryable<LinkedAccount> By<T>(Expression<Func<LinkedAccount, T>> key)
        {
            if (query.First is not { } first)
            {
                return query.Descending ? accounts.OrderByDescending(key) : accounts.OrderBy(key);
            }

            var pinned = accounts.OrderBy(account => account.Id == first ? 0 : 1);
            return query.Descending ? pinned.ThenByDescending(key) : pinned.ThenBy(key);
        }
    }

    private async Task<List<AccountRow>> ReadAsync(HubDbContext db, IQueryable<LinkedAccount> accounts, CancellationToken cancellationToken)
    {
        var rows = await Rows(accounts).ToListAsync(cancellationToken);
        var unreadable = await keyRing.FindUnreadableAsync(db, [.. rows.Select(row => row.Id)], cancellationToken);
        return unreadable.Count == 0 ? rows : [.. rows.Select(row => row with { IsReadable = !unreadable.Contains(row.Id) })];
    }

    private static IQueryable<AccountRow> Rows(IQueryable<LinkedAccount> accounts) =>
        accounts.Select(account => new AccountRow(
            account.Id,
            account.ProviderSlug,
            account.AuthMethod,
            account.Name,
            new ProviderIdentity(account.IdentityName, account.IdentityEmail, account.IdentityOrganization, null),
            account.Address,
            account.Status,
            DatedReason.Read(account.StoredReasons),
            account.LinkedAt,
            account.VerifiedAt,
            account.Owner!.Email ?? "",
            new OriginOwner(account.OriginOwnerId, account.OriginOwnerName, account.OriginUsername),
            account.Label,
            account.SessionId,
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
            Type = account.Type,
            Metadata = account.Metadata,
            StatusSince = account.StatusSince,
            CredentialSince = account.CredentialSince,
            KeyExpiresAt = account.KeyExpiresAt,
            KeyExpirySource = account.KeyExpirySource,
            NextVerificationAt = account.Health == null ? null : account.Health.NextVerificationAt,
            FailingSince = account.Health == null ? null : account.Health.FailingSince,
        });
}

/// <param name="Page">Counted from 0.</param>
/// <param name="PageSize">Rows a page, 1 to 100.</param>
/// <param name="Statuses">Null for all but archived ones.</param>
/// <param name="Providers">By slug; null for all.</param>
/// <param name="Type">Null for all.</param>
/// <param name="First">The account that stands first whatever the order: the one just linked, which may be an old one with a new
/// key.</param>
public sealed record AccountQuery(
    string? Search = null,
    AccountSort Sort = AccountSort.LinkedAt,
    bool Descending = true,
    int Page = 0,
    int PageSize = 20,
    Guid? First = null,
    IReadOnlyList<AccountStatus>? Statuses = null,
    IReadOnlyList<string>? Providers = null,
    AccountType? Type = null
);

public enum AccountSort
{
    LinkedAt,
    Name,
    Provider,
    Status,
    Owner,
}

/// <param name="Total">How many there are on all pages.</param>
public sealed record AccountPage(IReadOnlyList<AccountRow> Rows, int Total);

/// <summary>What pages show of a linked account.</summary>
/// <param name="OwnerEmail">Empty where the product owns it.</param>
/// <param name="Access">What the authorization gave; null where it was linked in another way.</param>
/// <param name="SessionId">The connect session it was linked with, or last got its credential with.</param>
/// <param name="IsReadable">False where this node's key ring is not the one that the credential was encrypted with; it has to be entered
/// again.</param>
public sealed record AccountRow(
    Guid Id,
    string ProviderSlug,
    AuthMethodKind AuthMethod,
    string Name,
    ProviderIdentity Identity,
    string? Address,
    AccountStatus Status,
    IReadOnlyList<DatedReason> Reasons,
    DateTimeOffset LinkedAt,
    DateTimeOffset VerifiedAt,
    string OwnerEmail,
    OriginOwner Origin,
    string? Label = null,
    Guid? SessionId = null,
    AccountAccess? Access = null,
    bool IsReadable = true
)
{
    public AccountType Type { get; init; }

    /// <inheritdoc cref="LinkedAccount.Metadata"/>
    public string? Metadata { get; init; }

    /// <inheritdoc cref="LinkedAccount.StatusSince"/>
    public DateTimeOffset StatusSince { get; init; }

    /// <inheritdoc cref="LinkedAccount.CredentialSince"/>
    public DateTimeOffset CredentialSince { get; init; }

    /// <inheritdoc cref="LinkedAccount.KeyExpiresAt"/>
    public DateTimeOffset? KeyExpiresAt { get; init; }

    /// <inheritdoc cref="LinkedAccount.KeyExpirySource"/>
    public KeyExpirySource? KeyExpirySource { get; init; }

    /// <inheritdoc cref="AccountHealth.NextVerificationAt"/>
    public DateTimeOffset? NextVerificationAt { get; init; }

    /// <inheritdoc cref="AccountHealth.FailingSince"/>
    public DateTimeOffset? FailingSince { get; init; }
}
