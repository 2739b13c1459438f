using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts.Import;

/// <summary>
/// Links the accounts of a file, row by row. The same file again links nothing twice: a credential that is stored already is not verified
/// again, so an import that was interrupted goes on where it was. See ADR-0032.
/// </summary>
public sealed class AccountImporter(
    ProviderCatalog catalog,
    IAccountLinker linker,
    ICredentialVerifier verifier,
    ProviderSwitch providers,
    ProviderBudgets budgets,
    OwnerAuthorizer authorizer,
    CredentialProtector protector,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>How many rows are in progress at the same time. The report has the order of the file: a slow one holds up others.</summary>
    private const int Window = 256;

    /// <param name="request">For whom, and who asks.</param>
    /// <param name="source">The rows.</param>
    /// <param name="cancellationToken">
    /// Begins no further row, and verifies none to its end. What was linked by then is linked, and is still reported; then the report ends.
    /// </param>
    /// <returns>What became of each row, in the order of the file.</returns>
    public async IAsyncEnumerable<ImportedRow> ImportAsync(
        ImportRequest request,
        ImportSource source,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rows = Channel.CreateBounded<Task<ImportedRow>>(Window);
        var run = new ImportRun(
            request,
            catalog,
            linker,
            verifier,
            providers,
            budgets,
            new KnownCredentials(request.Owner, protector, contexts),
            time
        );
        var reading = ReadAsync(request, source, run, rows.Writer, stop.Token);
        try
        {
            // To the end, also when it is cancelled: what is linked must be told.
            await foreach (var row in rows.Reader.ReadAllAsync(CancellationToken.None))
            {
                if (await ResultOrNullAsync(row, stop.Token) is { } imported)
                {
                    yield return imported;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Nothing goes on behind the caller's back.
            while (rows.Reader.TryRead(out var left))
            {
                await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // The file could not be read to its end.
        await reading;
    }

    private async Task ReadAsync(
        ImportRequest request,
        ImportSource source,
        ImportRun run,
        ChannelWriter<Task<ImportedRow>> rows,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (!await authorizer.CanActAsync(request.Owner, cancellationToken))
            {
                throw new InvalidOperationException("The owner of the import does not exist.");
            }

            await foreach (var row in source.Rows.WithCancellation(cancellationToken))
            {
                await rows.WriteAsync(run.ImportAsync(row, cancellationToken), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What has begun ends.
        }
        finally
        {
            rows.Complete();
        }
    }

    /// <returns>Null for a row that was cancelled before it was linked.</returns>
    private static async Task<ImportedRow?> ResultOrNullAsync(Task<ImportedRow> row, CancellationToken stop)
    {
        try
        {
            return await row;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>What to import a file for.</summary>
/// <param name="Owner">Whose accounts it makes: a person's, or the product's.</param>
/// <param name="By">Who imports.</param>
/// <param name="DryRun">Verifies, and stores nothing.</param>
public sealed record ImportRequest(OwnerId Owner, Actor By, bool DryRun)
{
    /// <summary>The product's accounts belong to its customers, persons' accounts to themselves.</summary>
    public bool NeedsOrigin => Owner.Value == HubUser.ProductId;
}

/// <summary>What became of a row.</summary>
public sealed record ImportedRow(long Line, ImportOutcome Outcome);

/// <summary>How a row ended. Closed.</summary>
public abstract record ImportOutcome
{
    private ImportOutcome() { }

    /// <summary>There is a new account.</summary>
    public sealed record Created(Guid AccountId) : ImportOutcome;

    /// <summary>An account of the same identity was there, and got this credential.</summary>
    public sealed record Updated(Guid AccountId) : ImportOutcome;

    /// <summary>The credential is stored already: by an earlier import, or a row before this one. The provider was not asked.</summary>
    /// <param name="AccountId">Null in a dry run, where a row before this one has the same credential.</param>
    public sealed record Unchanged(Guid? AccountId) : ImportOutcome;

    /// <summary>In a dry run: the provider accepts the credential.</summary>
    public sealed record Verified : ImportOutcome;

    /// <summary>Not linked.</summary>
    public sealed record Refused(LinkOutcome Reason, Provider Provider, AuthMethod Method) : ImportOutcome;

    /// <summary>The row is wrong; nothing was sent.</summary>
    public sealed record Invalid(IReadOnlyList<ImportFault> Faults) : ImportOutcome;

    /// <summary>The row is read, but not all of it: nothing is done with a column that nobody knows.</summary>
    public sealed record Ignored(ImportFault Fault) : ImportOutcome;
}
