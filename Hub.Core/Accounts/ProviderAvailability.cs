using Hub.Core.Audit;

namespace Hub.Core.Accounts;

/// <summary>Whether an Administrator disabled a provider. A provider without a row is enabled.</summary>
public sealed class ProviderAvailability
{
    public required string ProviderSlug { get; init; }
    public required bool IsDisabled { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
    public required ActorKind ChangedByKind { get; set; }

    /// <inheritdoc cref="Actor.Id"/>
    public required Guid? ChangedById { get; set; }

    /// <summary>Whether all accounts of the provider have the status that follows.</summary>
    public required bool IsApplied { get; set; }

    /// <summary>Set anew by every change.</summary>
    public Guid ConcurrencyStamp { get; set; } = Guid.CreateVersion7();
}
