using System.Globalization;
using System.Runtime.InteropServices;
using Hub.Core;
using Hub.Core.Accounts.Import;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Web.Api;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Hosting;

/// <summary>
/// <c>accounts import accounts.csv</c>: links the accounts of a file, for the product or for a person, and writes the report beside the
/// file.
/// </summary>
internal static class ImportCommand
{
    public const string Usage = $"accounts import <file.csv|file.jsonl> [{DryRun}] [--owner <e-mail>]";

    /// <summary>Verifies, and stores nothing.</summary>
    public const string DryRun = "--dry-run";

    /// <returns>The exit code: 0 where every row of the file is linked.</returns>
    public static async Task<int> RunAsync(string[] arguments, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (arguments is not [var path, .. var options] || path.StartsWith('-'))
        {
            throw new StartupException($"Usage: {Usage}");
        }

        var format = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" => ImportFormat.Csv,
            ".jsonl" or ".ndjson" => ImportFormat.JsonLines,
            _ => throw new StartupException("The file's name must end with .csv, .tsv, .jsonl or .ndjson."),
        };
        if (!File.Exists(path))
        {
            throw new StartupException($"There is no file {path}.");
        }

        await DatabasePreparation.RequireMigratedAsync(services, cancellationToken);
        if (!await services.GetRequiredService<KeyRingCheck>().FitsAsync(cancellationToken))
        {
            throw new StartupException(KeyRing.DoesNotFit);
        }

        var request = new ImportRequest(
            await OwnerOfAsync(options, services),
            Actor.Hub,
            DryRun: options.Contains(DryRun, StringComparer.Ordinal)
        );
        return await ImportAsync(path, format, request, services, cancellationToken);
    }

    private static async Task<int> ImportAsync(
        string path,
        ImportFormat format,
        ImportRequest request,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var file = File.OpenRead(path);
        var opening = await ImportSource.OpenAsync(
            file,
            format,
            services.GetRequiredService<ProviderCatalog>(),
            request.NeedsOrigin,
            stop.Token
        );
        if (opening is not ImportOpening.Opened(var source))
        {
            throw new StartupException($"{ImportReport.Explain(opening)} Nothing was linked.");
        }

        var time = services.GetRequiredService<TimeProvider>();
        // Each run has a report of its own: one that goes on must not overwrite what the one before did.
        var reportPath = string.Create(CultureInfo.InvariantCulture, $"{path}.{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.report.jsonl");
        using var line = new ProgressLine(Console.Out, isInteractive: !Console.IsOutputRedirected, time);
        ImportSummary summary;
        await using (var report = new FileStream(reportPath, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
        {
            summary = await services
                .GetRequiredService<ImportWriter>()
                .WriteAsync(request, source, report, new Watch(line, file), stop.Token);
        }

        line.End();
        Console.WriteLine(Describe(summary));
        Console.WriteLine($"Report: {Path.GetFullPath(reportPath)}");
        return summary is { Complete: true, Failed: 0 } ? 0 : 1;

        void Stop(PosixSignalContext context)
        {
            // The rows in progress end, and the report is completed.
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static string Describe(ImportSummary summary)
    {
        var (rows, failed) = (summary.Rows, summary.Failed);
        var counts = summary.DryRun
            ? $"{rows} rows: {summary.Verified} verified, {summary.Unchanged} stored already, {failed} failed. Nothing was stored."
            : $"{rows} rows: {summary.Created} created, {summary.Updated} updated, {summary.Unchanged} unchanged, {failed} failed.";
        return summary.Message is null ? counts : $"{counts} {summary.Message}";
    }

    /// <returns>The product, unless a person is named.</returns>
    private static async Task<OwnerId> OwnerOfAsync(string[] options, IServiceProvider services)
    {
        var at = Array.IndexOf(options, "--owner");
        if (at < 0)
        {
            return new OwnerId(HubUser.ProductId);
        }

        var email = options.ElementAtOrDefault(at + 1) ?? throw new StartupException($"Usage: {Usage}");
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().FindByEmailAsync(VisibleText.Trim(email)) is { } user
            ? new OwnerId(user.Id)
            : throw new StartupException($"Nobody is registered as {email}.");
    }

    private sealed class Watch(ProgressLine line, FileStream file) : IProgress<ImportSummary>
    {
        public void Report(ImportSummary value) =>
            line.Show(value.Rows, "rows", file.Length == 0 ? 1 : (double)file.Position / file.Length);
    }
}
