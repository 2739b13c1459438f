using System.Diagnostics;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Accounts;

/// <summary>One linked account of the signed-in user.</summary>
public sealed partial class AccountDetailsPage
{
    private bool _loaded;
    private OwnerId _owner;
    private AccountRow? _account;
    private Provider? _provider;
    private Notice? _notice;
    private bool _verifying;

    [Parameter]
    public Guid AccountId { get; set; }

    [Inject]
    public required VerificationMessages VerificationTexts { get; init; }

    [Inject]
    public required AccountDetailsMessages Texts { get; init; }

    [Inject]
    public required AccountDirectory Directory { get; init; }

    [Inject]
    public required AccountVerifier Verifier { get; init; }

    [Inject]
    public required AccountRenamer Renamer { get; init; }

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

    private AuthMethod? Method => _provider?.FindMethod(_account!.AuthMethod);

    private bool IsAuthorization => _account!.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    /// <summary>Whether another credential is the remedy.</summary>
    private bool IsInTrouble => _account!.Status != AccountStatus.Active || !_account.IsReadable;

    private string ProviderName => _provider?.Name ?? _account!.ProviderSlug;

    protected override async Task OnParametersSetAsync()
    {
        _notice = null;
        if (OwnerId.From((await AuthenticationState).User) is { } owner)
        {
            _owner = owner;
            await ReloadAsync();
        }

        _loaded = true;
    }

    private Task ReloadAsync() =>
        UntilDisposedAsync(async () =>
        {
            _account = await Directory.FindAsync(_owner, AccountId, Disposed);
            _provider = Catalog.ForPage().Find(_account?.ProviderSlug);
        });

    private Task VerifyAsync() =>
        OnceAsync(async () =>
        {
            _verifying = true;
            _notice = null;
            try
            {
                _notice = VerificationTexts.NoticeOf(
                    await Verifier.VerifyNowAsync(_owner, AccountId, Disposed),
                    ProviderName,
                    IsAuthorization
                );
            }
            finally
            {
                _verifying = false;
            }

            await ReloadAsync();
        });

    private Task RenameAsync() =>
        OnceAsync(async () =>
        {
            var dialog = await Dialogs.ShowAsync<RenameDialog>(
                Texts.RenameTitle,
                new DialogParameters<RenameDialog> { { popup => popup.Name, _account!.Name } },
                RenameDialog.Options
            );
            if ((await dialog.Result)?.Data is not string name)
            {
                return;
            }

            switch (await Renamer.RenameAsync(_owner, AccountId, name, CancellationToken.None))
            {
                case RenameOutcome.Renamed:
                    Snackbar.Add(Texts.Renamed(VisibleText.CleanName(name)), Severity.Success);
                    break;
                case RenameOutcome.NameInvalid:
                    _notice = new Notice(Texts.NameInvalidTitle, Texts.NameInvalidText(LinkedAccountLimits.Name));
                    break;
                case RenameOutcome.ChangedMeanwhile:
                    _notice = new Notice(Texts.ChangedTitle, Texts.ChangedText);
                    break;
                case RenameOutcome.NotFound:
                    break;
                default:
                    throw new UnreachableException();
            }

            await ReloadAsync();
        });

    private Task UnlinkAsync() =>
        OnceAsync(async () =>
        {
            var name = _account!.Name;
            if (await ConfirmDialog.AskAsync(Dialogs, UnlinkQuestion.Of(Texts, name, ProviderName, Method)))
            {
                // Not cancelled when the person leaves the page: they have confirmed.
                await Unlinker.UnlinkAsync(_owner, AccountId, CancellationToken.None);
                Snackbar.Add(Texts.Unlinked(ProviderName, name), Severity.Success);
                Navigation.NavigateTo("accounts");
            }
        });
}
