using System.Collections.Concurrent;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Core.Accounts.Import;

/// <summary>What the rows of one import have in common.</summary>
internal sealed class ImportRun(
    ImportRequest request,
    ProviderCatalog catalog,
    IAccountLinker linker,
    ICredentialVerifier verifier,
    ProviderSwitch providers,
    ProviderBudgets budgets,
    KnownCredentials known,
    TimeProvider time
)
{
    /// <summary>How many rows of one provider are verified at the same time.</summary>
    private const int MaxParallel = 8;

    private const int MaxAttempts = 4;

    // Providers that name no time recover within seconds or a minute.
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(30);

    /// <summary>A row that has to wait longer than that is reported; the same file again tries it again.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _providers = new(StringComparer.Ordinal);

    /// <summary>The rows that are being linked, by their credential: of two that are the same, the second waits for the first.</summary>
    private readonly ConcurrentDictionary<
        (string Origin, string Provider, string Credential),
        TaskCompletionSource<ImportOutcome?>
    > _inProgress = new();

    /// <exception cref="OperationCanceledException">Cancelled before it was linked.</exception>
    public async Task<ImportedRow> ImportAsync(ImportRow row, CancellationToken cancellationToken) =>
        new(
            row.Line,
            row.Faults is [ImportFault.UnknownColumn column] ? new ImportOutcome.Ignored(column) : await LinkAsync(row, cancellationToken)
        );

    private async Task<ImportOutcome> LinkAsync(ImportRow row, CancellationToken cancellationToken)
    {
        var faults = row.Faults.ToList();
        if (ImportTarget.Find(row, catalog, request.NeedsOrigin, faults) is not { } target || faults.Count > 0)
        {
            return new ImportOutcome.Invalid(faults);
        }

        var (provider, method, origin) = target;
        var values = method.Clean(row.Fields);
        if (new CredentialValidator(method).FindErrors(values) is { Count: > 0 } errors)
        {
            return new ImportOutcome.Refused(new LinkOutcome.Invalid(errors), provider, method);
        }

        var credential = (origin.Id, provider.Slug, known.HashOf(method, values));
        while (true)
        {
            var mine = new TaskCompletionSource<ImportOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_inProgress.GetOrAdd(credential, mine) is var first && first != mine)
            {
                if (await first.Task.WaitAsync(cancellationToken) is { } outcome)
                {
                    return AfterTheFirst(outcome);
                }

                continue;
            }

            ImportOutcome? mineEnded = null;
            try
            {
                // Up to here rows are taken in the order of the file, from here on side by side.
                await Task.Yield();
                return mineEnded = await known.FindAsync(origin.Id, provider, method, values, cancellationToken) is { } present
                    ? new ImportOutcome.Unchanged(present == Guid.Empty ? null : present)
                    : await LinkAsync(row, target, values, cancellationToken);
            }
            finally
            {
                _inProgress.TryRemove(credential, out _);
                mine.SetResult(mineEnded);
            }
        }
    }

    /// <summary>The provider need not be asked twice about one credential.</summary>
    private static ImportOutcome AfterTheFirst(ImportOutcome first) =>
        first switch
        {
            ImportOutcome.Created(var id) => new ImportOutcome.Unchanged(id),
            ImportOutcome.Updated(var id) => new ImportOutcome.Unchanged(id),
            ImportOutcome.Verified => new ImportOutcome.Unchanged(AccountId: null),
            _ => first,
        };

    private async Task<ImportOutcome> LinkAsync(
        ImportRow row,
        ImportTarget target,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        var (provider, method, origin) = target;
        var slots = _providers.GetOrAdd(provider.Slug, _ => new SemaphoreSlim(MaxParallel));
        await slots.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await budgets.WaitAsync(provider, method, cancellationToken);
                var outcome = request.DryRun ? await VerifyAsync(target, values, cancellationToken) : await LinkAsync();
                if (
                    outcome is not ImportOutcome.Refused(LinkOutcome.Refused(VerificationOutcome.RateLimited(var asked), _, _), _, _)
                    || attempt == MaxAttempts
                    || asked > MaxWait
                )
                {
                    return outcome;
                }

                // Its slot is taken meanwhile, which slows down the others of this provider too.
                await Task.Delay(asked ?? DefaultWait, time, cancellationToken);
            }
        }
        finally
        {
            slots.Release();
        }

        async Task<ImportOutcome> LinkAsync()
        {
            var command = new LinkCommand.Import(provider.Slug, method.Kind, values, origin, row.Details, request.By)
            {
                Name = row.Name,
                KeyExpiresOn = row.KeyExpiresOn,
            };
            switch (await linker.LinkAsync(request.Owner, command, progress: null, cancellationToken))
            {
                case LinkOutcome.Linked linked:
                    await known.AddAsync(origin.Id, provider, method, values, linked.AccountId, CancellationToken.None);
                    return linked.Updated ? new ImportOutcome.Updated(linked.AccountId) : new ImportOutcome.Created(linked.AccountId);
                case var refusal:
                    return new ImportOutcome.Refused(refusal, provider, method);
            }
        }
    }

    private async Task<ImportOutcome> VerifyAsync(ImportTarget target, CredentialValues values, CancellationToken cancellationToken)
    {
        var (provider, method, origin) = target;
        if (await providers.IsDisabledAsync(provider.Slug, cancellationToken))
        {
            return new ImportOutcome.Refused(new LinkOutcome.ProviderDisabled(), provider, method);
        }

        var report = await verifier.VerifyAsync(provider, method, values, cancellationToken);
        if (VerifiedCredential.Of(report, provider, method, values) is null)
        {
            var refusal = new LinkOutcome.Refused(report.Outcome, report.Reference, report.IsRejectedInAllRegions);
            return new ImportOutcome.Refused(refusal, provider, method);
        }

        // No account has it yet.
        await known.AddAsync(origin.Id, provider, method, values, Guid.Empty, CancellationToken.None);
        return new ImportOutcome.Verified();
    }
}
