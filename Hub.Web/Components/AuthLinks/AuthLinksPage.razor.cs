using System.Globalization;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.AuthLinks;

/// <summary>The auth links that the signed-in user made: what became of each, who linked what, and how to undo it.</summary>
public sealed partial class AuthLinksPage : IDisposable
{
    private const int PageSize = 10;

    private readonly CancellationTokenSource _disposed = new();
    private AuthLinkPage? _page;
    private OwnerId _owner;
    private string _email = "";
    private bool _busy;

    /// <summary>The one request to show. Text, because an address that somebody typed may hold anything.</summary>
    [SupplyParameterFromQuery(Name = "request")]
    public string? RequestParameter { get; set; }

    /// <summary>Counted from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public string? PageParameter { get; set; }

    [Inject]
    public required AuthLinkDirectory Directory { get; init; }

    [Inject]
    public required AuthLinkEditor Changer { get; init; }

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

    private int AskedPage =>
        int.TryParse(PageParameter, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(page, 1) : 1;

    private int PageCount => ((_page?.Total ?? 0) + PageSize - 1) / PageSize;

    private int PageNumber => Math.Min(AskedPage, Math.Max(PageCount, 1));

    protected override async Task OnParametersSetAsync()
    {
        var user = (await AuthenticationState).User;
        if (OwnerId.From(user) is { } owner)
        {
            (_owner, _email) = (owner, user.Identity?.Name ?? "");
            await ReloadAsync();
        }
    }

    private async Task ReloadAsync()
    {
        try
        {
            var page = await Directory.ListAsync(_owner, AskedPage - 1, PageSize, Only, _disposed.Token);
            // A page beyond the end shows the last one.
            _page =
                page.Rows.Count == 0 && page.Total > 0
                    ? await Directory.ListAsync(_owner, (page.Total - 1) / PageSize, PageSize, Only, _disposed.Token)
                    : page;
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
    }

    private void Turn(int page) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("page", page == 1 ? (int?)null : page));

    private Task ReissueAsync(AuthLinkRow row) =>
        OnceAsync(async () =>
        {
            var dialog = await Dialogs.ShowAsync<ReissueDialog>(
                "Send the request again",
                new DialogParameters<ReissueDialog>
                {
                    { popup => popup.Row, row },
                    { popup => popup.Issuer, _email },
                    { popup => popup.Reissue, () => Changer.ReissueAsync(_owner, row.Id, CancellationToken.None) },
                },
                ReissueDialog.Options
            );
            await dialog.Result;
        });

    private Task RevokeAsync(AuthLinkRow row) =>
        OnceAsync(async () =>
        {
            var dialog = await Dialogs.ShowAsync<RevokeDialog>(
                "Revoke the link?",
                new DialogParameters<RevokeDialog> { { popup => popup.Row, row } },
                UnlinkDialog.Options
            );
            if (await dialog.Result is { Canceled: false } && await Changer.RevokeAsync(_owner, row.Id, CancellationToken.None))
            {
                Snackbar.Add("Revoked.", Severity.Success);
            }
        });

    private Task UndoAsync(AuthLinkAccount account) =>
        OnceAsync(async () =>
        {
            var dialog = await Dialogs.ShowAsync<UnlinkDialog>(
                $"Unlink {account.Name}?",
                new DialogParameters<UnlinkDialog>
                {
                    { popup => popup.AccountName, account.Name },
                    { popup => popup.ProviderName, Catalog.Find(account.ProviderSlug)?.Name ?? account.ProviderSlug },
                },
                UnlinkDialog.Options
            );
            if (await dialog.Result is { Canceled: false })
            {
                await Unlinker.UnlinkAsync(_owner, account.Id, CancellationToken.None);
                Snackbar.Add("Unlinked.", Severity.Success);
            }
        });

    /// <summary>Clicks queue; while one action runs, others are ignored.</summary>
    private async Task OnceAsync(Func<Task> action)
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            await action();
            await ReloadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private string ScopeOf(AuthLinkRow row) =>
        row.Providers.Count > 0 ? string.Join(", ", row.Providers.Select(slug => Catalog.Find(slug)?.Name ?? slug))
        : row.Categories is { } categories ? string.Join(", ", categories.Select(category => category.Label()))
        : "Any provider";

    private static string LabelOf(AuthLinkRow row) =>
        row.State switch
        {
            SessionState.Created => "Not opened yet",
            SessionState.Opened => "Opened",
            SessionState.Used => row.IsOpen ? "Used, still open" : "Used",
            SessionState.Expired => "Expired",
            SessionState.Revoked => "Revoked",
        };

    private string IdentityOf(AuthLinkAccount account) =>
        string.Join(
            " · ",
            new[] { Catalog.Find(account.ProviderSlug)?.Name ?? account.ProviderSlug, account.IdentityName, account.IdentityEmail }
                .OfType<string>()
                .Where(text => text != account.Name)
                .Distinct(StringComparer.Ordinal)
        );

    public void Dispose()
    {
        // Not disposed: what is still running looks at it.
        _disposed.Cancel();
    }
}
