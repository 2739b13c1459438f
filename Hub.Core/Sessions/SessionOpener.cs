using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Sessions;

/// <summary>Turns the token of a connect session into what it permits.</summary>
public sealed class SessionOpener(ProviderClients clients, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Looks without beginning: nothing is recorded, so that what only looks (a mail scanner, a preview) takes nothing from the person.
    /// </summary>
    /// <param name="token">What the caller shows.</param>
    /// <param name="browser">What the caller's browser shows; null for callers that are no browser of a link.</param>
    public async Task<SessionOutcome> LookAsync(string? token, string? browser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await GetAvailableMethodsAsync(
            Judge(await FindAsync(db.ConnectSessions.AsNoTracking(), token, cancellationToken), browser),
            cancellationToken
        );
    }

    /// <summary>
    /// Looks for a caller that begins with nothing: the component, or a page that holds Hub. What a product makes is good there at once;
    /// an auth link only for the browser that has begun with it on the link's own page.
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

    /// <summary>Looks on behalf of the product, which is no browser: in whichever one somebody began with it, it is good.</summary>
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
    /// Looks back, for the browser that has begun with it: a person who comes back from a provider is told how it went, although by that
    /// the
    /// session may be over.
    /// </summary>
    /// <returns>What it permitted; null where the browser is not the one.</returns>
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

    /// <summary>Begins: from now on the session is good in this browser only.</summary>
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

    // Of an account that a Hub user owns a product may ask a new key too; the user does not.
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

/// <summary>What the token of a connect session is good for. Closed.</summary>
public abstract record SessionOutcome
{
    private SessionOutcome() { }

    /// <param name="Begun">Whether this browser has begun with it already.</param>
    /// <param name="IssuerEmail">Who asks; null where a product does.</param>
    public sealed record Open(SessionGrant Grant, bool Begun, string? IssuerEmail) : SessionOutcome;

    /// <summary>Used, expired or revoked.</summary>
    public sealed record Ended(SessionState State, string OriginOwnerName, string? IssuerEmail) : SessionOutcome;

    /// <summary>Somebody began with it in another browser, or it is an auth link with which nobody has begun yet on its page.</summary>
    public sealed record OpenedElsewhere(string OriginOwnerName, string? IssuerEmail) : SessionOutcome;

    /// <summary>No session has this token (any more).</summary>
    public sealed record Unknown : SessionOutcome;
}
