using System.Text.Json;
using Hub.Core.Sessions;

namespace Hub.Web.Api;

/// <summary>The token of a connect session.</summary>
internal sealed record TokenBody
{
    /// <summary>As it was given out when the session was made.</summary>
    public required string Token { get; init; }

    // A record would print the token.
    public override string ToString() => nameof(TokenBody);
}

/// <summary>A connect session.</summary>
internal record SessionBody
{
    public long Id { get; init; }

    /// <summary>A number in a text; the official TypeScript SDK before 4.34 gets the number that it insists on.</summary>
    public JsonElement OrganizationId { get; init; }

    public string ProjectId { get; init; } = "";

    /// <summary>Null for all.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Null for all.</summary>
    public string? Provider { get; init; }

    public string OriginOwnerId { get; init; } = "";

    public string OriginOwnerName { get; init; } = "";

    public string? OriginUsername { get; init; }

    public Guid? AccountId { get; init; }

    public string? Label { get; init; }

    public bool Multiple { get; init; }

    /// <summary>The language of the pages; null for the one that the browser asks for.</summary>
    public string? Locale { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it is no longer good.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>Always null: there are no external triggers.</summary>
    public string? ExternalTriggerToken { get; }

    public AccountType Type { get; init; }

    public string? IntegrationId { get; init; }
}

/// <summary>A connect session that was made by this call.</summary>
internal sealed record CreatedSessionBody : SessionBody
{
    /// <summary>For the embedded Hub.</summary>
    public string Token { get; init; } = "";

    /// <summary>
    /// For a person: the page at which they link the account. The token stands behind the #, which reaches no server and no log.
    /// </summary>
    public string AuthLinkUrl { get; init; } = "";

    // A record would print the token.
    public override string ToString() => nameof(CreatedSessionBody);
}
