using System.Collections.Frozen;
using System.Text.Json;
using Hub.Core.AccessKeys;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Embed;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

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
        connectors
            .MapGet("", ListAsync)
            .WithName("listConnectorsMeta")
            .WithSummary("List the providers that can be linked")
            .WithDescription(
                "Most used first. A provider at which people can only authorize is listed once Hub's operator has set that up."
            );
        connectors.MapGet("/{provider}", GetAsync).WithName("getConnectorMeta").WithSummary("Get a provider");
    }

    private static async Task<Ok<ConnectorBody[]>> ListAsync(
        ProviderCatalog catalog,
        ProviderClients clients,
        PublicAddress address,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var offered = await clients.GetAvailableMethodsAsync(cancellationToken);
        return TypedResults.Ok(
            catalog.All.Where(offered.Any).Select(provider => ConnectorBody.Of(provider, offered, address.Of(request))).ToArray()
        );
    }

    private static async Task<Results<Ok<ConnectorBody>, ApiError>> GetAsync(
        string provider,
        ProviderCatalog catalog,
        ProviderClients clients,
        PublicAddress address,
        HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        catalog.Find(provider) is { } found
            ? TypedResults.Ok(ConnectorBody.Of(found, await clients.GetAvailableMethodsAsync(cancellationToken), address.Of(request)))
            : ApiError.NotFound("provider");

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

    /// <summary>
    /// Whether it can be linked at this moment: always true of what is listed. False where people can only authorize there, and
    /// Hub's operator has not set that up.
    /// </summary>
    public required bool Active { get; init; }

    /// <summary>Always empty: Hub does not map what providers hold.</summary>
    public IReadOnlyDictionary<string, JsonElement> Models { get; } = FrozenDictionary<string, JsonElement>.Empty;

    /// <summary>The ways to authenticate that are offered, each by its <c>integration_id</c>.</summary>
    public required IReadOnlyList<string> IntegrationIds { get; init; }

    public required ConnectorResourcesBody Resources { get; init; }

    /// <param name="hub">Where people reach Hub.</param>
    public static ConnectorBody Of(Provider provider, AvailableMethods offered, string hub) =>
        new()
        {
            Provider = provider.Slug,
            ProviderName = provider.Name,
            Category = ConnectorsApi.CategoryOf(provider),
            Active = offered.Any(provider),
            IntegrationIds = [.. offered.Of(provider).Select(method => IntegrationId.Of(provider, method.Kind))],
            Resources = new ConnectorResourcesBody(
                new ConnectorImagesBody(ProviderLogos.AddressOf(hub, provider), OriginalLogoHorizontalUrl: null)
            ),
        };
}

internal sealed record ConnectorResourcesBody(ConnectorImagesBody Images);

/// <param name="LogoUrl">A monogram in the brand's colour: Hub ships nobody's trademark.</param>
/// <param name="OriginalLogoHorizontalUrl">Always null.</param>
internal sealed record ConnectorImagesBody(string LogoUrl, string? OriginalLogoHorizontalUrl);
