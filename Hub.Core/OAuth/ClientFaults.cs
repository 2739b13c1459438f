using System.Collections.Concurrent;
using Hub.Core.Data;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Core.OAuth;

/// <summary>Why a provider does not accept the client that the operator registered. Only the operator can help.</summary>
public enum ClientFault
{
    /// <summary>The client id or its secret is wrong, or the secret has expired.</summary>
    Credentials,

    /// <summary>The redirect URI is not the one that is registered.</summary>
    RedirectUri,

    /// <summary>The client may not ask for one of the scopes.</summary>
    Scopes,

    /// <summary>The client may not be used in this way.</summary>
    Usage,

    /// <summary>The request lacks something, or holds what the provider does not expect.</summary>
    Request,
}

/// <summary>A refusal of the operator's client.</summary>
/// <param name="Code">The provider's error code where Hub knows it: one of the standard's, or of the provider file's. Never what a provider chose itself.</param>
internal sealed record ClientRefusal(ClientFault Fault, string? Code)
{
    /// <returns>Null where the code is none of those that are about the client (RFC 6749, sections 4.1.2.1 and 5.2, and the one that everybody adds).</returns>
    public static ClientRefusal? From(string? code) => code switch
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

/// <summary>Tells the operator that a provider does not accept the registered client: in the log, and on the administrators' page.</summary>
internal sealed partial class ClientFaults(IDbContextFactory<HubDbContext> contexts, TimeProvider time, ILogger<ClientFaults> log)
{
    /// <summary>All accounts of the provider find it out.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Slug, ClientRefusal? Refusal), DateTimeOffset> _told = new();

    /// <summary>What the token endpoint's answer says of the client that was shown to it.</summary>
    public Task RecordAsync(Provider provider, RegisteredClient client, TokenOutcome outcome, CancellationToken cancellationToken) => outcome switch
    {
        TokenOutcome.ClientRejected(var refusal) => ReportAsync(provider, refusal, cancellationToken),
        TokenOutcome.Granted when client.IsRefused => ClearAsync(provider, cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <param name="refusal">Null where no client is registered, or its secret cannot be read.</param>
    public async Task ReportAsync(Provider provider, ClientRefusal? refusal, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_told.TryGetValue((provider.Slug, refusal), out var last) && last + Silence > now)
        {
            return;
        }

        _told[(provider.Slug, refusal)] = now;
        if (refusal is null)
        {
            LogMissing(log, provider.Slug);
            return;
        }

        LogRefused(log, provider.Slug, refusal.Fault, refusal.Code ?? "no code");
        await StoreAsync(provider, refusal, now, cancellationToken);
    }

    /// <summary>The provider accepts it.</summary>
    private Task ClearAsync(Provider provider, CancellationToken cancellationToken)
    {
        foreach (var told in _told.Keys.Where(told => told.Slug == provider.Slug))
        {
            _told.TryRemove(told, out _);
        }

        return StoreAsync(provider, refusal: null, at: null, cancellationToken);
    }

    /// <summary>What it says is of help, but no part of what somebody is doing: that goes on.</summary>
    private async Task StoreAsync(Provider provider, ClientRefusal? refusal, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.ProviderClients.Where(client => client.ProviderSlug == provider.Slug).ExecuteUpdateAsync(
                change => change.SetProperty(client => client.Fault, refusal == null ? null : refusal.Fault)
                    .SetProperty(client => client.FaultCode, refusal == null ? null : refusal.Code).SetProperty(client => client.FaultAt, at),
                cancellationToken);
        }
        catch (Exception e)
        {
            LogNotStored(log, e, provider.Slug);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Provider} does not accept the client that is registered for it: {Fault} ({Code}). Nobody can sign in there and no token can be refreshed. Look at /admin/providers.")]
    private static partial void LogRefused(ILogger logger, string provider, ClientFault fault, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "No client is registered for {Provider}, or its secret cannot be read; tokens of its accounts cannot be refreshed. Look at /admin/providers.")]
    private static partial void LogMissing(ILogger logger, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The refusal of the client of {Provider} could not be stored")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string provider);
}
