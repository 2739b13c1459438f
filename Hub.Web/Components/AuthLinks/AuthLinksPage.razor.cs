using System.Globalization;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Shared;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.AuthLinks;

/// <summary>The link requests of the signed-in user, with the state of each and the accounts that were linked.</summary>
public sealed partial class AuthLinksPage
{
    private const int PageSize = 20;

    private readonly Dictionary<Guid, ElementReference> _rows = [];
    private ElementReference _heading;
    private FocusRequest? _focus;
    private AuthLinkPage? _page;
    private AuthLinkQuery? _query;
    private OwnerId _owner;
    private string _email = "";

    /// <summary>The one link request to show. Text, because people can type anything into an address.</summary>
    [SupplyParameterFromQuery(Name = "request")]
    public string? RequestParameter { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    public string? TabParameter { get; set; }

    /// <summary>A part of the customer's or person's name, or of the customer's id.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>Counted from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public string? PageParameter { get; set; }

    [Inject]
    public required CategoryMessages CategoryTexts { get; init; }

    [Inject]
    public required AuthLinkMessages Texts { get; init; }

    [Inject]
    public required AccountDetailsMessages AccountTexts { get; init; }

    [Inject]
    public required AuthLinkDirectory Directory { get; init; }

    [Inject]
    public required AuthLinkEditor Editor { get; init; }

    [Inject]
    public required AccountUnlinker Unlinker { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    private Guid? Only => Guid.TryParse(RequestParameter, out var id) ? id : null;

    private string? SearchText => SearchLimits.Cut(Search);

    private AuthLinkTab Tab =>
        TabParameter switch
        {
            "open" => AuthLinkTab.Open,
            "done" => AuthLinkTab.Done,
            _ => AuthLinkTab.All,
        };

    /// <summary>Nobody was asked yet.</summary>
    private bool IsEmpty => _page is { Total: 0 } && Only is null && Tab == AuthLinkTab.All && string.IsNullOrWhiteSpace(SearchText);

    private string NoneText =>
        Only is not null ? Texts.RequestGone
        : string.IsNullOrWhiteSpace(SearchText) ? (Tab == AuthLinkTab.Open ? Texts.NoOpenRequests : Texts.NoDoneRequests)
        : Texts.NoRequestMatches(SearchText);

    private int RequestedPage =>
        int.TryParse(PageParameter, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(page, 1) : 1;

    private int PageCount => ((_page?.Total ?? 0) + PageSize - 1) / PageSize;

    private int PageNumber => Math.Min(RequestedPage, Math.Max(PageCount, 1));

    protected override async Task OnParametersSetAsync()
    {
        var user = (await AuthenticationState).User;
        if (OwnerId.From(user) is { } owner)
        {
            (_owner, _email) = (owner, user.Identity?.Name ?? "");
            await ReloadAsync();
        }
    }

    private Task ReloadAsync() =>
        UntilDisposedAsync(async () =>
        {
            bool? isOpen = Tab switch
            {
                AuthLinkTab.All => null,
                AuthLinkTab.Open => true,
                AuthLinkTab.Done => false,
            };
            var query = new AuthLinkQuery(SearchText, isOpen, Only, RequestedPage - 1, PageSize);
            var isOtherPage = _query is { } last && last.Page != query.Page && last with { Page = query.Page } == query;
            _query = query;
            var page = await Directory.ListAsync(_owner, query, Disposed);
            // A page beyond the end shows the last one.
            if (page.Rows.Count == 0 && page.Total > 0)
            {
                page = await Directory.ListAsync(_owner, query with { Page = (page.Total - 1) / PageSize }, Disposed);
            }

            // People type on while the store answers. The answer to an older query must not replace that of a newer one.
            if (ReferenceEquals(query, _query))
            {
                _page = page;
                if (isOtherPage)
                {
                    // The link that was pressed is gone.
                    _focus = new FocusRequest(() => _heading.FocusAsync());
                }
            }
        });

    private void Find(string? text)
    {
        if ((text ?? "") != (Search ?? ""))
        {
            // Typing makes no history entries: back leaves the list.
            Navigation.NavigateTo(AddressWith(("q", string.IsNullOrWhiteSpace(text) ? null : text), ("page", null)), replace: true);
        }
    }

    private string AddressOf(int page) => AddressWith(("page", page == 1 ? null : page));

    private string AddressOf(AuthLinkTab tab)
    {
        string? name = tab switch
        {
            AuthLinkTab.All => null,
            AuthLinkTab.Open => "open",
            AuthLinkTab.Done => "done",
        };
        return AddressWith(("show", name), ("page", null));
    }

    private string AddressWith(params (string Name, object? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(change => change.Name, change => change.Value, StringComparer.Ordinal));

    private Task ReissueAsync(AuthLinkRow row) =>
        OnceAsync(async () =>
        {
            var dialog = await Dialogs.ShowAsync<ReissueDialog>(
                Texts.NewLinkTitle,
                new DialogParameters<ReissueDialog>
                {
                    { popup => popup.Row, row },
                    { popup => popup.Issuer, _email },
                    { popup => popup.Reissue, () => Editor.ReissueAsync(_owner, row.Id, CancellationToken.None) },
                },
                ReissueDialog.Options
            );
            if (await dialog.Result is { Canceled: false })
            {
                await ReloadAsync();
                FocusOn(row);
            }
        });

    private Task RevokeAsync(AuthLinkRow row) =>
        OnceAsync(async () =>
        {
            var customer = row.Origin.Name ?? row.Origin.Id;
            IReadOnlyList<string> paragraphs = row.Accounts.Count > 0 ? [Texts.RevokeText, Texts.AccountsStay] : [Texts.RevokeText];
            if (!await ConfirmDialog.AskAsync(Dialogs, new ConfirmQuestion(Texts.RevokeTitle(customer), Texts.Revoke, paragraphs)))
            {
                return;
            }

            if (await Editor.RevokeAsync(_owner, row.Id, CancellationToken.None))
            {
                Snackbar.Add(Texts.RevokedNotice(customer), Severity.Success);
            }

            await ReloadAsync();
            FocusOn(row);
        });

    private Task UnlinkAsync(AuthLinkRow row, AuthLinkAccount account) =>
        OnceAsync(async () =>
        {
            var provider = Catalog.Find(account.ProviderSlug);
            var providerName = provider?.Name ?? account.ProviderSlug;
            var question = UnlinkQuestion.Of(AccountTexts, account.Name, providerName, provider?.FindMethod(account.AuthMethod));
            if (await ConfirmDialog.AskAsync(Dialogs, question))
            {
                await Unlinker.UnlinkAsync(_owner, account.Id, CancellationToken.None);
                Snackbar.Add(AccountTexts.Unlinked(providerName, account.Name), Severity.Success);
                await ReloadAsync();
                FocusOn(row);
            }
        });

    /// <summary>The button that was pressed may be gone: the focus goes to its row, or above the list where that is gone too.</summary>
    private void FocusOn(AuthLinkRow row) =>
        _focus = new FocusRequest(() =>
            _page?.Rows.Any(one => one.Id == row.Id) == true ? _rows[row.Id].FocusAsync() : _heading.FocusAsync()
        );

    /// <summary>For whom it is, where several buttons have the same text.</summary>
    private static string WhoOf(AuthLinkRow row)
    {
        var customer = row.Origin.Name ?? row.Origin.Id;
        return row.Origin.Username is { } person ? $"{person}, {customer}" : customer;
    }

    private string ProvidersOf(AuthLinkRow row) =>
        row.Providers.Count > 0 ? Language.Join(row.Providers.Select(slug => Catalog.Find(slug)?.Name ?? slug))
        : row.Categories is { } categories ? Language.Join(categories.Select(CategoryTexts.Of))
        : Texts.AnyProvider;

    private string StateOf(AuthLinkRow row) =>
        row is { State: SessionState.Used, Renews: not null } ? Texts.Renewed
        : row is { State: SessionState.Used, IsOpen: true } ? Texts.StillOpen(row.Accounts.Count)
        : Texts.State(row.State);

    private string IdentityOf(AuthLinkAccount account) =>
        string.Join(
            " · ",
            new[] { Catalog.Find(account.ProviderSlug)?.Name ?? account.ProviderSlug, account.IdentityName, account.IdentityEmail }
                .OfType<string>()
                .Where(text => text != account.Name)
                .Distinct(StringComparer.Ordinal)
        );
}

/// <summary>Which link requests the page shows.</summary>
internal enum AuthLinkTab
{
    All,

    /// <summary>Accounts can still be linked.</summary>
    Open,
    Done,
}
