using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AuthLinks;

/// <summary>Lists the auth links that a person created, with their state and the accounts linked with them.</summary>
public sealed class AuthLinkDirectory(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>Newest first.</summary>
    public async Task<AuthLinkPage> ListAsync(OwnerId owner, AuthLinkQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var links = Find(db.ConnectSessions.AsNoTracking(), owner, query, now);
        var total = await links.CountAsync(cancellationToken);
        var sessions = await links
            .OrderByDescending(session => session.CreatedAt)
            .ThenBy(session => session.Id)
            .Page(query.Page, query.PageSize)
            .ToListAsync(cancellationToken);
        var ids = sessions.Select(session => session.Id).ToList();
        var accounts = await db
            .LinkedAccounts.Where(account =>
                account.OwnerId == owner.Value && account.SessionId != null && ids.Contains(account.SessionId.Value)
            )
            .OrderBy(account => account.LinkedAt)
            .Select(account => new
            {
                account.SessionId,
                Linked = new AuthLinkAccount(
                    account.Id,
                    account.ProviderSlug,
                    account.AuthMethod,
                    account.Name,
                    account.IdentityName,
                    account.IdentityEmail,
                    account.UpdatedAt
                ),
            })
            .ToListAsync(cancellationToken);
        var renewed = await FindRenewedAsync(db, owner, sessions, cancellationToken);
        return new AuthLinkPage(
            [
                .. sessions.Select(session => new AuthLinkRow(
                    session.Id,
                    new OriginOwner(session.OriginOwnerId, session.OriginOwnerName, session.OriginUsername),
                    session.Providers,
                    session.Categories,
                    session.EndsAfterOne,
                    session.StateAt(now),
                    session.IsOpenAt(now),
                    session.CreatedAt,
                    session.ExpiresAt,
                    session.OpenedAt,
                    session.UsedAt,
                    session.ReissuedAt,
                    session.RevokedAt,
                    [.. accounts.Where(account => account.SessionId == session.Id).Select(account => account.Linked)]
                )
                {
                    Renews = session.AccountId is { } id ? new RenewedAccount(id, renewed.GetValueOrDefault(id)) : null,
                }),
            ],
            total
        );
    }

    /// <returns>Whom the owner asked last for a new key of the account; null where they asked nobody by name.</returns>
    public async Task<string?> FindLastPersonAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .ConnectSessions.Where(session =>
                session.OwnerId == owner.Value
                && session.AccessKeyId == null
                && session.AccountId == accountId
                && session.OriginUsername != null
            )
            .OrderByDescending(session => session.CreatedAt)
            .Select(session => session.OriginUsername)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <returns>The names of the accounts that are still linked, by id.</returns>
    private static async Task<Dictionary<Guid, string>> FindRenewedAsync(
        HubDbContext db,
        OwnerId owner,
        IEnumerable<ConnectSession> sessions,
        CancellationToken cancellationToken
    )
    {
        var ids = sessions.Select(session => session.AccountId).OfType<Guid>().Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db
                .LinkedAccounts.OwnedBy(owner)
                .Where(account => ids.Contains(account.Id))
                .ToDictionaryAsync(account => account.Id, account => account.Name, cancellationToken);
    }

    private static IQueryable<ConnectSession> Find(
        IQueryable<ConnectSession> sessions,
        OwnerId owner,
        AuthLinkQuery query,
        DateTimeOffset now
    )
    {
        var links = sessions.Where(session => session.OwnerId == owner.Value && session.AccessKeyId == null);
        if (query.Only is { } only)
        {
            links = links.Where(session => session.Id == only);
        }

        // As ConnectSession.IsOpenAt.
        links = query.IsOpen switch
        {
            true => links.Where(session =>
                session.RevokedAt == null && session.ExpiresAt > now && !(session.EndsAfterOne && session.UsedAt != null)
            ),
            false => links.Where(session =>
                session.RevokedAt != null || session.ExpiresAt <= now || (session.EndsAfterOne && session.UsedAt != null)
            ),
            null => links,
        };
        if (LikePattern.Containing(query.Search) is not { } pattern)
        {
            return links;
        }

        return links.Where(session =>
            EF.Functions.Like(session.OriginOwnerName, pattern, LikePattern.Escape)
            || EF.Functions.Like(session.OriginOwnerId, pattern, LikePattern.Escape)
            || EF.Functions.Like(session.OriginUsername!, pattern, LikePattern.Escape)
        );
    }
}

/// <param name="Search">A part of the name or id of the customer, or of the person's name.</param>
/// <param name="IsOpen">Whether accounts can still be linked with it; null for both.</param>
/// <param name="Only">The id of the only link to list; null for all.</param>
/// <param name="Page">Counted from 0.</param>
public sealed record AuthLinkQuery(string? Search = null, bool? IsOpen = null, Guid? Only = null, int Page = 0, int PageSize = 20);

/// <param name="Total">How many there are on all pages.</param>
public sealed record AuthLinkPage(IReadOnlyList<AuthLinkRow> Rows, int Total);

/// <summary>What pages show of an auth link. Its token is no longer known.</summary>
/// <param name="IsOpen">Whether accounts can still be linked with it.</param>
/// <param name="Accounts">The accounts that were linked, or got a new credential, with it.</param>
public sealed record AuthLinkRow(
    Guid Id,
    OriginOwner Origin,
    IReadOnlyList<string> Providers,
    IReadOnlyList<ProviderCategory>? Categories,
    bool EndsAfterOne,
    SessionState State,
    bool IsOpen,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? UsedAt,
    DateTimeOffset? ReissuedAt,
    DateTimeOffset? RevokedAt,
    IReadOnlyList<AuthLinkAccount> Accounts
)
{
    /// <summary>The account that is to get a new credential; null where accounts are linked.</summary>
    public RenewedAccount? Renews { get; init; }
}

/// <param name="Name">Null where it was unlinked.</param>
public sealed record RenewedAccount(Guid Id, string? Name);

public sealed record AuthLinkAccount(
    Guid Id,
    string ProviderSlug,
    AuthMethodKind AuthMethod,
    string Name,
    string? IdentityName,
    string? IdentityEmail,
    DateTimeOffset UpdatedAt
);
