using System.Globalization;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Accounts;

/// <summary>A list of linked accounts with search, order and pages: the owner's accounts, or everybody's.</summary>
public sealed partial class AccountBrowser
{
    private const int PageSize = 20;

    // The key is in the address. The first one is the default.
    private static readonly SortOrder[] Orders =
    [
        new("newest", AccountSort.LinkedAt, Descending: true),
        new("oldest", AccountSort.LinkedAt, Descending: false),
        new("name", AccountSort.Name, Descending: false),
        new("name-desc", AccountSort.Name, Descending: true),
        new("provider", AccountSort.Provider, Descending: false),
        new("provider-desc", AccountSort.Provider, Descending: true),
        new("status", AccountSort.Status, Descending: false),
        new("status-desc", AccountSort.Status, Descending: true),
        new("owner", AccountSort.Owner, Descending: false),
        new("owner-desc", AccountSort.Owner, Descending: true),
    ];

    private AccountPage? _page;

    // What the page that is shown was searched for.
    private string? _pageSearch;
    private AccountQuery? _query;
    private SearchInput? _search;
    private ElementReference _caption;
    private FocusRequest? _focus;

    [Inject]
    public required AccountsMessages Texts { get; init; }

    [Inject]
    public required AccountStatusMessages StatusTexts { get; init; }

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

    /// <summary>The account whose row is highlighted.</summary>
    [Parameter]
    public Guid? Highlighted { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "order")]
    public string? OrderKey { get; set; }

    /// <summary>Counted from 1. Text, because people can type anything into an address.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public string? PageParameter { get; set; }

    private string? SearchText => SearchLimits.Cut(Search);

    private IEnumerable<SortOrder> Offered => Orders.Where(order => ShowOwner || order.Sort != AccountSort.Owner);

    private SortOrder Current => Offered.FirstOrDefault(order => order.Key == OrderKey) ?? Orders[0];

    private int RequestedPage =>
        int.TryParse(PageParameter, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(page, 1) : 1;

    private int PageNumber => Math.Min(RequestedPage, Math.Max(PageCount, 1));

    private int PageCount => ((_page?.Total ?? 0) + PageSize - 1) / PageSize;

    protected override async Task OnParametersSetAsync()
    {
        var query = new AccountQuery(SearchText, Current.Sort, Current.Descending, RequestedPage - 1, PageSize);
        if (query == _query)
        {
            return;
        }

        var before = _query;
        _query = query;
        await UntilDisposedAsync(() => LoadAsync(query));
        if (before is not null && before with { Page = query.Page } == query)
        {
            // People read a page from its top.
            _focus = new FocusRequest(() => _caption.FocusAsync());
        }
    }

    private async Task LoadAsync(AccountQuery query)
    {
        var page = await Load(query, Disposed);
        // A page beyond the end shows the last one: the last account of a page may have been unlinked meanwhile.
        if (page.Rows.Count == 0 && page.Total > 0)
        {
            page = await Load(query with { Page = (page.Total - 1) / PageSize }, Disposed);
        }

        // People type on while the store answers. The answer to an older query must not replace that of a newer one.
        if (query == _query)
        {
            (_page, _pageSearch) = (page, query.Search);
        }
    }

    private void ShowAll()
    {
        Find(null);
        _focus = new FocusRequest(() => _search!.FocusAsync());
    }

    private void Find(string? text)
    {
        if ((text ?? "") != (Search ?? ""))
        {
            // Typing makes no history entries: back leaves the list.
            Go(replace: true, ("q", string.IsNullOrWhiteSpace(text) ? null : text), ("page", null));
        }
    }

    private void Sort(ChangeEventArgs change)
    {
        // After a reconnect the browser sends the selected value again. The person stays on the page that they read.
        if ((string?)change.Value is { } key && key != Current.Key)
        {
            OrderBy(key);
        }
    }

    private void OrderBy(string key) => Go(replace: false, ("order", key == Orders[0].Key ? null : key), ("page", null));

    private void Go(bool replace, params (string Name, object? Value)[] changes) =>
        Navigation.NavigateTo(AddressWith(changes), replace: replace);

    private string AddressOf(int page) => AddressWith(("page", page == 1 ? null : page));

    private string AddressWith(params (string Name, object? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Name, change => change.Value, StringComparer.Ordinal));

    /// <summary>A second click on the same column reverses the order.</summary>
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

    private string OriginOf(OriginOwner origin)
    {
        var customer = origin.Name ?? origin.Id;
        return origin.Username is { } person ? Texts.LinkedForPerson(customer, person) : Texts.LinkedFor(customer);
    }

    private string IdentityText(AccountRow row) =>
        string.Join(
            " · ",
            new[]
            {
                row.Identity.Name,
                row.Identity.Email,
                row.Identity.Organization,
                AccountPlace.Of(Catalog.ForPage().Find(row.ProviderSlug)?.FindMethod(row.AuthMethod), row.Address)?.InALine,
            }
                .OfType<string>()
                .Where(text => text != row.Name)
                .Distinct(StringComparer.Ordinal)
        );

    private sealed record SortOrder(string Key, AccountSort Sort, bool Descending);
}
