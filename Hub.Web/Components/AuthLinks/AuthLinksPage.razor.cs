using System.Globalization;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.AuthLinks;

/// <summary>The link requests of the signed-in user, with the state of each and the accounts that were linked.</summary>
public sealed partial class AuthLinksPage
{
    private const int PageSize = 10;

    private AuthLinkPage? _page;
    private OwnerId _owner;
    private string _email = "";

    /// <summary>The one link request to show. Text, because people can type anything into an address.</summary>
    [SupplyParameterFromQuery(Name = "request")]
    public string? RequestParameter { get; set; }

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
            var page = await Directory.ListAsync(_owner, RequestedPage - 1, PageSize, Only, Disposed);
            // A page beyond the end shows the last one.
            _page =
                page.Rows.Count == 0 && page.Total > 0
                    ? await Directory.ListAsync(_owner, (page.Total - 1) / PageSize, PageSize, Only, Disposed)
                    : page;
        });

    private void GoToPage(int page) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("page", page == 1 ? (int?)null : page));

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
            await dialog.Result;
            await ReloadAsync();
        });

    private Task RevokeAsync(AuthLinkRow row) =>
        OnceAsync(async () =>
        {
            var customer = row.Origin.Name ?? row.Origin.Id;
            IReadOnlyList<string> paragraphs = row.Accounts.Count > 0 ? [Texts.RevokeText, Texts.AccountsStay] : [Texts.RevokeText];
            if (
                await ConfirmDialog.AskAsync(Dialogs, new ConfirmQuestion(Texts.RevokeTitle(customer), Texts.Revoke, paragraphs))
                && await Editor.RevokeAsync(_owner, row.Id, CancellationToken.None)
            )
            {
                Snackbar.Add(Texts.RevokedNotice(customer), Severity.Success);
            }

            await ReloadAsync();
        });

    private Task UnlinkAsync(AuthLinkAccount account) =>
        OnceAsync(async () =>
        {
            var provider = Catalog.Find(account.ProviderSlug);
            var question = UnlinkQuestion.Of(
                AccountTexts,
                account.Name,
                provider?.Name ?? account.ProviderSlug,
                provider?.FindMethod(account.AuthMethod)
            );
            if (await ConfirmDialog.AskAsync(Dialogs, question))
            {
                await Unlinker.UnlinkAsync(_owner, account.Id, CancellationToken.None);
                Snackbar.Add(AccountTexts.Unlinked(account.Name), Severity.Success);
            }

            await ReloadAsync();
        });

    private string ProvidersOf(AuthLinkRow row) =>
        row.Providers.Count > 0 ? string.Join(", ", row.Providers.Select(slug => Catalog.Find(slug)?.Name ?? slug))
        : row.Categories is { } categories ? string.Join(", ", categories.Select(CategoryTexts.Of))
        : Texts.AnyProvider;

    private string StateOf(AuthLinkRow row) => row is { State: SessionState.Used, IsOpen: true } ? Texts.StillOpen : Texts.State(row.State);

    private string IdentityOf(AuthLinkAccount account) =>
        string.Join(
            " · ",
            new[] { Catalog.Find(account.ProviderSlug)?.Name ?? account.ProviderSlug, account.IdentityName, account.IdentityEmail }
                .OfType<string>()
                .Where(text => text != account.Name)
                .Distinct(StringComparer.Ordinal)
        );
}
