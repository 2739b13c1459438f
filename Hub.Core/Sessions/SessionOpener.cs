using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Sessions;

/// <summary>Finds out what the token of a connect session permits, and opens the session in a browser.</summary>
public sealed class SessionOpener(ProviderClients clients, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Looks the session up without opening it: nothing is recorded, so that a mail scanner or a preview does not use the link up.
    /// </summary>
    /// <param name="token">The token that the caller shows.</param>
    /// <param name="browser">The secret of the caller's browser; null for callers without one.</param>
    public async Task<SessionOutcome> LookAsync(string? token, string? browser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await GetAvailableMethodsAsync(
            Judge(await FindAsync(db.ConnectSessions.AsNoTracking(), token, cancellationToken), browser),
            cancellationToken
        );
    }

    /// <summary>
    /// Looks the session up for a caller that cannot open it: StackOne Hub, or embedded Hub. A product's session is valid there at once; an
    /// auth link only in the browser that opened it on the connect page.
    /// </summary>
    /// <inheritdoc cref="LookAsync"/>
    public async Task<SessionOutcome> LookWithoutBeginningAsync(string? token, string? browser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var session = await FindAsync(db.ConnectSessions.AsNoTracking(), token, cancellationToken);
        return Judge(session, browser) is SessionOutcome.Open { Begun: false } && session!.IsAuthLink
            ? new SessionOutcome.OpenedElsewhere(session.OriginOwnerName, IssuerOf(session))
            : await GetAvailableMethodsAsync(Judge(session, browser), cancellationToken);
    }

    /// <summary>Looks the session up for the product, whichever browser it is bound to.</summary>
    public async Task<SessionOutcome> LookForProductAsync(string? token, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var session = await FindAsync(db.ConnectSessions.AsNoTracking(), token, cancellationToken);
        return await GetAvailableMethodsAsync(
            Judge(session) ?? new SessionOutcome.Open(session!.ToGrant(), Begun: session.BrowserHash is not null, IssuerOf(session)),
            cancellationToken
        );
    }

    /// <summary>
    /// Looks the session up after its end, for the browser that opened it: a person who comes back from a provider sees the result even if
    /// the session has ended by then.
    /// </summary>
    /// <returns>What it permitted; null for another browser.</returns>
    public async Task<SessionGrant?> LookBackAsync(string? token, string? browser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return
            await FindAsync(db.ConnectSessions.AsNoTracking(), token, cancellationToken) is { BrowserHash: { } bound } session
            && BearerToken.HashOf(browser) is { } shown
            && BearerToken.AreEqual(bound, shown)
            ? session.ToGrant()
            : null;
    }

    /// <summary>Opens the session: from now on it is valid in this browser only.</summary>
    /// <param name="browser">A secret that only this browser has.</param>
    public async Task<SessionOutcome> BeginAsync(string? token, string browser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Another browser may be quicker, or the issuer change it.
        return await GetAvailableMethodsAsync(
            await db.WriteAsync(_ => TryBeginAsync(db, token, browser, cancellationToken)),
            cancellationToken
        );
    }

    private async Task<SessionOutcome> TryBeginAsync(HubDbContext db, string? token, string browser, CancellationToken cancellationToken)
    {
        var session = await FindAsync(db.ConnectSessions, token, cancellationToken);
        if (session is null || Judge(session, browser) is not SessionOutcome.Open || session.BrowserHash is not null)
        {
            return Judge(session, browser);
        }

        session.OpenedAt ??= time.GetUtcNow();
        session.BrowserHash = BearerToken.HashOf(browser);
        session.ConcurrencyStamp = Guid.CreateVersion7();
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.SessionOpened, Actor.Session(session.Id), session.Id, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return Judge(session, browser);
    }

    private async Task<SessionOutcome> GetAvailableMethodsAsync(SessionOutcome outcome, CancellationToken cancellationToken) =>
        outcome is SessionOutcome.Open open
            ? open with
            {
                Grant = open.Grant with { Offered = await clients.GetAvailableMethodsAsync(cancellationToken) },
            }
            : outcome;

    private static async Task<ConnectSession?> FindAsync(
        IQueryable<ConnectSession> sessions,
        string? token,
        CancellationToken cancellationToken
    ) =>
        BearerToken.HashOf(token) is { } hash
        && await sessions.Include(session => session.Owner).FirstOrDefaultAsync(session => session.TokenHash == hash, cancellationToken)
            is { } session
        && BearerToken.AreEqual(session.TokenHash, hash)
            ? session
            : null;

    // A product may ask for a new key of an account that a Hub user owns; that user is not the issuer then.
    private static string? IssuerOf(ConnectSession session) => session.IsAuthLink ? session.Owner?.Email : null;

    /// <returns>Null while it is open.</returns>
    private SessionOutcome? Judge(ConnectSession? session) =>
        session is null ? new SessionOutcome.Unknown()
        : session.IsOpenAt(time.GetUtcNow()) ? null
        : new SessionOutcome.Ended(session.StateAt(time.GetUtcNow()), session.OriginOwnerName, IssuerOf(session));

    private SessionOutcome Judge(ConnectSession? session, string? browser)
    {
        if (Judge(session) is { } ended)
        {
            return ended;
        }

        return session!.BrowserHash is { } bound && (BearerToken.HashOf(browser) is not { } shown || !BearerToken.AreEqual(bound, shown))
            ? new SessionOutcome.OpenedElsewhere(session.OriginOwnerName, IssuerOf(session))
            : new SessionOutcome.Open(session.ToGrant(), Begun: session.BrowserHash is not null, IssuerOf(session));
    }
}

/// <summary>What the token of a connect session permits. Closed.</summary>
public abstract record SessionOutcome
{
    private SessionOutcome() { }

    /// <param name="Begun">Whether this browser has opened it.</param>
    /// <param name="IssuerEmail">The issuer; null for a product.</param>
    public sealed record Open(SessionGrant Grant, bool Begun, string? IssuerEmail) : SessionOutcome;

    /// <summary>Used, expired or revoked.</summary>
    public sealed record Ended(SessionState State, string OriginOwnerName, string? IssuerEmail) : SessionOutcome;

    /// <summary>It was opened in another browser, or it is an auth link that was not opened on the connect page.</summary>
    public sealed record OpenedElsewhere(string OriginOwnerName, string? IssuerEmail) : SessionOutcome;

    /// <summary>No session has this token, or none has it any more.</summary>
    public sealed record Unknown : SessionOutcome;
}
