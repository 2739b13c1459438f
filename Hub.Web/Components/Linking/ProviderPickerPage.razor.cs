using Hub.Core.Identity;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Linking;

/// <summary>The wizard's first step: choose a provider. What was searched for and the category stand in the address.</summary>
public sealed partial class ProviderPickerPage : IDisposable
{
    private const string Path = "link";
    private const string SearchKey = "q";
    private const string CategoryKey = "category";

    private string? _search;
    private ProviderCategory? _category;
    private IReadOnlyList<(ProviderCategory Category, int Count)> _categories = [];
    private IReadOnlyList<Provider> _found = [];

    // How many would be found without the category.
    private int _elsewhere;
    private bool _isAdministrator;

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required ProviderSearch Providers { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    /// <summary>"administrator" right after the first registration.</summary>
    [SupplyParameterFromQuery]
    public string? Welcome { get; set; }

    private bool IsNewAdministrator => _isAdministrator && Welcome == "administrator";

    private string Summary => (_found.Count, Blank: string.IsNullOrWhiteSpace(_search)) switch
    {
        (0, _) => $"No provider matches “{_search?.Trim()}”{(_category is { } category ? $" in {category.Label()}" : "")}.",
        (1, Blank: false) => "1 provider matches",
        (var count, Blank: false) => $"{count} providers match, best first",
        (1, _) => "1 provider",
        (var count, _) => $"{count} providers, most used first",
    };

    /// <summary>This page's address as the state asks for it.</summary>
    private string Address => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [SearchKey] = string.IsNullOrWhiteSpace(_search) ? null : _search,
        [CategoryKey] = _category?.ToString(),
    });

    protected override async Task OnInitializedAsync()
    {
        _categories = [.. Catalog.All.GroupBy(provider => provider.Category).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))];
        ReadAddress();
        Navigation.LocationChanged += OnLocationChanged;
        _isAdministrator = (await AuthenticationState).User.IsInRole(HubRoles.Administrator);
    }

    // Back and forward, and this page's link in the header.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        if (Navigation.ToBaseRelativePath(change.Location).Split('?', '#')[0] == Path)
        {
            ReadAddress();
            StateHasChanged();
        }
    });

    private void ReadAddress()
    {
        var query = QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);
        _search = query.GetValueOrDefault(SearchKey);
        _category = Enum.TryParse<ProviderCategory>(query.GetValueOrDefault(CategoryKey), ignoreCase: true, out var category) && _categories.Any(one => one.Category == category)
            ? category
            : null;
        Find();
    }

    private void Find()
    {
        var everywhere = Providers.Find(_search);
        _elsewhere = everywhere.Count;
        _found = _category is { } category ? [.. everywhere.Where(provider => provider.Category == category)] : everywhere;
    }

    private Task SearchAsync(string? text)
    {
        _search = text;
        return ShowAsync();
    }

    private Task ShowAllAsync()
    {
        (_search, _category) = (null, null);
        return ShowAsync();
    }

    // Typing makes no history. Not by navigating: what comes back from that would be older than what was typed meanwhile.
    private async Task ShowAsync()
    {
        Find();
        await JS.InvokeVoidAsync("hubAddress.replace", Address);
    }

    private void Choose(ProviderCategory? category)
    {
        if (category != _category)
        {
            _category = category;
            Find();
            Navigation.NavigateTo(Address);
        }
    }

    // Enter in the search box opens what stands first, once something was typed.
    private void OpenFirst()
    {
        if (!string.IsNullOrWhiteSpace(_search) && _found.Count > 0)
        {
            Navigation.NavigateTo($"{Path}/{_found[0].Slug}");
        }
    }

    private string Pressed(ProviderCategory? category) => _category == category ? "true" : "false";

    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;
}
