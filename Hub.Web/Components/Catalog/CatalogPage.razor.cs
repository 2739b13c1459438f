using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Catalog;

/// <summary>All providers, for everybody: no sign-in and no script.</summary>
public sealed partial class CatalogPage
{
    private AvailableMethods _offered = AvailableMethods.KeysOnly;

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required ProviderSearch Providers { get; init; }

    [Inject]
    public required ProviderClients Clients { get; init; }

    [CascadingParameter]
    private HttpContext? HttpContext { get; set; }

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    private string? Text => string.IsNullOrWhiteSpace(Q) ? null : SearchLimits.Cut(Q.Trim());

    private IEnumerable<IGrouping<ProviderCategory, Provider>> Categories =>
        Catalog.All.GroupBy(provider => provider.Category).OrderBy(category => category.Key);

    private IReadOnlyList<Provider> Found => Providers.Find(Text);

    private string Summary =>
        Found.Count switch
        {
            0 => $"No provider matches “{Text}”",
            1 => $"1 provider matches “{Text}”",
            var count => $"{count} providers match “{Text}”",
        };

    protected override async Task OnInitializedAsync() =>
        _offered = await Clients.GetAvailableMethodsAsync(HttpContext?.RequestAborted ?? CancellationToken.None);

    private string MethodsOf(Provider provider) =>
        _offered.Any(provider)
            ? string.Join(" · ", _offered.Of(provider).Select(method => method.Label))
            : "Needs to be set up by Hub's operator";
}
