using System.Collections.Concurrent;
using Hub.Core.Data;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Core.OAuth;

/// <summary>The provider rejected the registered client.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Code">The error code where Hub knows it: one of the standard, or of the provider file. Never a text that the provider
/// chose.</param>
internal sealed record ClientRejection(ClientFault Fault, string? Code)
{
    /// <returns>Null where the code is not about the client (RFC 6749, sections 4.1.2.1 and 5.2, and redirect_uri_mismatch, which
    /// many providers send).</returns>
    public static ClientRejection? From(string? code) =>
        code switch
        {
            "invalid_client" => new(ClientFault.Credentials, "invalid_client"),
            "redirect_uri_mismatch" => new(ClientFault.RedirectUri, "redirect_uri_mismatch"),
            "invalid_scope" => new(ClientFault.Scopes, "invalid_scope"),
            "unauthorized_client" => new(ClientFault.Usage, "unauthorized_client"),
            "unsupported_grant_type" => new(ClientFault.Usage, "unsupported_grant_type"),
            "unsupported_response_type" => new(ClientFault.Usage, "unsupported_response_type"),
            "invalid_request" => new(ClientFault.Request, "invalid_request"),
            _ => null,
        };
}

/// <summary>
/// Records for the operator that a provider rejects the registered client: in the log, and on the administrators' page.
/// </summary>
public sealed partial class ClientFaultRecorder(
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<ClientFaultRecorder> log
)
{
    /// <summary>All accounts of the provider get the same error: it is logged once in this time.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Slug, Guid? Client, ClientRejection? Refusal), DateTimeOffset> _logged = new();

    /// <summary>
    /// Records what the token endpoint's answer says of the client. Called after the answer is stored: tokens must not wait for this.
    /// </summary>
    /// <param name="client">The client that sent the request.</param>
    internal Task RecordAsync(Provider provider, RegisteredClient client, TokenOutcome outcome, CancellationToken cancellationToken) =>
        outcome switch
        {
            TokenOutcome.ClientRejected(var refusal) => ReportAsync(provider, client, refusal, cancellationToken),
            TokenOutcome.Granted when client.IsRefused => ClearAsync(provider, client, cancellationToken),
            _ => Task.CompletedTask,
        };

    /// <summary>A callback says that the client is rejected. It is logged and not stored: anybody can make up a callback.</summary>
    internal void WarnOfCallback(Provider provider, ClientRejection refusal)
    {
        if (MayLog(provider, client: null, refusal))
        {
            LogCallback(log, provider.Slug, refusal.Code ?? "no code");
        }
    }

    /// <summary>No client is registered, or its secret cannot be decrypted.</summary>
    internal void ReportMissing(Provider provider)
    {
        if (MayLog(provider, client: null, refusal: null))
        {
            LogMissing(log, provider.Slug);
        }
    }

    private Task ReportAsync(Provider provider, RegisteredClient client, ClientRejection refusal, CancellationToken cancellationToken)
    {
        if (MayLog(provider, client.Stamp, refusal))
        {
            if (refusal.Fault == ClientFault.Request)
            {
                LogInvalidRequest(log, provider.Slug, refusal.Code ?? "no code");
            }
            else
            {
                LogRefused(log, provider.Slug, refusal.Fault, refusal.Code ?? "no code");
            }
        }

        return StoreAsync(provider, client, refusal, cancellationToken);
    }

    private bool MayLog(Provider provider, Guid? client, ClientRejection? refusal)
    {
        var now = time.GetUtcNow();
        if (_logged.TryGetValue((provider.Slug, client, refusal), out var last) && last + LogInterval > now)
        {
            return false;
        }

        _logged[(provider.Slug, client, refusal)] = now;
        return true;
    }

    /// <summary>The provider accepts the client.</summary>
    private Task ClearAsync(Provider provider, RegisteredClient client, CancellationToken cancellationToken)
    {
        foreach (var logged in _logged.Keys.Where(logged => logged.Slug == provider.Slug))
        {
            _logged.TryRemove(logged, out _);
        }

        return StoreAsync(provider, client, refusal: null, cancellationToken);
    }

    /// <summary>A failure here must not fail the caller: the record is only a help.</summary>
    private async Task StoreAsync(Provider provider, RegisteredClient client, ClientRejection? refusal, CancellationToken cancellationToken)
    {
        var (fault, code) = (refusal?.Fault, refusal?.Code);
        var now = time.GetUtcNow();
        DateTimeOffset? at = refusal is null ? null : now;
        var recent = now - LogInterval;
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            // The answer says nothing of a client that was saved meanwhile. Of the same error for many accounts, one is written.
            await db
                .ProviderClients.Where(one =>
                    one.ProviderSlug == provider.Slug
                    && one.ConcurrencyStamp == client.Stamp
                    && (one.Fault != fault || one.FaultCode != code || one.FaultAt < recent)
                )
                .ExecuteUpdateAsync(
                    change =>
                        change
                            .SetProperty(one => one.Fault, fault)
                            .SetProperty(one => one.FaultCode, code)
                            .SetProperty(one => one.FaultAt, at),
                    cancellationToken
                );
        }
        catch (Exception e)
        {
            LogNotStored(log, e, provider.Slug);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Provider} rejects the registered client: {Fault} ({Code}). Nobody can authorize there, and no token can be refreshed. "
            + "See /admin/providers."
    )]
    private static partial void LogRefused(ILogger logger, string provider, ClientFault fault, string code);

    // Some providers answer like this when one person's refresh token has expired.
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Provider} rejects a request to its token endpoint as invalid ({Code}). Either the registered client is wrong, or one "
            + "account's authorization has expired. See /admin/providers."
    )]
    private static partial void LogInvalidRequest(ILogger logger, string provider, string code);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A callback from {Provider} has the error {Code}. If nobody can authorize there, compare the registered client with "
            + "the steps at /admin/providers."
    )]
    private static partial void LogCallback(ILogger logger, string provider, string code);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "No client is registered for {Provider}, or its secret cannot be decrypted. Tokens of its accounts cannot be refreshed. "
            + "See /admin/providers."
    )]
    private static partial void LogMissing(ILogger logger, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rejection of the client of {Provider} could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string provider);
}
