using System.Globalization;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Accounts;

/// <summary>A page of linked accounts with search and order; the owner's on one page, everybody's on another.</summary>
public sealed partial class AccountBrowser : IDisposable
{
    private const int PageSize = 20;

    // The key stands in the address. The first is the default.
    private static readonly Order[] Orders =
    [
        new("newest", "Newest first", AccountSort.LinkedAt, Descending: true),
        new("oldest", "Oldest first", AccountSort.LinkedAt, Descending: false),
        new("name", "Name A–Z", AccountSort.Name, Descending: false),
        new("name-desc", "Name Z–A", AccountSort.Name, Descending: true),
        new("provider", "Provider A–Z", AccountSort.Provider, Descending: false),
        new("provider-desc", "Provider Z–A", AccountSort.Provider, Descending: true),
        new("status", "Status, active first", AccountSort.Status, Descending: false),
        new("status-desc", "Status, problems first", AccountSort.Status, Descending: true),
        new("owner", "Owner A–Z", AccountSort.Owner, Descending: false),
        new("owner-desc", "Owner Z–A", AccountSort.Owner, Descending: true),
    ];

    private readonly CancellationTokenSource _disposed = new();
    private AccountPage? _page;
    private AccountQuery? _shown;

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Reads one page.</summary>
    [Parameter, EditorRequired]
    public required Func<AccountQuery, CancellationToken, Task<AccountPage>> Load { get; set; }

    /// <summary>Shown instead of the list when there is nothing to list.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment Empty { get; set; }

    [Parameter]
    public bool ShowOwner { get; set; }

    /// <summary>The row to point out.</summary>
    [Parameter]
    public Guid? Highlighted { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "order")]
    public string? OrderKey { get; set; }

    /// <summary>Counted from 1. Text, because an address that somebody typed may hold anything.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public string? PageParameter { get; set; }

    private string? Text => SearchLimits.Cut(Search);

    private IEnumerable<Order> Offered => Orders.Where(order => ShowOwner || order.Sort != AccountSort.Owner);

    private Order Current => Offered.FirstOrDefault(order => order.Key == OrderKey) ?? Orders[0];

    private int AskedPage =>
        int.TryParse(PageParameter, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(page, 1) : 1;

    private int PageNumber => Math.Min(AskedPage, Math.Max(PageCount, 1));

    private int PageCount => ((_page?.Total ?? 0) + PageSize - 1) / PageSize;

    private string CountText => _page!.Total == 1 ? "1 account" : $"{_page.Total} accounts";

    protected override async Task OnParametersSetAsync()
    {
        var query = new AccountQuery(Text, Current.Sort, Current.Descending, AskedPage - 1, PageSize);
        if (query == _shown)
        {
            return;
        }

        _shown = query;
        try
        {
            var page = await Load(query, _disposed.Token);
            // A page beyond the end (the last row was unlinked meanwhile) shows the last one.
            if (page.Rows.Count == 0 && page.Total > 0)
            {
                page = await Load(query with { Page = (page.Total - 1) / PageSize }, _disposed.Token);
            }

            // Typing goes on while the store answers; an answer to an older question must not win.
            if (query == _shown)
            {
                _page = page;
            }
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page. (SqlClient does not always call a cancelled query that.)
        }
    }

    private Task FindAsync(string? text)
    {
        if ((text ?? "") == (Search ?? ""))
        {
            return Task.CompletedTask;
        }

        // Typing makes no history: back leaves the list, not the last letter.
        Go(replace: true, ("q", string.IsNullOrWhiteSpace(text) ? null : text), ("page", null));
        return Task.CompletedTask;
    }

    private Task OrderAsync(ChangeEventArgs change)
    {
        // After a reconnect the browser sends what is chosen once more. The person stays on the page that they were reading.
        if ((string?)change.Value is { } key && key != Current.Key)
        {
            OrderBy(key);
        }

        return Task.CompletedTask;
    }

    private Task TurnAsync(int page)
    {
        Go(replace: false, ("page", page == 1 ? null : page));
        return Task.CompletedTask;
    }

    private void OrderBy(string key) => Go(replace: false, ("order", key == Orders[0].Key ? null : key), ("page", null));

    private void Go(bool replace, params (string Name, object? Value)[] changes) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                changes.ToDictionary(change => change.Name, change => change.Value, StringComparer.Ordinal)
            ),
            replace: replace
        );

    /// <summary>A second click on the same column turns the order round.</summary>
    private void Toggle(string key)
    {
        var opposite = key == "newest" ? "oldest" : $"{key}-desc";
        OrderBy(Current.Key == key ? opposite : key);
    }

    private string AriaSort(string key)
    {
        var sort = Array.Find(Orders, order => order.Key == key)!.Sort;
        return Current.Sort != sort ? "none"
            : Current.Descending ? "descending"
            : "ascending";
    }

    private string IdentityText(AccountRow row) =>
        string.Join(
            " · ",
            new[]
            {
                row.Identity.Name,
                row.Identity.Email,
                row.Identity.Organization,
                AccountPlace.Of(Catalog.Find(row.ProviderSlug)?.FindMethod(row.AuthMethod), row.Address)?.InALine,
            }
                .OfType<string>()
                .Where(text => text != row.Name)
                .Distinct(StringComparer.Ordinal)
        );

    public void Dispose()
    {
        // Not disposed: what is still running looks at it.
        _disposed.Cancel();
    }

    private sealed record Order(string Key, string Label, AccountSort Sort, bool Descending);
}
