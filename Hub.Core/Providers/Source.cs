using System.Runtime.Serialization;

namespace Hub.Core.Providers;

/// <summary>A page of documentation, and which facts in the file come from it.</summary>
public sealed record Source
{
    public required string Url { get; init; }
    public required IReadOnlyList<Fact> Facts { get; init; }
}

/// <summary>The kinds of fact in a provider file.</summary>
public enum Fact
{
    Address,
    Authentication,
    Probe,
    Identity,
    Failures,
    KeyFamilies,

    /// <summary>The addresses, parameters and answers of authorization. Files write <c>sign_in</c>; the reader converts the case.</summary>
    [EnumMember(Value = "SignIn")]
    Authorization,
    Guide,
    RateLimit,

    /// <summary>When keys expire.</summary>
    KeyExpiry,
}
