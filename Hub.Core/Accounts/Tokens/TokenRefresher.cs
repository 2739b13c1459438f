using System.Collections.Concurrent;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts.Tokens;

/// <summary>
/// Refreshes the access tokens of accounts. Of all callers that need one account's token refreshed at the same moment, on whichever node,
/// one asks the provider; the others wait for what it stores. Only stored tokens are used: a refresh token that was replaced is no longer
/// valid.
/// </summary>
public sealed class TokenRefresher(
    ProviderCatalog catalog,
    TokenEndpointClient exchange,
    ProviderClients clients,
    ClientFaultRecorder faults,
    TokenSaver saver,
    CredentialProtector protector,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>An access token that is about to expire while it is used is as good as expired.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Longer than asking the provider and storing its answer take. If a node stops in between, another takes over then.
    /// </summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>A caller whose token was rejected may have had the one before.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>What this node is refreshing, by account.</summary>
    private readonly ConcurrentDictionary<Guid, Task<RefreshOutcome>> _running = new();

    /// <summary>Reads an account's credential; where it holds an access token that is about to expire, refreshes that first.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled. A refresh that has begun is stored all the same.</exception>
    public Task<FreshTokenOutcome> GetFreshAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) =>
        GetFreshAsync(owner, accountId, rejected: null, cancellationToken);

    /// <param name="rejected">An access token that the provider no longer takes, whatever its expiry says; null for none.</param>
    /// <inheritdoc cref="GetFreshAsync(OwnerId, Guid, CancellationToken)"/>
    public async Task<FreshTokenOutcome> GetFreshAsync(OwnerId owner, Guid accountId, Secret? rejected, CancellationToken cancellationToken)
    {
        var isRefreshed = false;
        while (true)
        {
            var (account, values) = await ReadAsync(owner, accountId, cancellationToken);
            if (account is null)
            {
                return new FreshTokenOutcome.NotFound();
            }

            if (values is null)
            {
                return new FreshTokenOutcome.Unreadable();
            }

            // However short its life, or if it should be the same: there is none better.
            if (isRefreshed || account.Token is not { } token || FindMethod(account) is not var (provider, method))
            {
                return new FreshTokenOutcome.Fresh(values);
            }

            if (account.FindAuthorizationEnd() is { } ended)
            {
                return new FreshTokenOutcome.Expired(ended);
            }

            var now = time.GetUtcNow();
            var isRejected = rejected is not null && rejected.Reveal() == values.Reveal(Template.AccessToken);
            var isOver = isRejected || token.ExpiresAt <= now;
            // One that lives for less than the margin, or whose end nobody knows, is good until its refresh is due.
            if (!isOver && (token.ExpiresAt > now + Margin || token.RefreshAt is null || token.RefreshAt > now || !token.CanRefresh))
            {
                return new FreshTokenOutcome.Fresh(values);
            }

            if (token.Failures > 0 && token.RefreshAt > now)
            {
                return isOver ? new FreshTokenOutcome.RetryLater(token.RefreshAt.Value - now) : new FreshTokenOutcome.Fresh(values);
            }

            if (await LeaseAsync(token, now, cancellationToken) is { } lease)
            {
                // The provider may have replaced the refresh token by the time the caller gives up: it is stored whatever happens to the
                // caller.
                isRefreshed = await RunAsync(account, provider, method, values, lease) == RefreshOutcome.Refreshed;
                cancellationToken.ThrowIfCancellationRequested();
            }
            else if (_running.TryGetValue(accountId, out var running))
            {
                await EndOfAsync(running, cancellationToken);
            }
            else
            {
                await Task.Delay(PollInterval, time, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Refreshes the access token now: somebody found that the provider no longer takes it. Of several who find it out, one asks the
    /// provider.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled. A refresh that has begun is stored all the same.</exception>
    /// <param name="by">Who found it out.</param>
    public async Task<FreshTokenOutcome> RenewAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        var (account, values) = await ReadAsync(owner, accountId, cancellationToken);
        if (
            account?.Token is { CanRefresh: true } token
            && account.FindAuthorizationEnd() is null
            && values is not null
            && (token.RenewedAt is null || token.RenewedAt + Recent <= time.GetUtcNow())
        )
        {
            var rejected = new Secret(values.Reveal(Template.AccessToken));
            var outcome = await GetFreshAsync(owner, accountId, rejected, cancellationToken);
            if (outcome is FreshTokenOutcome.Fresh(var fresh) && fresh.Reveal(Template.AccessToken) != rejected.Reveal())
            {
                await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
                db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountRefreshed, by, accountId, time.GetUtcNow(), account.ProviderSlug));
                await db.SaveChangesAsync(CancellationToken.None);
            }

            return outcome;
        }

        return account is not null && account.FindAuthorizationEnd() is null && account.Token is not { CanRefresh: true }
            ? new FreshTokenOutcome.NotRefreshable()
            : await GetFreshAsync(owner, accountId, cancellationToken);
    }

    /// <summary>
    /// Refreshes it where that is due, although the access token may still be valid for a while. Does not wait for another's refresh.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled before it began.</exception>
    internal async Task<RefreshOutcome> RefreshDueAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken)
    {
        var (account, values) = await ReadAsync(owner, accountId, cancellationToken);
        var now = time.GetUtcNow();
        if (account?.Token is not { RefreshAt: { } due } token || due > now || account.FindAuthorizationEnd() is not null)
        {
            return RefreshOutcome.NotDue;
        }

        if (values is null || FindMethod(account) is not var (provider, method))
        {
            return RefreshOutcome.Impossible;
        }

        return await LeaseAsync(token, now, cancellationToken) is { } lease
            ? await RunAsync(account, provider, method, values, lease)
            : RefreshOutcome.NotDue;
    }

    /// <summary>Waits until what this node has begun is stored.</summary>
    internal Task WhenStoredAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_running.Values.Select(running => EndOfAsync(running, cancellationToken)));

    /// <summary>How it ends is its caller's to know.</summary>
    private static async Task EndOfAsync(Task running, CancellationToken cancellationToken)
    {
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<(LinkedAccount? Account, CredentialValues? Values)> ReadAsync(
        OwnerId owner,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await db
            .LinkedAccounts.AsNoTracking()
            .Include(account => account.Credentials)
            .Include(account => account.Token)
            .OwnedBy(owner)
            .FirstOrDefaultAsync(account => account.Id == accountId, cancellationToken);
        return (account, account is null ? null : protector.Unprotect(account.Credentials));
    }

    private (Provider Provider, AuthMethod.AuthorizationCode Method)? FindMethod(LinkedAccount account) =>
        catalog.Find(account.ProviderSlug) is { } provider && provider.FindMethod(account.AuthMethod) is AuthMethod.AuthorizationCode method
            ? (provider, method)
            : null;

    /// <returns>The lease; null while somebody else has it, or where the tokens are others by now.</returns>
    private async Task<Guid?> LeaseAsync(AccountToken token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lease = Guid.CreateVersion7();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return
                await db
                    .AccountTokens.Where(one =>
                        one.AccountId == token.AccountId
                        && one.LeaseId == token.LeaseId
                        && (one.LeasedUntil == null || one.LeasedUntil <= now)
                    )
                    .ExecuteUpdateAsync(
                        change =>
                            change
                                .SetProperty(one => one.LeaseId, lease)
                                .SetProperty(one => one.LeasedUntil, now + Lease)
                                // Whoever had the lease may have asked the provider before they were gone.
                                .SetProperty(one => one.IsAnswerLost, token.IsAnswerLost || token.LeasedUntil != null),
                        cancellationToken
                    ) == 1
                ? lease
                : null;
        }
        catch (Exception e) when (e.IsCollision())
        {
            return null;
        }
    }

    private async Task<RefreshOutcome> RunAsync(
        LinkedAccount account,
        Provider provider,
        AuthMethod.AuthorizationCode method,
        CredentialValues values,
        Guid lease
    )
    {
        var running = RefreshAsync(account, provider, method, values, lease);
        _running[account.Id] = running;
        try
        {
            return await running;
        }
        finally
        {
            _running.TryRemove(new(account.Id, running));
        }
    }

    private async Task<RefreshOutcome> RefreshAsync(
        LinkedAccount account,
        Provider provider,
        AuthMethod.AuthorizationCode method,
        CredentialValues values,
        Guid lease
    )
    {
        if (!account.Token!.CanRefresh)
        {
            return await saver.SaveAsync(account, provider, values, lease, new TokenOutcome.Expired());
        }

        if (await clients.FindAsync(provider, CancellationToken.None) is not { } client)
        {
            faults.ReportMissing(provider);
            return await saver.SaveAsync(account, provider, values, lease, new TokenOutcome.Unavailable(RetryAfter: null));
        }

        var outcome = await exchange.RefreshAsync(provider, method, client, method.FromStore(values), CancellationToken.None);
        var ended = await saver.SaveAsync(account, provider, values, lease, outcome);
        await faults.RecordAsync(provider, client, outcome, CancellationToken.None);
        return ended;
    }
}
