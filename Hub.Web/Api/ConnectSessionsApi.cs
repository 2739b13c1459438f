using System.Text.Json;
using Hub.Core.AccessKeys;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Hosting;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

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
            .WithSummary("Create a connect session")
            .WithDescription(
                "The answer holds the token for the embedded Hub, and the link for a person who has no Hub before them. Both are "
                    + "shown now and never again."
            )
            .Idempotent();
        sessions
            .MapPost("/authenticate", AuthenticateAsync)
            .WithName("authenticateConnectSession")
            .WithSummary("Look up a connect session by its token")
            .WithDescription("401 where the token is unknown, or its session has ended.");
    }

    private static async Task<Results<Created<CreatedSessionBody>, ApiError>> CreateAsync(
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
            AuthLinkUrl = $"{address.Of(context.Request)}/connect{QueryOf(session)}#{token.Reveal()}",
        };
        return TypedResults.Created((string?)null, Fill(answer, session.ToGrant(), catalog, context.Request));
    }

    private static async Task<Results<Created<SessionBody>, ApiError>> AuthenticateAsync(
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
            : TypedResults.Created((string?)null, Fill(new SessionBody(), ((SessionOutcome.Open)outcome).Grant, catalog, context.Request));
    }

    /// <summary>The page is in the session's language at once: only its script sees the token.</summary>
    private static string QueryOf(ConnectSession session) => session.Locale is null ? "" : $"?{RequestLanguage.Locale}={session.Locale}";

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
            Locale = session.Locale,
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
