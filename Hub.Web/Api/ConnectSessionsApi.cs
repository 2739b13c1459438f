using System.Text.Json;
using Hub.Core.AccessKeys;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Hosting;
using Hub.Web.Messages;

namespace Hub.Web.Api;

/// <summary>Connect sessions: made by products, for the people who link accounts.</summary>
internal static class ConnectSessionsApi
{
    // Clients insist on both; a Hub has one organization with one project.
    private const string Organization = "1";
    private const string Project = "hub";

    public static void MapConnectSessions(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/connect_sessions").WithTags("Connect sessions").RequireScope(AccessScopes.Sessions);
        sessions
            .MapPost("", CreateAsync)
            .WithName("createConnectSession")
            .WithSummary("Make a connect session")
            .WithDescription(
                "The answer holds the token for the embedded Hub, and the link for a person who has no Hub before them. Both are "
                    + "shown now and never again."
            )
            .Produces<CreatedSessionBody>(StatusCodes.Status201Created)
            .Idempotent();
        sessions
            .MapPost("/authenticate", AuthenticateAsync)
            .WithName("authenticateConnectSession")
            .WithSummary("Look up a connect session by its token")
            .WithDescription("401 where the token is unknown, or its session has ended.")
            .Produces<SessionBody>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> CreateAsync(
        ApiBody<SessionRequestBody> body,
        ProviderCatalog catalog,
        SessionIssuer issuer,
        PublicAddress address,
        ValidationMessages validation,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (body.Value is not { } asked)
        {
            return body.Error!;
        }

        var faults = new Dictionary<string, string>(body.Faults, StringComparer.Ordinal);
        var request = asked.ToRequest(catalog, faults);
        // What could not be read is left out of the request; that it is not there is no fault of its own.
        foreach (var (property, error) in issuer.FindErrors(request))
        {
            faults.TryAdd(SessionRequestBody.WireName(property), validation.Of(error));
        }

        if (faults.Count > 0)
        {
            return ApiError.Invalid(faults);
        }

        // Ids of ours have one form: what has another names no account.
        if (asked.AccountId is { Length: > 0 } && request.AccountId is null)
        {
            return ApiError.NotFound("account");
        }

        var outcome = await issuer.IssueForProductAsync(context.User.AccessKey()!.Id, request, cancellationToken);
        if (SessionErrors.ErrorOf(outcome, SessionRequestBody.WireName, validation) is { } refused)
        {
            return refused;
        }

        var (session, token) = (SessionIssueOutcome.Issued)outcome;
        var answer = new CreatedSessionBody
        {
            Token = token.Reveal(),
            AuthLinkUrl = $"{address.Of(context.Request)}/connect#{token.Reveal()}",
        };
        return TypedResults.Json(
            Fill(answer, session.ToGrant(), catalog, context.Request),
            ApiJson.Options,
            statusCode: StatusCodes.Status201Created
        );
    }

    private static async Task<IResult> AuthenticateAsync(
        ApiBody<TokenBody> body,
        ProviderCatalog catalog,
        SessionOpener opener,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (body.Error is { } malformed)
        {
            return malformed;
        }

        var outcome = await opener.LookForProductAsync(body.Value!.Token, cancellationToken);
        return SessionErrors.ErrorOf(outcome) is { } error
            ? error
            : TypedResults.Json(
                Fill(new SessionBody(), ((SessionOutcome.Open)outcome).Grant, catalog, context.Request),
                ApiJson.Options,
                statusCode: StatusCodes.Status201Created
            );
    }

    private static T Fill<T>(T body, SessionGrant session, ProviderCatalog catalog, HttpRequest request)
        where T : SessionBody
    {
        var provider = session.Providers is [var only] ? only : null;
        return body with
        {
            Id = NumberOf(session.SessionId),
            OrganizationId = OldSdk.Calls(request)
                ? JsonSerializer.SerializeToElement(int.Parse(Organization, System.Globalization.CultureInfo.InvariantCulture))
                : JsonSerializer.SerializeToElement(Organization),
            ProjectId = Project,
            Categories = session.Categories is { } categories
                ? [.. categories.Select(WireCategories.ToWire).Distinct(StringComparer.Ordinal)]
                : null,
            Provider = provider,
            OriginOwnerId = session.Origin.Id,
            OriginOwnerName = session.Origin.Name ?? "",
            OriginUsername = session.Origin.Username,
            AccountId = session.AccountId,
            Label = session.Label,
            Multiple = session.Multiple,
            CreatedAt = session.CreatedAt,
            ExpiresAt = session.ExpiresAt,
            Metadata = JsonText.Parse(session.Metadata),
            Type = session.Type,
            IntegrationId =
                session.AuthMethod is { } method && catalog.Find(provider) is { } found ? Api.IntegrationId.Of(found, method) : null,
        };
    }

    /// <returns>The wire's id is a number that JavaScript can hold (2^53): the milliseconds of ours, and eleven of its random
    /// bits.</returns>
    internal static long NumberOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var one in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | one;
        }

