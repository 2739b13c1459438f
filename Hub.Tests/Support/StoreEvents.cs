using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Tests.Support;

/// <summary>Hears what EF does with the database, and lets a test fail a statement or make writers meet.</summary>
public sealed class StoreEvents : IDbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _awaited;

    /// <summary>The text of every statement so far, oldest first.</summary>
    public IReadOnlyCollection<string> Commands => _commands;

    /// <summary>Statements that hold this text are carried out and then reported as failed, as when the disk is full at the end.</summary>
    public string? FailAfter { get; set; }

    /// <summary>The next so many writers have all read what they wanted to before the first of them writes.</summary>
    public void MeetBeforeWriting(int writers) => _awaited = writers;

    public void Forget() => _commands.Clear();

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _commands.Enqueue(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) =>
        FailAfter is { } text && command.CommandText.Contains(text, StringComparison.Ordinal)
            ? throw new IOException("No space left on device.")
            : ValueTask.FromResult(result);

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        switch (Interlocked.Decrement(ref _awaited))
        {
            case > 0:
                await _met.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, cancellationToken);
                break;
            case 0:
                _met.SetResult();
                break;
            default:
                break;
        }

        return result;
    }
}
