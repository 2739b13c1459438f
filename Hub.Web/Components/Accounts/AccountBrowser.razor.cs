using System.Globalization;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

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

    // Chosen, but not yet in the address: people choose faster than the browser navigates.
    private readonly List<AccountFilter> _pending = [];
    private AccountPage? _page;

    // What the page that is shown was asked for.
    private Request? _shown;
    private Request? _request;
    private OwnerId? _viewer;
    private IDisposable? _watch;
    private SearchInput? _search;
    private ElementReference _caption;
    private FocusRequest? _focus;

    [Inject]
    public required AccountsMessages Texts { get; init; }

    [Inject]
    public required AccountDetailsMessages Details { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required AccountFeed Feed { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Reads one page.</summary>
    [Parameter, EditorRequired]
    public required Func<AccountQuery, CancellationToken, Task<AccountPage>> Load { get; set; }

    /// <summary>Reads the slugs of the providers that the list has accounts of.</summary>
    [Parameter, EditorRequired]
    public required Func<CancellationToken, Task<IReadOnlyList<string>>> LoadProviders { get; set; }

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

    [SupplyParameterFromQuery(Name = "status")]
    public string? StatusParameter { get; set; }

    [SupplyParameterFromQuery(Name = "provider")]
    public string? ProviderParameter { get; set; }

    [SupplyParameterFromQuery(Name = "type")]
    public string? TypeParameter { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    private string? SearchText => SearchLimits.Cut(Search);

    private AccountFilter Filter => AccountFilter.Read(StatusParameter, ProviderParameter, TypeParameter, Catalog.ForPage());

    private AccountFilter Wanted => _pending.LastOrDefault() ?? Filter;

    private IReadOnlyList<(string Column, string Text)> Columns =>
        [
            ("provider", Texts.Provider),
            .. ShowOwner ? [("owner", Texts.Owner)] : Array.Empty<(string, string)>(),
            ("type", Details.Type),
            ("linked", Texts.Linked),
            ("verified", Texts.LastVerified),
        ];

    private IEnumerable<SortOrder> Offered => Orders.Where(order => ShowOwner || order.Sort != AccountSort.Owner);

    private SortOrder Current => Offered.FirstOrDefault(order => order.Key == OrderKey) ?? Orders[0];

    private int RequestedPage =>
        int.TryParse(PageParameter, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(page, 1) : 1;

    private int PageNumber => Math.Min(RequestedPage, Math.Max(PageCount, 1));

    private int PageCount => ((_page?.Total ?? 0) + PageSize - 1) / PageSize;

    protected override void OnInitialized() => _watch = Feed.Watch(ShowChangesAsync);

    protected override async Task OnParametersSetAsync()
    {
        var request = new Request(string.IsNullOrWhiteSpace(SearchText) ? null : SearchText, Current, Filter, RequestedPage - 1);
        if (_pending.LastIndexOf(request.Filter) is >= 0 and var arrived)
        {
            _pending.RemoveRange(0, arrived + 1);
        }
        else
        {
            _pending.Clear();
        }

        if (request == _request)
        {
            return;
        }

        var before = _request;
        _request = request;
        await UntilDisposedAsync(async () =>
        {
            _viewer = OwnerId.From((await AuthenticationState).User);
            await LoadAsync(request);
        });
        if (before is not null && before with { Page = request.Page } == request)
        {
            // People read a page from its top.
            _focus = new FocusRequest(() => _caption.FocusAsync());
        }
    }

    private Task ReloadAsync() => UntilDisposedAsync(() => LoadAsync(_request!));

    /// <summary>Something changed elsewhere: the rows are read again, and none changes its place under the person's hand.</summary>
    private Task ShowChangesAsync(IReadOnlySet<ChangedAccount> changes) =>
        InvokeAsync(async () =>
        {
            if (_page is null || _shown != _request || !(ShowOwner || changes.Any(change => change.OwnerId == _viewer?.Value)))
            {
                return;
            }

            var before = _page;
            await ReloadAsync();
            if (_page != before && _shown == _request)
            {
                _page = _page with { Rows = InPlace(before.Rows, _page.Rows) };
                StateHasChanged();
            }
        });

    /// <returns>The rows that were there before in the order of then, the new ones where they belong.</returns>
    private static List<AccountRow> InPlace(IReadOnlyList<AccountRow> before, IReadOnlyList<AccountRow> now)
    {
        var rows = now.ToDictionary(row => row.Id);
        var stays = new Queue<AccountRow>(before.Where(row => rows.ContainsKey(row.Id)).Select(row => rows[row.Id]));
        var known = stays.Select(row => row.Id).ToHashSet();
        return [.. now.Select(row => known.Contains(row.Id) ? stays.Dequeue() : row)];
    }

    private async Task LoadAsync(Request request)
    {
        var query = new AccountQuery(request.Search, request.Order.Sort, request.Order.Descending, request.Page, PageSize)
        {
            Statuses = request.Filter.Statuses,
            Providers = request.Filter.Providers,
            Type = request.Filter.AccountType,
        };
        var page = await Load(query, Disposed);
        // A page beyond the end shows the last one: the last account of a page may have been unlinked meanwhile.
        if (page.Rows.Count == 0 && page.Total > 0)
        {
            page = await Load(query with { Page = (page.Total - 1) / PageSize }, Disposed);
        }

        // People type on while the store answers. The answer to an older query must not replace that of a newer one.
        if (request == _request)
        {
            (_page, _shown) = (page, request);
        }
    }

    /// <summary>What is in the page may be acted on; null where the viewer only sees it.</summary>
    private AccountScope? ScopeOf(AccountRow row) =>
        _viewer is not { } viewer ? null
        : !ShowOwner ? AccountScope.Of(viewer)
        : row.OwnerEmail.Length == 0 ? AccountScope.OfProduct(viewer)
        : null;

    private void Choose(AccountFilter filter)
    {
        _pending.Add(filter);
        Go(replace: false, ("status", filter.Status), ("provider", filter.Provider), ("type", filter.Type), ("page", null));
    }

    private void ShowAll()
    {
        Go(replace: false, ("q", null), ("status", null), ("provider", null), ("type", null), ("page", null));
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

    protected override void Dispose(bool disposing)
    {
        _watch?.Dispose();
        base.Dispose(disposing);
    }

    private sealed record Request(string? Search, SortOrder Order, AccountFilter Filter, int Page);

    private sealed record SortOrder(string Key, AccountSort Sort, bool Descending);
}
