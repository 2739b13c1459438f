using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Core.AuthLinks;

/// <summary>What a connect session should permit, as a person or product requests it.</summary>
public sealed record SessionRequest
{
    /// <summary>
    /// The product's customer whose accounts will be linked. Id and name are required, unless there is an account: then they are its own.
    /// </summary>
    public required OriginOwner Origin { get; init; }

    /// <summary>By slug; empty for all.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Null for all.</summary>
    public IReadOnlyList<ProviderCategory>? Categories { get; init; }

    /// <summary>Null for every method of the provider.</summary>
    public AuthMethodKind? AuthMethod { get; init; }

    /// <summary>The account to get a new credential; null to link a new one. Its provider is the session's.</summary>
    public Guid? AccountId { get; init; }

    public bool Multiple { get; init; }
    public string? Label { get; init; }

    /// <summary>A JSON object.</summary>
    public string? Metadata { get; init; }

    public AccountType Type { get; init; }
    public bool EndsAfterOne { get; init; }

    /// <summary>The BCP 47 tag of the language of its pages; null for the one that the browser asks for.</summary>
    public string? Locale { get; init; }
    public TimeSpan Lifetime { get; init; } = SessionLimits.DefaultLifetime;
}
