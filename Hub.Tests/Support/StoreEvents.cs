using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Tests.Support;

/// <summary>Hears what EF does with the database, and lets a test fail a statement or make writers meet.</summary>
public sealed class StoreEvents : IDbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly Lock _meeting = new();
    private TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writers;
    private int _arrived;

    /// <summary>The text of every statement so far, oldest first.</summary>
    public IReadOnlyCollection<string> Commands => _commands;

    /// <summary>Statements that hold this text are carried out and then reported as failed, as when the disk is full at the end.</summary>
    public string? FailAfter { get; set; }

    /// <summary>How they fail.</summary>
    public Func<Exception> Failure { get; set; } = () => new IOException("No space left on device.");

    /// <summary>How many of them fail; null is all.</summary>
    public int? Failures { get; set; }

    /// <summary>How often it did.</summary>
    public int Failed { get; private set; }

    /// <summary>
    /// The next so many writers have all read what they wanted to before the first of them writes.
    /// One gets through; the others, when they try again, meet again.
    /// </summary>
    public void MeetBeforeWriting(int writers) => _writers = writers;

    public void Forget() => _commands.Clear();

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        _commands.Enqueue(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default
    )
    {
        if (FailAfter is { } text && Failed < (Failures ?? int.MaxValue) && command.CommandText.Contains(text, StringComparison.Ordinal))
        {
            // SQL Server does not roll back while results are being read.
            await result.DisposeAsync();
            Failed++;
            throw Failure();
        }

        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default
    )
    {
        await MeetAsync().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, cancellationToken);
        return result;
    }

    private Task MeetAsync()
    {
        lock (_meeting)
        {
            if (_writers == 0)
            {
                return Task.CompletedTask;
            }

            var met = _met;
            if (++_arrived == _writers)
            {
                _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _arrived = 0;
                _writers--;
                met.SetResult();
            }

            return met.Task;
        }
    }
}
