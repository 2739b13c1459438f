namespace Hub.Core.Providers;

/// <summary>An answer that means that the refresh token is no longer valid.</summary>
public sealed record ExpiryRule
{
    public required int Status { get; init; }
    public BodyCondition? Body { get; init; }
}

/// <summary>An answer that means that the provider rejects the registered client.</summary>
public sealed record ClientErrorRule
{
    public required int Status { get; init; }
    public BodyCondition? Body { get; init; }

    /// <summary>What the operator has to check.</summary>
    public required ClientFault Cause { get; init; }
}

/// <summary>Why a provider rejects the client that the operator registered. Only the operator can fix it.</summary>
public enum ClientFault
{
    /// <summary>The client id or its secret is wrong, or the secret has expired.</summary>
    Credentials,

    /// <summary>The redirect URI is not the one that is registered.</summary>
    RedirectUri,

    /// <summary>The client may not request one of the scopes.</summary>
    Scopes,

    /// <summary>The client may not be used in this way.</summary>
    Usage,

    /// <summary>The request lacks a parameter, or has one that the provider does not expect.</summary>
    Request,
}
