using Hub.Core.OAuth;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Catalog;

/// <summary>All that Hub knows of one provider, for everybody: no sign-in and no script.</summary>
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

    [CascadingParameter]
    private HttpContext? HttpContext { get; set; }

    private Provider? Provider => Catalog.Find(Slug);

    private string Description =>
        $"How to link {Provider!.Name} with Hub: what it takes, the least permission that needs, the way there step by step, and how "
        + $"Hub proves it.";

    protected override void OnInitialized()
    {
        if (Provider is null && HttpContext is { } context)
        {
            // At the last moment: seeing a 404 earlier, Blazor leaves it to the page for every 404, and this one says more.
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

    private static string Word(Fact fact) =>
        fact switch
        {
            Fact.Address => "address",
            Fact.Authentication => "authentication",
            Fact.Probe => "request",
            Fact.Identity => "whose it is",
            Fact.Failures => "answers",
            Fact.KeyFamilies => "kinds of key",
            Fact.Authorization => "signing in",
            Fact.Guide => "steps",
        };
}
