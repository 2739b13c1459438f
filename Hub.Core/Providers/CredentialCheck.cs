namespace Hub.Core.Providers;

/// <summary>The requests that verify a credential, and what their answer must contain.</summary>
public sealed record CredentialCheck
{
    /// <summary>How the requests authenticate.</summary>
    public required RequestAuthentication Auth { get; init; }

    /// <summary>The request that verifies the credential.</summary>
    public required Probe Probe { get; init; }
    public required SuccessCriteria Success { get; init; }

    /// <summary>
    /// A second request that reads whose the verified credential is, where the probe's answer does not say. If it fails, the credential is
    /// verified all the same.
    /// </summary>
    public Probe? Identify { get; init; }

    /// <summary>Where the provider tells when the key expires; null where it does not tell.</summary>
    public KeyExpiry? KeyExpiry { get; init; }

    /// <summary>The probe and the requests after it.</summary>
    internal IEnumerable<Probe> Requests => new[] { Probe, Identify, KeyExpiry?.Request }.OfType<Probe>();
}

/// <summary>
/// How requests authenticate: by headers, by HTTP Basic, or in the query where a provider has no other way. With placeholders.
/// </summary>
public sealed record RequestAuthentication
{
    /// <summary>A header is left out where its placeholder is an empty optional field.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    public BasicCredentials? Basic { get; init; }
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>User name and password of HTTP Basic, each with placeholders.</summary>
public sealed record BasicCredentials
{
    public required string Username { get; init; }
    public string Password { get; init; } = "";
}

/// <summary>A read-only request.</summary>
public sealed record Probe
{
    public required ProbeMethod Method { get; init; }

    /// <summary>Path and query, with placeholders.</summary>
    public required string Path { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A JSON body for POST.</summary>
    public string? Body { get; init; }
}

public enum ProbeMethod
{
    Get,
    Post,
}

/// <summary>What an answer must be for the credential to count as verified: the exact status, and all evidence.</summary>
public sealed record SuccessCriteria
{
    public int Status { get; init; } = 200;
    public required IReadOnlyList<Evidence> Evidence { get; init; }
}

/// <summary>A value of a given type that the JSON answer must contain.</summary>
public sealed record Evidence
{
    /// <summary>Where, e.g. <c>data.users[0].id</c>; <c>$</c> is the whole answer.</summary>
    public required string Path { get; init; }
    public required EvidenceType Type { get; init; }

    /// <summary>The exact value, where the type alone is not enough.</summary>
    public string? Value { get; init; }
}

public enum EvidenceType
{
    /// <summary>A string that is not blank.</summary>
    Text,
    Number,
    Boolean,

    /// <summary>An array; an empty one is valid (an account without users is still an account).</summary>
    Array,

    /// <summary>A string that is not blank, or a number.</summary>
    Id,

    /// <summary>Missing or null: where it has a value, the answer is an error.</summary>
    Absent,
}
