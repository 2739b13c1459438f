namespace Hub.Core.Providers;

/// <summary>The paths of values in the JSON of the token endpoint's answer (RFC 6749, section 5.1).</summary>
public sealed record TokenAnswer
{
    internal const string StandardExpiresIn = "expires_in";

    public string AccessToken { get; init; } = "access_token";
    public string RefreshToken { get; init; } = "refresh_token";
    public string ExpiresIn { get; init; } = StandardExpiresIn;
    public ExpiryUnit Unit { get; init; }

    /// <summary>
    /// An access token's lifetime in seconds where the answer does not say; null where it is valid until revoked, or unknown. A token that
    /// can be refreshed is then refreshed once a day.
    /// </summary>
    public int? Lifetime { get; init; }

    /// <summary>The granted scopes: a text, separated as in the request or by spaces or commas, or a list.</summary>
    public string Scope { get; init; } = "scope";

    /// <summary>False where the provider sends an empty text although scopes were granted.</summary>
    public bool EmptyScopeMeansNone { get; init; } = true;
}

/// <summary>The unit of <see cref="TokenAnswer.ExpiresIn"/>.</summary>
public enum ExpiryUnit
{
    Seconds,
    Milliseconds,

    /// <summary>A point in time: seconds since 1970.</summary>
    AtSeconds,

    /// <summary>A point in time: milliseconds since 1970.</summary>
    AtMilliseconds,

    /// <summary>A point in time: date and time (RFC 3339).</summary>
    AtDate,
}
