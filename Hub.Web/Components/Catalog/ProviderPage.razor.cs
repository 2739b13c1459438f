using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Catalog;

/// <summary>All that Hub knows about one provider. A public page: it needs no sign-in and no script.</summary>
public sealed partial class ProviderPage
{
    private AvailableMethods _offered = AvailableMethods.KeysOnly;

    [Parameter]
    public required string Slug { get; set; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required ProviderSearch Providers { get; init; }

    [Inject]
    public required ProviderClients Clients { get; init; }

    [Inject]
    public required CatalogMessages Texts { get; init; }

    [Inject]
    public required CategoryMessages CategoryTexts { get; init; }

    [CascadingParameter]
    private HttpContext? HttpContext { get; set; }

    private Provider? Provider => Catalog.ForPage().Find(Slug);

    protected override void OnInitialized()
    {
        if (Provider is null && HttpContext is { } context)
        {
            // At the last moment: when Blazor sees a 404 earlier, it renders the page for every 404, and this one says more.
            context.Response.OnStarting(() =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
    }

    protected override async Task OnInitializedAsync() =>
        _offered = await Clients.GetAvailableMethodsAsync(HttpContext?.RequestAborted ?? CancellationToken.None);

    private string Here(AuthMethod method) => $"providers/{Provider!.Slug}#{MethodSection.Anchor(method)}";

    private string NameOf(Fact fact) =>
        fact switch
        {
            Fact.Address => Texts.FactAddress,
            Fact.Authentication => Texts.FactAuthentication,
            Fact.Probe => Texts.FactProbe,
            Fact.Identity => Texts.FactIdentity,
            Fact.Failures => Texts.FactFailures,
            Fact.KeyFamilies => Texts.FactKeyFamilies,
            Fact.Authorization => Texts.FactAuthorization,
            Fact.Guide => Texts.FactGuide,
            Fact.RateLimit => Texts.FactRateLimit,
            Fact.KeyExpiry => Texts.FactKeyExpiry,
        };
}
