using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.Accounts.Import;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;

namespace Hub.Web.Api;

/// <summary>Many accounts at once, from a file. See ADR-0032.</summary>
internal static class ImportApi
{
    private const string Csv = "text/csv";
    private const string JsonLines = "application/x-ndjson";

    public static void MapImport(this RouteGroupBuilder accounts) =>
        accounts
            .MapPost("/import", ImportAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            // The file may be of any size; what is kept of it in memory is a few rows.
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .TakesFile(Csv, JsonLines)
            .Produces<ImportReportLine>(StatusCodes.Status200OK, JsonLines)
            .WithName("importAccounts")
            .WithSummary("Import accounts from a file")
            .WithDescription(
                "The body is a CSV file with a header, or JSON Lines: a row an account. Each credential is verified with its provider "
                    + "before it is stored, as fast as the providers' rate limits allow. The answer is a JSON object a row, written "
                    + "while the import goes on, in the order of the file, and a summary at the end, with `outcome` `summary`. The same "
                    + "file may be sent again: a credential that is stored already is `unchanged`, and its provider is not asked. "
                    + "Columns and examples: docs/import.md."
            )
            .TakesQuery("dry_run", "true: verify only, and store nothing.");

    private static async Task<IResult> ImportAsync(
        HttpContext context,
        ProviderCatalog catalog,
        ImportWriter writer,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken
    )
    {
        if (FormatOf(context.Request) is not { } format)
        {
            return ApiError.Of(StatusCodes.Status415UnsupportedMediaType) with { Message = $"Send the file as {Csv} or {JsonLines}." };
        }

        var query = new ApiQuery(context.Request.Query);
        var dryRun = query.Flag("dry_run");
        if (query.Error is { } error)
        {
            return error;
        }

        var request = new ImportRequest(new OwnerId(HubUser.ProductId), Actor.AccessKey(context.User.AccessKey()!.Id), dryRun);
        LiftTimeLimits(context);
        // A client that reads no answer while it sends would wait for Hub, and Hub for it.
        await using var file = await EncryptedSpool.ReceiveAsync(context.Request.Body, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        switch (await ImportSource.OpenAsync(file.Content, format, catalog, request.NeedsOrigin, stop.Token))
        {
            case ImportOpening.Opened(var source):
                context.Response.ContentType = $"{JsonLines}; charset=utf-8";
                context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
                await writer.WriteAsync(request, source, context.Response.Body, progress: null, stop.Token);
                return Results.Empty;
            case var opening:
                return ApiError.Of(StatusCodes.Status400BadRequest, "file_unusable", ImportReport.Explain(opening)!);
        }
    }

    private static ImportFormat? FormatOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            ? type.MediaType.Value?.ToLowerInvariant() switch
            {
                Csv => ImportFormat.Csv,
                JsonLines => ImportFormat.JsonLines,
                _ => null,
            }
            : null;

    /// <summary>Providers set the pace, and that may be slow.</summary>
    private static void LiftTimeLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } body)
        {
            body.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } answer)
        {
            answer.MinDataRate = null;
        }
    }
}
