using System.Text.Json;
using Hub.Core.Accounts.Import;
using Hub.Core.Data;

namespace Hub.Web.Api;

/// <summary>Imports a file, and writes the report while it goes on. The same for the API and the console.</summary>
internal sealed class ImportWriter(AccountImporter importer, ImportReport report)
{
    public const string StoppedMessage = "The import was stopped. Send the same file again to go on.";

    private static readonly ReadOnlyMemory<byte> LineBreak = "\n"u8.ToArray();

    /// <param name="source">The rows.</param>
    /// <param name="output">Gets a line for each row as soon as it is known, and the summary.</param>
    /// <param name="progress">Hears of each row.</param>
    /// <param name="cancellationToken">Stops the import; the report still gets what was linked, and the summary.</param>
    public async Task<ImportSummary> WriteAsync(
        ImportRequest request,
        ImportSource source,
        Stream output,
        IProgress<ImportSummary>? progress,
        CancellationToken cancellationToken
    )
    {
        var summary = new ImportSummary { DryRun = request.DryRun };
        try
        {
            await foreach (var row in importer.ImportAsync(request, source, cancellationToken))
            {
                var line = report.LineOf(row);
                summary = summary.With(line);
                await WriteLineAsync(output, line);
                progress?.Report(summary);
            }

            summary = cancellationToken.IsCancellationRequested
                ? summary with
                {
                    Message = StoppedMessage,
                }
                : summary with
                {
                    Complete = true,
                };
        }
        catch (Exception e) when (e.IsUnavailable())
        {
            summary = summary with { Message = "The database cannot be used at the moment. Send the same file again to go on." };
        }

        await WriteLineAsync(output, summary);
        return summary;
    }

    /// <summary>Not cancelled: a report with half a line is no JSON.</summary>
    private static async Task WriteLineAsync<T>(Stream output, T line)
    {
        await output.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, ApiJson.Options));
        await output.WriteAsync(LineBreak);
        await output.FlushAsync();
    }
}
