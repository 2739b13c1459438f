namespace Hub.Core.Providers;

/// <summary>An entry of the catalog: a service at which accounts can be linked. Read from one YAML file; see provider.schema.json.</summary>
public sealed record Provider
{
    /// <summary>The provider's permanent name in URLs, the database and the API: lower-case letters, digits and dashes.</summary>
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required ProviderCategory Category { get; init; }

    /// <summary>The brand's colour as #rrggbb, for the monogram tile.</summary>
    public required string Color { get; init; }

    /// <summary>Position in the picker, most used first: 1 is the first.</summary>
    public required int Rank { get; init; }

    /// <summary>Other names under which people look for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>True for the provider that Hub itself plays; listed only where the sandbox is on.</summary>
    public bool Sandbox { get; init; }

    /// <summary>The provider's documentation pages that the facts in this file come from.</summary>
    public required IReadOnlyList<string> Sources { get; init; }
    public required IReadOnlyList<AuthMethod> Methods { get; init; }

    public AuthMethod? FindMethod(AuthMethodKind kind) => Methods.FirstOrDefault(method => method.Kind == kind);
}

public enum ProviderCategory
{
    Ats,
    Hris,
    Crm,
    Support,
    Communication,
    DevTools,
}

/// <summary>One way to authenticate at a provider.</summary>
public sealed record AuthMethod
{
    public required AuthMethodKind Kind { get; init; }

    /// <summary>How the choice between methods is worded, e.g. "API key".</summary>
    public required string Label { get; init; }

    /// <summary>Scheme and host, without a path; may hold field placeholders, e.g. <c>https://{subdomain}.workable.com</c>.</summary>
    public required string BaseUrl { get; init; }
    public required IReadOnlyList<ProviderField> Fields { get; init; }
    public required RequestAuthentication Auth { get; init; }
    public required Probe Probe { get; init; }
    public required SuccessProof Success { get; init; }
    public IdentityPaths Identity { get; init; } = new();
    public required IReadOnlyList<FailureRule> Failures { get; init; }
    public required Guide Guide { get; init; }

    /// <summary>True when the user's input decides which host is called.</summary>
    public bool HasOwnAddress => BaseUrl.Contains('{', StringComparison.Ordinal);
}

public enum AuthMethodKind
{
    ApiKey,
    Basic,
}

/// <summary>How requests authenticate: by headers with field placeholders, or by HTTP Basic.</summary>
public sealed record RequestAuthentication
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    public BasicCredentials? Basic { get; init; }
}

/// <summary>User name and password of HTTP Basic, each with field placeholders.</summary>
public sealed record BasicCredentials
{
    public required string Username { get; init; }
    public string Password { get; init; } = "";
}

/// <summary>The one read-only request that shows whether a credential is good.</summary>
public sealed record Probe
{
    public required ProbeMethod Method { get; init; }

    /// <summary>Path and query, with field placeholders.</summary>
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

/// <summary>What proves that the credential is good: the exact status and every piece of evidence.</summary>
public sealed record SuccessProof
{
    public int Status { get; init; } = 200;
    public required IReadOnlyList<Evidence> Evidence { get; init; }
}

/// <summary>A value of a given type that the JSON answer must hold.</summary>
public sealed record Evidence
{
    /// <summary>Where, e.g. <c>data.users[0].id</c>; <c>$</c> is the whole answer.</summary>
    public required string Path { get; init; }
    public required EvidenceType Type { get; init; }

    /// <summary>The exact value, where not every value of the type proves something.</summary>
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
}

/// <summary>
/// Templates over the answer's paths that say who was linked, e.g. <c>{firstName} {lastName}</c>. Where the answer does not tell,
/// <c>{@subdomain}</c> takes what the user typed into a field that is not secret: the proved request was about it.
/// </summary>
public sealed record IdentityPaths
{
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Organization { get; init; }

    /// <summary>What makes the linked account the same one when it is linked again.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>How an answer that is not the success proof is understood. The first rule that matches decides.</summary>
public sealed record FailureRule
{
    public required int Status { get; init; }
    public BodyCondition? Body { get; init; }
    public HeaderCondition? Header { get; init; }
    public required FailureOutcome Outcome { get; init; }

    /// <summary>Documented by the provider, or only common behaviour of HTTP APIs.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The field to point at.</summary>
    public string? Field { get; init; }

    /// <summary>What the user should know or do, in our own words.</summary>
    public string? Help { get; init; }

    /// <summary>The guide's step that helps, counted from 1.</summary>
    public int? Step { get; init; }
}

public enum FailureOutcome
{
    InvalidCredentials,
    VerifiedLimited,
    WrongAddress,
    RateLimited,
    ProviderUnavailable,
}

public enum Confidence
{
    Documented,
    Common,
}

/// <summary>What the JSON answer holds at a path: one of some values, a text, or null. Exactly one of the three is given.</summary>
public sealed record BodyCondition
{
    public required string Path { get; init; }
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>Part of a message, in any case; for providers that give no code.</summary>
    public string? Contains { get; init; }

    /// <summary>The path is there and holds null.</summary>
    public bool IsNull { get; init; }
}

/// <summary>The answer has this header, and where <see cref="Contains"/> is given, with this text in it.</summary>
public sealed record HeaderCondition
{
    public required string Name { get; init; }
    public string? Contains { get; init; }
}

/// <summary>Where the user finds the values: warnings first, then numbered steps, in Markdown.</summary>
public sealed record Guide
{
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public required IReadOnlyList<string> Steps { get; init; }
}
