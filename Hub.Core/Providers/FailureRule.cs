using System.Security.Cryptography;
using System.Text.Json;

namespace Hub.Core.Providers;

/// <summary>What an answer means that does not meet the <see cref="SuccessCriteria"/>. The first rule that matches decides.</summary>
public sealed record FailureRule
{
    /// <summary>The longest <see cref="Help"/>, in characters.</summary>
    public const int HelpLength = 500;

    public required int Status { get; init; }
    public BodyCondition? Body { get; init; }
    public HeaderCondition? Header { get; init; }
    public required FailureOutcome Outcome { get; init; }

    /// <summary>Documented by the provider, or only common behaviour of HTTP APIs.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The field that is probably wrong.</summary>
    public string? Field { get; init; }

    /// <summary>What the user should know or do, in our own words, in English.</summary>
    public string? Help { get; init; }

    /// <summary>The guide's step that helps, counted from 1.</summary>
    public int? Step { get; init; }

    /// <summary>
    /// The same answer also comes for reasons that pass: Hub believes the second one, an hour later. Not part of <see cref="Key"/>.
    /// </summary>
    public bool MayPass { get; init; }

    /// <summary>
    /// What finds this rule again in the next version of the provider file: a hash of what it matches and what it means. Its help, step and
    /// place in the file may change.
    /// </summary>
    internal string Key =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new object?[]
                    {
                        Status,
                        Outcome.ToString(),
                        Body?.Path,
                        Body?.OneOf,
                        Body?.Contains,
                        Body?.IsNull,
                        Header?.Name,
                        Header?.Contains,
                    }
                )
            )
        )[..16];
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

/// <summary>
/// A condition on the JSON answer's value at a path: one of some values, part of a text, or null. Exactly one of them is given.
/// </summary>
public sealed record BodyCondition
{
    public required string Path { get; init; }
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>Part of a message, in any case; for providers that give no code.</summary>
    public string? Contains { get; init; }

    /// <summary>The path exists and its value is null.</summary>
    public bool IsNull { get; init; }
}

/// <summary>The answer has this header, and its value contains <see cref="Contains"/> where that is given.</summary>
public sealed record HeaderCondition
{
    public required string Name { get; init; }
    public string? Contains { get; init; }
}
