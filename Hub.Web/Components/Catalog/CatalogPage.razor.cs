using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Catalog;

/// <summary>All providers. A public page: it needs no sign-in and no script.</summary>
public sealed partial class CatalogPage
{
    private AvailableMethods _offered = AvailableMethods.KeysOnly;

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

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    private string? Text => string.IsNullOrWhiteSpace(Q) ? null : SearchLimits.Cut(Q.Trim());

    private IEnumerable<IGrouping<ProviderCategory, Provider>> Categories =>
        Catalog.ForPage().All.GroupBy(provider => provider.Category).OrderBy(category => category.Key);

    private IReadOnlyList<Provider> Found => Providers.Find(Text);

    private string Summary => Found.Count == 0 ? Texts.NoMatch(Text!) : Texts.Matches(Found.Count, Text!);

    protected override async Task OnInitializedAsync() =>
        _offered = await Clients.GetAvailableMethodsAsync(HttpContext?.RequestAborted ?? CancellationToken.None);

    private string MethodsOf(Provider provider) =>
        _offered.Any(provider) ? string.Join(" · ", _offered.Of(provider).Select(method => method.Label)) : Texts.NotSetUp;
}
