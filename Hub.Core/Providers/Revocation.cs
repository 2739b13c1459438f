namespace Hub.Core.Providers;

/// <summary>How a token is revoked.</summary>
public sealed record Revocation
{
    public required string Url { get; init; }
    public RevocationForm Form { get; init; }
    public RevokedToken Token { get; init; }
}

public enum RevocationForm
{
    /// <summary>RFC 7009: the token as a parameter, with client authentication.</summary>
    Standard,

    /// <summary>An empty POST that the access token itself authenticates.</summary>
    Bearer,
}

public enum RevokedToken
{
    /// <summary>The refresh token, which ends its access tokens too; the access token where there is no refresh token.</summary>
    Refresh,
    Access,
}