        return (milliseconds << 11) | (uint)(((bytes[14] & 0b111) << 8) | bytes[15]);
    }
}

/// <summary>What a connect session should permit.</summary>
internal sealed record SessionRequestBody
{
    /// <summary>Your own id of the customer whose account is linked.</summary>
    /// <example>acme-42</example>
    public required string OriginOwnerId { get; init; }

    /// <summary>What the customer is called. People who link an account see it.</summary>
    /// <example>Acme Inc.</example>
    public required string OriginOwnerName { get; init; }

    /// <summary>The person at the customer.</summary>
    /// <example>jane@acme.example</example>
    public string? OriginUsername { get; init; }

    /// <summary>The only provider that is offered, e.g. <c>smartrecruiters</c>. Without it all are.</summary>
    /// <example>smartrecruiters</example>
    public string? Provider { get; init; }

    /// <summary>The only categories that are offered. Empty for all.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The only provider that is offered, and the only way to authenticate there, e.g. <c>smartrecruiters.api_key</c>.</summary>
    public string? IntegrationId { get; init; }

    /// <summary>Another name of <c>integration_id</c>.</summary>
    public string? ConnectorProfileId { get; init; }

    /// <summary>The account that gets a new credential; no other is linked.</summary>
    public string? AccountId { get; init; }

    /// <summary>
    /// Whether the customer may have several accounts at one provider. If not, linking again gives the one that is there a new credential.
    /// </summary>
    public bool? Multiple { get; init; }

    /// <summary>Whether the first account that is linked ends the session.</summary>
    public bool? SingleUse { get; init; }

    /// <summary>Copied to the accounts that are linked.</summary>
    public string? Label { get; init; }

    /// <summary>Any JSON object; copied to the accounts that are linked.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Copied to the accounts that are linked.</summary>
    public AccountType? Type { get; init; }

    /// <summary>For how many seconds the session is good: 60 to 31536000; 1800 unless given.</summary>
    /// <example>1800</example>
    public double? ExpiresIn { get; init; }

    public static string WireName(string property) =>
        property switch
        {
            nameof(OriginOwner.Id) => "origin_owner_id",
            nameof(OriginOwner.Name) => "origin_owner_name",
            nameof(OriginOwner.Username) => "origin_username",
            nameof(SessionRequest.Providers) => "provider",
            nameof(SessionRequest.AuthMethod) => "integration_id",
            nameof(SessionRequest.Lifetime) => "expires_in",
            _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(property),
        };

    /// <param name="faults">Where what the wire alone knows of is told.</param>
    public SessionRequest ToRequest(ProviderCatalog catalog, Dictionary<string, string> faults)
    {
        var provider = Given(Provider);
        if (provider is not null && catalog.Find(provider) is null)
        {
            faults.TryAdd("provider", "there is no such provider");
        }

        AuthMethodKind? method = null;
        foreach (var (name, id) in new[] { ("integration_id", Given(IntegrationId)), ("connector_profile_id", Given(ConnectorProfileId)) })
        {
            if (id is null)
            {
                continue;
            }

            if (Api.IntegrationId.Find(catalog, id) is not { } integration)
            {
                faults.TryAdd(name, "there is no such integration");
            }
            else if (provider is not null && catalog.Find(provider) != integration.Provider)
            {
                faults.TryAdd(name, "is another provider's");
            }
            else
            {
                provider = integration.Provider.Slug;
                method ??= integration.Method?.Kind;
            }
        }

        var words = Categories ?? [];
        var meant = words.Select(WireCategories.FromWire).ToList();
        if (meant.Contains(null))
        {
            faults.TryAdd("categories", $"hold a word that is none of {string.Join(", ", WireCategories.All)}");
        }

        return new SessionRequest
        {
            Origin = new OriginOwner(OriginOwnerId, OriginOwnerName, Given(OriginUsername)),
            Providers = catalog.Find(provider) is { } found ? [found.Slug] : [],
            Categories = words.Count == 0 ? null : [.. meant.SelectMany(categories => categories ?? []).Distinct()],
            AuthMethod = method,
            AccountId = Guid.TryParse(AccountId, out var account) ? account : null,
            Multiple = Multiple ?? false,
            EndsAfterOne = SingleUse ?? false,
            Label = Given(Label),
            // The official SDK sends {} where there is none.
            Metadata = JsonText.Of(Metadata),
            Type = Type ?? AccountType.Production,
            // Whatever is no time span is none that a session may last.
            Lifetime =
                ExpiresIn is not { } seconds ? SessionLimits.DefaultLifetime
                : seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds)
                : TimeSpan.MaxValue,
        };
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

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
