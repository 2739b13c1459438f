using System.Collections.Frozen;
using System.Text.Json;
using Hub.Core.AccessKeys;
using Hub.Core.Providers;
using Hub.Web.Embed;
using Hub.Web.Hosting;

namespace Hub.Web.Api;

/// <summary>Which providers can be linked here.</summary>
internal static class ConnectorsApi
{
    // A word that official clients know, for what is no longer in the catalog.
    private const string Other = "stackone";

    public static void MapConnectors(this IEndpointRouteBuilder api)
    {
        // Any access key: the catalog is no secret, its pages are public.
        var connectors = api.MapGroup("/connectors/meta").WithTags("Connectors").RequireScope(AccessScopes.None);
        connectors.MapGet("", (ProviderCatalog catalog, PublicAddress address, HttpRequest request) =>
                TypedResults.Json(catalog.All.Select(provider => ConnectorBody.Of(provider, address.Of(request))).ToArray(), ApiJson.Options))
            .WithName("listConnectorsMeta")
            .WithSummary("List the providers that can be linked")
            .WithDescription("Most used first.")
            .Produces<ConnectorBody[]>();
        connectors.MapGet("/{provider}", IResult (string provider, ProviderCatalog catalog, PublicAddress address, HttpRequest request) => catalog.Find(provider) is { } found
                ? TypedResults.Json(ConnectorBody.Of(found, address.Of(request)), ApiJson.Options)
                : ApiError.NotFound("provider"))
            .WithName("getConnectorMeta")
            .WithSummary("Get a provider")
            .Produces<ConnectorBody>();
    }

    public static string CategoryOf(Provider? provider) => provider?.Category.ToWire() ?? Other;
}

/// <summary>A provider that can be linked.</summary>
internal sealed record ConnectorBody
{
    /// <example>smartrecruiters</example>
    public required string Provider { get; init; }

    /// <example>SmartRecruiters</example>
    public required string ProviderName { get; init; }

    /// <example>ats</example>
    public required string Category { get; init; }

    /// <summary>Always true: what is listed can be linked.</summary>
    public bool Active { get; } = true;

    /// <summary>Always empty: Hub does not map what providers hold.</summary>
    public IReadOnlyDictionary<string, JsonElement> Models { get; } = FrozenDictionary<string, JsonElement>.Empty;

    /// <summary>The ways to authenticate, each by its <c>integration_id</c>.</summary>
    public required IReadOnlyList<string> IntegrationIds { get; init; }

    public required ConnectorResourcesBody Resources { get; init; }

    /// <param name="hub">Where people reach Hub.</param>
    public static ConnectorBody Of(Provider provider, string hub) => new()
    {
        Provider = provider.Slug,
        ProviderName = provider.Name,
        Category = ConnectorsApi.CategoryOf(provider),
        IntegrationIds = [.. provider.Methods.Select(method => IntegrationId.Of(provider, method.Kind))],
        Resources = new ConnectorResourcesBody(new ConnectorImagesBody(ProviderLogos.AddressOf(hub, provider), OriginalLogoHorizontalUrl: null)),
    };
}

internal sealed record ConnectorResourcesBody(ConnectorImagesBody Images);

/// <param name="LogoUrl">A monogram in the brand's colour: Hub ships nobody's trademark.</param>
/// <param name="OriginalLogoHorizontalUrl">Always null.</param>
internal sealed record ConnectorImagesBody(string LogoUrl, string? OriginalLogoHorizontalUrl);
