using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Linking;

/// <summary>The wizard's first step: choose a provider, of all there are or of those that a connect session permits.</summary>
public sealed partial class ProviderPicker
{
    private IReadOnlyList<(ProviderCategory Category, int Count)> _categories = [];
    private List<Provider> _found = [];

    // How many match without the category.
    private int _foundInAll;
    private bool _isExpanded;
    private FocusRequest? _focus;

    [Inject]
    public required CategoryMessages CategoryTexts { get; init; }

    [Inject]
    public required ProviderSearch Providers { get; init; }

    /// <summary>The providers to choose from.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Provider> Available { get; set; }

    /// <summary>Where the pages are that the tiles lead to; null where a tile leads nowhere but to <see cref="OnChoose"/>.</summary>
    [Parameter]
    public string? Path { get; set; }

    [Parameter]
    public string? Search { get; set; }

    [Parameter]
    public EventCallback<string?> SearchChanged { get; set; }

    /// <summary>Null for all.</summary>
    [Parameter]
    public ProviderCategory? Category { get; set; }

    [Parameter]
    public EventCallback<ProviderCategory?> CategoryChanged { get; set; }

    /// <summary>Search and category are to be emptied.</summary>
    [Parameter]
    public EventCallback OnShowAll { get; set; }

    [Parameter]
    public EventCallback<Provider> OnChoose { get; set; }

    /// <summary>Whether the search box takes the focus.</summary>
    [Parameter]
    public bool AutoFocus { get; set; } = true;

    /// <summary>How many providers are shown before the person asks for all; null for all. A frame would be very long.</summary>
    [Parameter]
    public int? Limit { get; set; }

    /// <summary>The provider that the person comes back from. Its tile takes the focus, so that they are where they were.</summary>
    [Parameter]
    public Provider? Previous { get; set; }

    /// <summary>Stands beside the number of providers.</summary>
    [Parameter]
    public RenderFragment? Aside { get; set; }

    /// <summary>Stands below, where no provider matches.</summary>
    [Parameter]
    public RenderFragment? NotFound { get; set; }

    [Inject]
    public required PickerMessages Texts { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    /// <summary>What Enter in the search box opens: the first match, once something was typed.</summary>
    private Provider? Marked => string.IsNullOrWhiteSpace(Search) ? null : _found.FirstOrDefault();

    private List<Provider> Shown => Limit is { } limit && !_isExpanded ? [.. _found.Take(limit)] : _found;

    private string Summary =>
        (_found.Count, Search?.Trim(), Category) switch
        {
            (0, var search, { } category) => Texts.NoMatchIn(search ?? "", CategoryTexts.Of(category)),
            (0, var search, null) => Texts.NoMatch(search ?? ""),
            (var count, null or "", _) => Texts.Count(count),
            (var count, _, _) => Texts.Matches(count),
        };

    protected override void OnInitialized()
    {
        if (Previous is { } previous)
        {
            _isExpanded = FindAvailable().Take(Limit ?? int.MaxValue).All(provider => provider.Slug != previous.Slug);
            _focus = FocusOn(previous);
        }
    }

    protected override void OnParametersSet()
    {
        _categories =
        [
            .. Available.GroupBy(provider => provider.Category).OrderBy(group => group.Key).Select(group => (group.Key, group.Count())),
        ];
        var everywhere = FindAvailable().ToList();
        _foundInAll = everywhere.Count;
        _found = Category is { } category ? [.. everywhere.Where(provider => provider.Category == category)] : everywhere;
    }

    /// <summary>By slug: the search knows the English providers, and those to choose from are in the language of the page.</summary>
    private IEnumerable<Provider> FindAvailable()
    {
        var available = Available.ToDictionary(provider => provider.Slug, StringComparer.Ordinal);
        return Providers.Find(Search).Select(provider => available.GetValueOrDefault(provider.Slug)).OfType<Provider>();
    }

    private Task ChooseAsync(ProviderCategory? category) =>
        category == Category ? Task.CompletedTask : CategoryChanged.InvokeAsync(category);

    private Task ChooseFirstAsync() => Marked is { } marked ? OnChoose.InvokeAsync(marked) : Task.CompletedTask;

    /// <summary>The focus goes to the first provider that was not shown before.</summary>
    private void Expand()
    {
        _focus = FocusOn(_found[Shown.Count]);
        _isExpanded = true;
    }

    private FocusRequest FocusOn(Provider provider) => new(() => JS.InvokeVoidAsync("hubPage.focus", ProviderTiles.IdOf(provider)));

    private string Pressed(ProviderCategory? category) => Category == category ? "true" : "false";
}
