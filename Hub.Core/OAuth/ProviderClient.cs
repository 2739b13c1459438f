using Hub.Core.Providers;

namespace Hub.Core.OAuth;

/// <summary>The client that the operator registered at a provider, so that people can authorize Hub there.</summary>
public sealed class ProviderClient
{
    public const int ClientIdLength = 512;
    public const int SecretLength = 16 * 1024;
    public const int ScopesLength = 4000;

    public required string ProviderSlug { get; init; }
    public required string ClientId { get; set; }

    /// <summary>The client's secret, encrypted; see <see cref="ProviderClients"/>. Never shown again.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>The scopes to request.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>Why the provider rejected it last time; null where it did not, or was not asked since the client was saved.</summary>
    public ClientFault? Fault { get; set; }

    /// <summary>The error code, where Hub knows it.</summary>
    public string? FaultCode { get; set; }
    public DateTimeOffset? FaultAt { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Replaced by every save, so that two writers cannot overwrite each other.</summary>
    public Guid ConcurrencyStamp { get; set; } = Guid.CreateVersion7();
}
