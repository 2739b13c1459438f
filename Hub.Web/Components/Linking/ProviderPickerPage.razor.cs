using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Linking;

/// <summary>The wizard's first step for a signed-in owner. What was searched for and the category stand in the address.</summary>
public sealed partial class ProviderPickerPage
{
    private const string Path = "link";
    private const string SearchKey = "q";
    private const string CategoryKey = "category";

    private string? _search;
    private ProviderCategory? _category;
    private bool _isAdministrator;

    // Null until it is known who looks.
    private IReadOnlyList<Provider>? _available;

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required ProviderClients Clients { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    /// <summary>"administrator" right after the first registration.</summary>
    [SupplyParameterFromQuery]
    public string? Welcome { get; set; }

    [Inject]
    public required PickerMessages Texts { get; init; }

    private MarkupString NotListedText => _isAdministrator ? Texts.NotListedAdministrator : new(Texts.NotListedMember);

    private bool IsNewAdministrator => _isAdministrator && Welcome == "administrator";

    /// <summary>This page's address as the state asks for it.</summary>
    private string Address =>
        Navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [SearchKey] = string.IsNullOrWhiteSpace(_search) ? null : _search,
                [CategoryKey] = _category?.ToString(),
            }
        );

    protected override async Task OnInitializedAsync()
    {
        ReadAddress();
        Navigation.LocationChanged += OnLocationChanged;
        _isAdministrator = (await AuthenticationState).User.IsInRole(HubRoles.Administrator);
        // Administrators see what has to be set up first, too: it says how.
        await UntilDisposedAsync(async () =>
        {
            var methods = await Clients.GetAvailableMethodsAsync(Disposed);
            _available = [.. Catalog.All.Where(provider => (_isAdministrator && !methods.IsDisabled(provider)) || methods.Any(provider))];
        });
    }

    // Back and forward, and this page's link in the header.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) =>
        _ = InvokeAsync(() =>
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
        _search = SearchLimits.Cut(query.GetValueOrDefault(SearchKey));
        _category =
            Enum.TryParse<ProviderCategory>(query.GetValueOrDefault(CategoryKey), ignoreCase: true, out var category)
            && Catalog.All.Any(provider => provider.Category == category)
                ? category
                : null;
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
    private async Task ShowAsync() => await JS.InvokeVoidAsync("hubAddress.replace", Address);

    private void Choose(ProviderCategory? category)
    {
        _category = category;
        Navigation.NavigateTo(Address);
    }

    private void Open(Provider provider) => Navigation.NavigateTo($"{Path}/{provider.Slug}");

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }
}
