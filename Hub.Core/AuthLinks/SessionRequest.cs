using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Core.AuthLinks;

/// <summary>What a connect session should permit, as a person or product asks for it.</summary>
public sealed record SessionRequest
{
    /// <summary>Whose accounts it is about; id and name are required.</summary>
    public required OriginOwner Origin { get; init; }

    /// <summary>By slug; empty for all.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Null for all.</summary>
    public IReadOnlyList<ProviderCategory>? Categories { get; init; }

    /// <summary>Null for all that the provider has.</summary>
    public AuthMethodKind? AuthMethod { get; init; }

    /// <summary>The account that should get a new credential.</summary>
    public Guid? AccountId { get; init; }

    public bool Multiple { get; init; }
    public string? Label { get; init; }

    /// <summary>A JSON object.</summary>
    public string? Metadata { get; init; }

    public AccountType Type { get; init; }
    public bool EndsAfterOne { get; init; }
    public TimeSpan Lifetime { get; init; } = SessionLimits.DefaultLifetime;
}
