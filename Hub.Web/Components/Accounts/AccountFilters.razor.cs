using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Accounts;

/// <summary>The filters of a list of accounts, and the choice of its columns.</summary>
public sealed partial class AccountFilters
{
    private IReadOnlyList<string> _providers = [];

    [Inject]
    public required AccountsMessages Texts { get; init; }

    [Inject]
    public required AccountDetailsMessages Details { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Parameter, EditorRequired]
    public required AccountFilter Filter { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<AccountFilter> Changed { get; set; }

    /// <summary>Reads the slugs of the providers to choose from. Called when somebody is about to choose.</summary>
    [Parameter, EditorRequired]
    public required Func<CancellationToken, Task<IReadOnlyList<string>>> LoadProviders { get; set; }

    /// <summary>The columns that can be hidden, by their <c>data-column</c>.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<(string Column, string Text)> Columns { get; set; }

    private IReadOnlyList<(string Value, string Text)> StatusChoices =>
        [.. AccountFilter.StatusChoices.Select(one => (one.Value, Details.StatusName(one.Status)))];

    private IReadOnlyList<(string Value, string Text)> TypeChoices =>
        [.. AccountFilter.TypeChoices.Select(one => (one.Value, Details.TypeName(one.Type)))];

    // Those that are chosen are there before the others are read.
    private IReadOnlyList<(string Value, string Text)> ProviderChoices =>
        [
            .. _providers
                .Union(Filter.ProviderValues, StringComparer.Ordinal)
                .Select(slug => Catalog.ForPage().Find(slug))
                .OfType<Provider>()
                .Select(provider => (provider.Slug, provider.Name))
                .OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase),
        ];

    private Task OpenedAsync() => UntilDisposedAsync(async () => _providers = await LoadProviders(Disposed));
}
