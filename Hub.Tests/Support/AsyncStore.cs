using System.Data.Common;
using System.Runtime.CompilerServices;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Support;

/// <summary>
/// Makes every call of the store complete later, as on a server. SQLite's driver completes at once, and so hides what is wrong where
/// a component renders before its data is there.
/// </summary>
public sealed class AsyncStore : IDbCommandInterceptor, IDbConnectionInterceptor
{
    [ThreadStatic]
    private static bool _answers;

    private int _calls;

    /// <summary>Whether no component waits for a call.</summary>
    public bool IsIdle => Volatile.Read(ref _calls) == 0;

    public static void AddTo(IServiceCollection services)
    {
        var store = new AsyncStore();
        services.AddSingleton(store);
        // Only the context that AddHubData chose is ever built.
        services.ConfigureDbContext<SqliteHubDbContext>(builder => builder.AddInterceptors(store));
        services.ConfigureDbContext<SqlServerHubDbContext>(builder => builder.AddInterceptors(store));
    }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => LaterAsync(result);

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    ) => LaterAsync(result);

    public ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default
    ) => LaterAsync(result);

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    ) => LaterAsync(result);

    private async ValueTask<T> LaterAsync<T>(T result)
    {
        if (SynchronizationContext.Current is not null)
        {
            await new Answer(this);
        }
        else if (!_answers)
        {
            // No component waits. That others get their turn is enough, and does not make every request of the tests wait for the clock.
            await Task.Yield();
        }

        return result;
    }

    /// <summary>Comes later, and is counted until the component's continuation stands in its dispatcher's queue.</summary>
    private sealed class Answer(AsyncStore store) : INotifyCompletion
    {
        public bool IsCompleted => false;

        public Answer GetAwaiter() => this;

        public void GetResult() { }

        public void OnCompleted(Action continuation)
        {
            Interlocked.Increment(ref store._calls);
            _ = CompleteAsync(continuation);
        }

        private async Task CompleteAsync(Action continuation)
        {
            // A yield alone can be over before the component looks whether it has to wait.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            // The rest of the call, and the calls that belong to it, run inside of this.
            _answers = true;
            continuation();
            _answers = false;
            Interlocked.Decrement(ref store._calls);
        }
    }
}
