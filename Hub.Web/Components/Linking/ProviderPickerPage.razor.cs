using Hub.Core.Identity;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Linking;

/// <summary>The wizard's first step: choose a provider.</summary>
public sealed partial class ProviderPickerPage
{
    private string? _search;
    private ProviderCategory? _category;
    private List<ProviderCategory> _categories = [];
    private bool _isAdministrator;

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    /// <summary>"administrator" right after the first registration.</summary>
    [SupplyParameterFromQuery]
    public string? Welcome { get; set; }

    private bool IsNewAdministrator => _isAdministrator && Welcome == "administrator";

    private IEnumerable<Provider> Found => Catalog.Search(_search).Where(provider => _category is null || provider.Category == _category);

    protected override async Task OnInitializedAsync()
    {
        _categories = [.. Catalog.All.Select(provider => provider.Category).Distinct().Order()];
        _isAdministrator = (await AuthenticationState).User.IsInRole(HubRoles.Administrator);
    }

    private void Search(string? text) => _search = text;

    private void Clear() => (_search, _category) = (null, null);

    // Enter in the search box opens what stands first, once something was typed.
    private void OpenFirst()
    {
        if (!string.IsNullOrWhiteSpace(_search) && Found.FirstOrDefault() is { } first)
        {
            Open(first);
        }
    }

    private void Open(Provider provider) => Navigation.NavigateTo($"link/{provider.Slug}");

    private string Pressed(ProviderCategory? category) => _category == category ? "true" : "false";
}
