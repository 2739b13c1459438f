using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Reads linked accounts a page at a time. Credentials are never loaded here.</summary>
public sealed class AccountDirectory(IDbContextFactory<HubDbContext> contexts, ProviderCatalog catalog)
{
    private const int MaxPageSize = 100;

    /// <summary>The owner's accounts.</summary>
    public Task<AccountPage> ListAsync(OwnerId owner, AccountQuery query, CancellationToken cancellationToken) =>
        ListAsync(accounts => accounts.Where(account => account.OwnerId == owner.Value), query, cancellationToken);

    /// <summary>Everybody's accounts. Only pages and endpoints for Administrators may call this.</summary>
    public Task<AccountPage> ListEveryonesAsync(AccountQuery query, CancellationToken cancellationToken) =>
        ListAsync(accounts => accounts, query, cancellationToken);

    /// <returns>The owner's account; null when there is none with this id, or it is someone else's.</returns>
    public async Task<AccountRow?> FindAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(db.LinkedAccounts.Where(account => account.OwnerId == owner.Value && account.Id == accountId)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <returns>How many accounts the owner has at a provider.</returns>
    public async Task<int> CountAsync(OwnerId owner, string providerSlug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.LinkedAccounts.CountAsync(account => account.OwnerId == owner.Value && account.ProviderSlug == providerSlug, cancellationToken);
    }

    private async Task<AccountPage> ListAsync(
        Func<IQueryable<LinkedAccount>, IQueryable<LinkedAccount>> scope, AccountQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts = Search(scope(db.LinkedAccounts), query.Search);
        var total = await accounts.CountAsync(cancellationToken);
        var size = Math.Clamp(query.PageSize, 1, MaxPageSize);
        // A page number may come from an address that somebody typed.
        var skipped = (int)Math.Min(Math.Max(query.Page, 0) * (long)size, int.MaxValue);
        var rows = await Rows(Sort(accounts, query).Skip(skipped).Take(size)).ToListAsync(cancellationToken);
        return new AccountPage(rows, total);
    }

    private IQueryable<LinkedAccount> Search(IQueryable<LinkedAccount> accounts, string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
        {
            return accounts;
        }

        var escaped = search.Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
        var pattern = $"%{escaped}%";
        // Providers are not in the database; their slugs are.
        var slugs = catalog.Search(search).Select(provider => provider.Slug).ToList();
        return accounts.Where(account =>
            EF.Functions.Like(account.Name, pattern, @"\")
            || EF.Functions.Like(account.IdentityName!, pattern, @"\")
            || EF.Functions.Like(account.IdentityEmail!, pattern, @"\")
            || EF.Functions.Like(account.IdentityOrganization!, pattern, @"\")
            || EF.Functions.Like(account.Owner!.Email!, pattern, @"\")
            || slugs.Contains(account.ProviderSlug));
    }

    private static IQueryable<LinkedAccount> Sort(IQueryable<LinkedAccount> accounts, AccountQuery query)
    {
        var sorted = (query.Sort, query.Descending) switch
        {
            (AccountSort.Name, false) => accounts.OrderBy(account => account.Name),
            (AccountSort.Name, true) => accounts.OrderByDescending(account => account.Name),
            (AccountSort.Provider, false) => accounts.OrderBy(account => account.ProviderSlug),
            (AccountSort.Provider, true) => accounts.OrderByDescending(account => account.ProviderSlug),
            (AccountSort.Status, false) => accounts.OrderBy(account => account.Status),
            (AccountSort.Status, true) => accounts.OrderByDescending(account => account.Status),
            (AccountSort.LinkedAt, false) => accounts.OrderBy(account => account.LinkedAt),
            (AccountSort.LinkedAt, true) => accounts.OrderByDescending(account => account.LinkedAt),
            (AccountSort.Owner, false) => accounts.OrderBy(account => account.Owner!.Email),
            (AccountSort.Owner, true) => accounts.OrderByDescending(account => account.Owner!.Email),
        };
        // Rows that are equal in the order must not change places between pages.
        return sorted.ThenBy(account => account.Id);
    }

    private static IQueryable<AccountRow> Rows(IQueryable<LinkedAccount> accounts) => accounts.Select(account => new AccountRow(
        account.Id,
        account.ProviderSlug,
        account.Name,
        new ProviderIdentity(account.IdentityName, account.IdentityEmail, account.IdentityOrganization, null),
        account.Address,
        account.Status,
        account.StatusReason,
        account.LinkedAt,
        account.VerifiedAt,
        account.Owner!.Email!));
}

/// <param name="Page">Counted from 0.</param>
/// <param name="PageSize">Rows a page, 1 to 100.</param>
public sealed record AccountQuery(string? Search = null, AccountSort Sort = AccountSort.LinkedAt, bool Descending = true, int Page = 0, int PageSize = 20);

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
public sealed record AccountRow(
    Guid Id,
    string ProviderSlug,
    string Name,
    ProviderIdentity Identity,
    string? Address,
    AccountStatus Status,
    string? StatusReason,
    DateTimeOffset LinkedAt,
    DateTimeOffset VerifiedAt,
    string OwnerEmail);
