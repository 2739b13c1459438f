using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>Which providers Hub offers, for Administrators.</summary>
public sealed partial class ProviderAvailabilityPage
{
    private IReadOnlySet<string>? _disabled;
    private string? _search;
    private Notice? _notice;

    [Inject]
    public required ProviderClientMessages Texts { get; init; }

    [Inject]
    public required ProviderSwitch Switch { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required ProviderSearch Search { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    /// <summary>The disabled ones first: they are what somebody looks for.</summary>
    private IReadOnlyList<Provider> Found =>
        [
            .. Search
                .Find(_search)
                .Select(provider => Catalog.ForPage().Find(provider.Slug))
                .OfType<Provider>()
                .OrderBy(provider => _disabled!.Contains(provider.Slug) ? 0 : 1),
        ];

    protected override Task OnInitializedAsync() => UntilDisposedAsync(LoadAsync);

    private async Task LoadAsync() => _disabled = await Switch.ListDisabledAsync(Disposed);

    private Task SwitchAsync(Provider provider) =>
        OnceAsync(async () =>
        {
            _notice = null;
            var disable = !_disabled!.Contains(provider.Slug);
            if (disable && !await AskAsync(provider))
            {
                return;
            }

            // Not cancelled when the person leaves the page: they have confirmed.
            if (
                OwnerId.From((await AuthenticationState).User) is { } administrator
                && await Switch.SetAsync(administrator, provider.Slug, disable, CancellationToken.None)
            )
            {
                Snackbar.Add(disable ? Texts.DisabledNow(provider.Name) : Texts.EnabledNow(provider.Name), Severity.Success);
            }
            else
            {
                _notice = new Notice(Texts.NotPermittedTitle, Texts.NotPermittedText);
            }

            await LoadAsync();
        });

    private async Task<bool> AskAsync(Provider provider)
    {
        var accounts = await Switch.CountAccountsAsync(provider.Slug, Disposed);
        return await ConfirmDialog.AskAsync(
            Dialogs,
            new ConfirmQuestion(
                Texts.DisableTitle(provider.Name),
                Texts.Disable,
                accounts == 0 ? Texts.DisableNoAccounts : Texts.DisableAccounts(accounts),
                Texts.DisableLinks
            )
        );
    }
}
