using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AuthLinks;

/// <summary>Lists the auth links that a person created, with their state and the accounts linked with them.</summary>
public sealed class AuthLinkDirectory(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>Newest first.</summary>
    /// <param name="page">Counted from 0.</param>
    /// <param name="only">The id of the only link to list; null for all.</param>
    public async Task<AuthLinkPage> ListAsync(OwnerId owner, int page, int pageSize, Guid? only, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var links = db
            .ConnectSessions.AsNoTracking()
            .Where(session => session.OwnerId == owner.Value && session.AccessKeyId == null && (only == null || session.Id == only));
        var total = await links.CountAsync(cancellationToken);
        var sessions = await links
            .OrderByDescending(session => session.CreatedAt)
            .ThenBy(session => session.Id)
            .Page(page, pageSize)
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
        var now = time.GetUtcNow();
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
                )),
            ],
            total
        );
    }
}

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
);

public sealed record AuthLinkAccount(
    Guid Id,
    string ProviderSlug,
    AuthMethodKind AuthMethod,
    string Name,
    string? IdentityName,
    string? IdentityEmail,
    DateTimeOffset UpdatedAt
);
