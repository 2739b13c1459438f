using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

/// <summary>The wizard's first step: choose a provider, of all there are or of those that a connect session permits.</summary>
public sealed partial class ProviderPicker
{
    private IReadOnlyList<(ProviderCategory Category, int Count)> _categories = [];
    private List<Provider> _found = [];

    // How many would be found without the category.
    private int _elsewhere;

    [Inject]
    public required CategoryMessages CategoryTexts { get; init; }

    [Inject]
    public required ProviderSearch Providers { get; init; }

    /// <summary>The providers to choose from.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Provider> Offered { get; set; }

    /// <summary>Where the pages are that the tiles lead to; null where a tile leads nowhere but to <see cref="Chosen"/>.</summary>
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

    /// <summary>Neither search nor category.</summary>
    [Parameter]
    public EventCallback ShowAll { get; set; }

    [Parameter]
    public EventCallback<Provider> Chosen { get; set; }

    /// <summary>Whether one can type at once.</summary>
    [Parameter]
    public bool TakesFocus { get; set; } = true;

    /// <summary>Stands beside the number of providers.</summary>
    [Parameter]
    public RenderFragment? Aside { get; set; }

    /// <summary>For those who find no provider.</summary>
    [Parameter]
    public RenderFragment? Missing { get; set; }

    [Inject]
    public required PickerMessages Texts { get; init; }

    private string Summary =>
        (_found.Count, Search?.Trim(), Category) switch
        {
            (0, var search, { } category) => Texts.NoMatchIn(search ?? "", CategoryTexts.Of(category)),
            (0, var search, null) => Texts.NoMatch(search ?? ""),
            (var count, null or "", _) => Texts.Count(count),
            (var count, _, _) => Texts.Matches(count),
        };

    protected override void OnParametersSet()
    {
        _categories =
        [
            .. Offered.GroupBy(provider => provider.Category).OrderBy(group => group.Key).Select(group => (group.Key, group.Count())),
        ];
        var everywhere = Providers.Find(Search).Where(Offered.Contains).ToList();
        _elsewhere = everywhere.Count;
        _found = Category is { } category ? [.. everywhere.Where(provider => provider.Category == category)] : everywhere;
    }

    private Task ChooseAsync(ProviderCategory? category) =>
        category == Category ? Task.CompletedTask : CategoryChanged.InvokeAsync(category);

    // Enter in the search box opens what stands first, once something was typed.
    private Task ChooseFirstAsync() =>
        string.IsNullOrWhiteSpace(Search) || _found.Count == 0 ? Task.CompletedTask : Chosen.InvokeAsync(_found[0]);

    private string Pressed(ProviderCategory? category) => Category == category ? "true" : "false";
}
