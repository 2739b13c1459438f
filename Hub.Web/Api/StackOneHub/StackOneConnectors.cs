using System.Text.Json.Serialization;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Embed;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Web.Api.StackOneHub;

/// <summary><c>/api/hub/connectors</c>: the providers that a session is for, and their forms.</summary>
internal static class StackOneConnectors
{
    public static void MapConnectors(this IEndpointRouteBuilder hub)
    {
        hub.MapGet("/connectors", ListAsync)
            .WithName("listHubConnectors")
            .WithSummary("The providers, and ways to authenticate there, that the session is for");
        hub.MapGet("/connectors/{integrationId}", Read).WithName("getHubConnector").WithSummary("The form of one of them");
    }

    /// <param name="provider">The component names one where it edits an account, and then takes the first that it finds.</param>
    private static async Task<Integrations> ListAsync(
        string? provider,
        CallingSession session,
        ProviderCatalog catalog,
        SessionAccounts accounts,
        PublicAddress address,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var grant = session.Grant;
        var only = provider ?? (grant.Providers is [var single] ? single : null);
        // An account that is there is edited in the way it was linked.
        var used =
            only is not null && (provider is not null || !grant.Multiple)
                ? await accounts.FindMethodAsync(grant, only, cancellationToken)
                : null;
        var hub = address.Of(request);
        return new Integrations([
            .. from one in catalog.All
            where grant.Allows(one) && (provider is null || one.Slug == provider)
            from method in grant.MethodsOf(one)
            where used is null || used == method.Kind || grant.Multiple
            orderby used == method.Kind descending
            select new Integration(
                Active: true,
                grant.MethodsOf(one).Skip(1).Any() ? $"{one.Name} ({method.Label})" : one.Name,
                one.Slug,
                one.Category.Label(),
                // The component tells rows apart by provider and version.
                $"1.0.0+{method.Kind.ToName()}",
                method.Kind.ToName(),
                "production",
                IntegrationId.Of(one, method.Kind),
                ProviderLogos.AddressOf(hub, one)
            ),
        ]);
    }

    private static Results<Ok<Connector>, ApiError> Read(
        string integrationId,
        CallingSession session,
        ProviderCatalog catalog,
        PublicAddress address,
        ConnectMessages messages,
        HttpRequest request
    )
    {
        var grant = session.Grant;
        return
            IntegrationId.Find(catalog, integrationId) is var (provider, named)
            && (named ?? grant.MethodsOf(provider).FirstOrDefault()) is { } method
            && grant.Allows(provider, method.Kind)
            ? TypedResults.Ok(
                new Connector(ConnectorForm.Of(provider, method, address.Of(request), messages), new ConnectorSettings(new(), new()))
            )
            : ApiError.NotFound("connector");
    }

    internal sealed record Integrations([property: JsonPropertyName("integrations")] IReadOnlyList<Integration> List);

    /// <param name="Type">What the component shows as the category.</param>
    internal sealed record Integration(
        bool Active,
        string Name,
        string Provider,
        string Type,
        string Version,
        string AuthenticationConfigKey,
        string Environment,
        string IntegrationId,
        string LogoUrl
    );

    internal sealed record Connector(ConnectorForm Config, ConnectorSettings HubSettings);

    internal sealed record ConnectorSettings(Nothing ConfiguredWebhookEvents, Nothing ProjectSettings);

    internal sealed record Nothing;
}
