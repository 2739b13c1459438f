using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Core.OAuth;

/// <summary>
/// Keeps the access tokens of accounts fresh. Of all that want one account's token refreshed at the same moment, on whichever node, one asks
/// the provider; the others wait for what it stores. What is stored is used, never what is not stored yet: a refresh token that was replaced
/// is good for nothing any more.
/// </summary>
public sealed partial class TokenRefresher
{
    /// <summary>An access token that is about to expire while it is used is as good as expired.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Longer than asking the provider and storing its answer take. What is left of a node that died in between is taken over then.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ProviderCatalog _catalog;
    private readonly TokenExchange _exchange;
    private readonly ProviderClients _clients;
    private readonly CredentialProtector _protector;
    private readonly IDbContextFactory<HubDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ILogger<TokenRefresher> _log;

    internal TokenRefresher(
        ProviderCatalog catalog,
        TokenExchange exchange,
        ProviderClients clients,
        CredentialProtector protector,
        IDbContextFactory<HubDbContext> contexts,
        TimeProvider time,
        ILogger<TokenRefresher> log)
    {
        (_catalog, _exchange, _clients, _protector, _contexts, _time, _log) = (catalog, exchange, clients, protector, contexts, time, log);
    }

    /// <summary>Reads an account's credential; where it holds an access token that is about to expire, refreshes that first.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled. A refresh that has begun is stored all the same.</exception>
    public Task<FreshOutcome> FreshenAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) =>
        FreshenAsync(owner, accountId, due: false, rejected: null, cancellationToken);

    /// <param name="rejected">An access token that the provider no longer takes, whatever its expiry says; null for none.</param>
    /// <inheritdoc cref="FreshenAsync(OwnerId, Guid, CancellationToken)"/>
    public Task<FreshOutcome> FreshenAsync(OwnerId owner, Guid accountId, Secret? rejected, CancellationToken cancellationToken) =>
        FreshenAsync(owner, accountId, due: false, rejected, cancellationToken);

    /// <summary>Refreshes it where that is due, although the access token may still be good for a while.</summary>
    internal Task<FreshOutcome> RefreshDueAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) =>
        FreshenAsync(owner, accountId, due: true, rejected: null, cancellationToken);

    private async Task<FreshOutcome> FreshenAsync(OwnerId owner, Guid accountId, bool due, Secret? rejected, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
            var account = await db.LinkedAccounts.AsNoTracking().Include(account => account.Credentials).Include(account => account.Token)
                .FirstOrDefaultAsync(account => account.OwnerId == owner.Value && account.Id == accountId, cancellationToken);
            if (account is null)
            {
                return new FreshOutcome.NotFound();
            }

            if (_protector.Unprotect(account.Credentials) is not { } values)
            {
                return new FreshOutcome.Unreadable();
            }

            if (account.Token is not { } token || _catalog.Find(account.ProviderSlug) is not { } provider || provider.FindMethod(account.AuthMethod) is not { SignIn: not null } method)
            {
                return new FreshOutcome.Fresh(values);
            }

            var now = _time.GetUtcNow();
            var isRejected = rejected is not null && rejected.Reveal() == values.Reveal(Template.AccessToken);
            var isGood = !isRejected && (token.ExpiresAt is null || token.ExpiresAt > now + Margin);
            if (due ? token.RefreshAt is null || token.RefreshAt > now : isGood)
            {
                return new FreshOutcome.Fresh(values);
            }

            if (account.Status == AccountStatus.Expired)
            {
                return new FreshOutcome.Expired(account.StatusReason ?? ReasonFor(provider));
            }

            if (!token.CanRefresh)
            {
                // Until the last moment it may still be used.
                if (!isRejected && token.ExpiresAt > now)
                {
                    return new FreshOutcome.Fresh(values);
                }
            }
            else if (token.Failures > 0 && token.RefreshAt > now)
            {
                return !isRejected && token.ExpiresAt > now ? new FreshOutcome.Fresh(values) : new FreshOutcome.NotNow(token.RefreshAt.Value - now);
            }

            if (await LeaseAsync(db, token, now, cancellationToken) is { } lease)
            {
                // The provider may have replaced the refresh token by the time the caller gives up: it is stored whatever happens to the caller.
                due = false;
                if (await RefreshAsync(account, provider, method, values, lease))
                {
                    // Even if it should be the same.
                    rejected = null;
                }

                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            await Task.Delay(Pause, _time, cancellationToken);
        }
    }

    /// <returns>The lease; null while somebody else has it, or where the tokens are others by now.</returns>
    private static async Task<Guid?> LeaseAsync(HubDbContext db, AccountToken token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lease = Guid.CreateVersion7();
        return await db.AccountTokens
            .Where(one => one.AccountId == token.AccountId && one.LeaseId == token.LeaseId && (one.LeasedUntil == null || one.LeasedUntil <= now))
            .ExecuteUpdateAsync(change => change.SetProperty(one => one.LeaseId, lease).SetProperty(one => one.LeasedUntil, now + Lease), cancellationToken) == 1
                ? lease
                : null;
    }

    /// <returns>Whether new tokens are stored.</returns>
    private async Task<bool> RefreshAsync(LinkedAccount account, Provider provider, AuthMethod method, CredentialValues values, Guid lease)
    {
        var outcome = !account.Token!.CanRefresh ? new TokenOutcome.Expired()
            : await _clients.FindAsync(provider, CancellationToken.None) is not { } client ? new TokenOutcome.ClientRejected()
            : await _exchange.RefreshAsync(provider, method, client, values.StoredFor(method), CancellationToken.None);

        await using var db = await _contexts.CreateDbContextAsync(CancellationToken.None);
        var stored = await db.LinkedAccounts.Include(one => one.Credentials).Include(one => one.Token).FirstOrDefaultAsync(one => one.OwnerId == account.OwnerId && one.Id == account.Id);
        if (stored?.Token is not { } token || token.LeaseId != lease)
        {
            // Unlinked, or linked anew, while the provider was asked.
            return false;
        }

        var now = _time.GetUtcNow();
        switch (outcome)
        {
            case TokenOutcome.Granted(var tokens):
                stored.Keep(_protector.Protect(stored.Id, tokens.AddTo(values)));
                token.Renewed(tokens, now);
                break;
            case TokenOutcome.Expired:
                stored.Expire(ReasonFor(provider), now);
                stored.ConcurrencyStamp = Guid.CreateVersion7();
                token.Ended();
                db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountExpired, Actor.Hub, stored.Id, now, provider.Slug));
                break;
            case TokenOutcome.ClientRejected or TokenOutcome.ScopeRejected:
                LogClientRejected(_log, provider.Slug);
                token.Postponed(retryAfter: null, now);
                break;
            case TokenOutcome.Unavailable(var wait):
                token.Postponed(wait, now);
                break;
        }

        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
            return outcome is TokenOutcome.Granted;
        }
        catch (DbUpdateConcurrencyException)
        {
            // As above; or the account was changed in the same moment as it expired, and the next one who wants it will see that again.
            return false;
        }
    }

    private static string ReasonFor(Provider provider) => $"{provider.Name} ended the sign-in: it was revoked, or not used for too long. Sign in again.";

    [LoggerMessage(Level = LogLevel.Error, Message = "{Provider} does not accept the client that is registered for it; tokens of its accounts cannot be refreshed. Look at /admin/providers.")]
    private static partial void LogClientRejected(ILogger logger, string provider);

    internal static void AddTo(IServiceCollection services) =>
        services.AddSingleton(provider => new TokenRefresher(
            provider.GetRequiredService<ProviderCatalog>(),
            provider.GetRequiredService<TokenExchange>(),
            provider.GetRequiredService<ProviderClients>(),
            provider.GetRequiredService<CredentialProtector>(),
            provider.GetRequiredService<IDbContextFactory<HubDbContext>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TokenRefresher>>()));
}

/// <summary>How <see cref="TokenRefresher"/> ended. Closed.</summary>
public abstract record FreshOutcome
{
    private FreshOutcome()
    {
    }

    /// <summary>The stored credential, good for a minute at least, as far as anybody knows.</summary>
    public sealed record Fresh(CredentialValues Values) : FreshOutcome;

    /// <summary>The person has to sign in again.</summary>
    public sealed record Expired(string Reason) : FreshOutcome;

    /// <summary>The provider could not refresh it. Nothing is said about the account.</summary>
    public sealed record NotNow(TimeSpan RetryAfter) : FreshOutcome;

    /// <summary>The owner has no such account (any more).</summary>
    public sealed record NotFound : FreshOutcome;

    /// <summary>The stored credential cannot be decrypted: the key ring was lost or replaced.</summary>
    public sealed record Unreadable : FreshOutcome;
}
