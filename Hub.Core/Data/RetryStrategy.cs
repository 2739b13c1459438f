using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Core.Data;

/// <summary>
/// How often and when a database operation is retried. EF Core uses it for every statement on SQL Server; units of work that may conflict
/// use it through <see cref="StoreWrites"/>. See docs/decisions/ADR-0019-retries-of-the-store.md.
/// </summary>
internal sealed class RetryStrategy : ExecutionStrategy
{
    private readonly Func<Exception, bool> _shouldRetry;
    private readonly TimeSpan _step;

    private RetryStrategy(ExecutionStrategyDependencies dependencies, int retries, TimeSpan step, Func<Exception, bool> shouldRetry)
        : base(dependencies, retries, maxRetryDelay: TimeSpan.FromSeconds(1)) => (_shouldRetry, _step) = (shouldRetry, step);

    private RetryStrategy(DbContext context, int retries, TimeSpan step, Func<Exception, bool> shouldRetry)
        : base(context, retries, maxRetryDelay: TimeSpan.FromSeconds(1)) => (_shouldRetry, _step) = (shouldRetry, step);

    /// <summary>For single statements: a broken connection, a deadlock.</summary>
    public static RetryStrategy ForTransientErrors(ExecutionStrategyDependencies dependencies) =>
        new(dependencies, retries: 3, TimeSpan.FromMilliseconds(200), StoreErrors.IsTransient);

    /// <summary>
    /// For units of work that read again each time. One of several conflicting writers always succeeds, so this many may write at once.
    /// </summary>
    public static RetryStrategy ForCollisions(DbContext context) =>
        new(context, retries: 9, TimeSpan.FromMilliseconds(10), static e => e.IsCollision() || e.IsTransient());

    protected override bool ShouldRetryOn(Exception exception) => _shouldRetry(exception);

    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        ExceptionsEncountered.Count > MaxRetryCount ? null : _step * ExceptionsEncountered.Count * (0.5 + Random.Shared.NextDouble());
}
