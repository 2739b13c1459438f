using System.Diagnostics;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Accounts;

/// <summary>One linked account of the signed-in user.</summary>
public sealed partial class AccountDetailsPage : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private State _state;
    private OwnerId _owner;
    private AccountRow? _account;
    private Provider? _provider;
    private Notice? _notice;
    private bool _busy;
    private bool _verifying;

    private enum State
    {
        Loading,
        Loaded,
    }

    [Parameter]
    public Guid AccountId { get; set; }

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

    private bool IsSignIn => _account!.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    private string ProviderName => _provider?.Name ?? _account!.ProviderSlug;

    protected override async Task OnParametersSetAsync()
    {
        _notice = null;
        if (OwnerId.From((await AuthenticationState).User) is { } owner)
        {
            _owner = owner;
            await ReloadAsync();
        }

        _state = State.Loaded;
    }

    private async Task ReloadAsync()
    {
        try
        {
            _account = await Directory.FindAsync(_owner, AccountId, _disposed.Token);
            _provider = Catalog.Find(_account?.ProviderSlug);
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
    }

    private Task VerifyAsync() =>
        OnceAsync(async () =>
        {
            _verifying = true;
            _notice = null;
            try
            {
                _notice = VerifyNotice.Of(await Verifier.VerifyNowAsync(_owner, AccountId, _disposed.Token), ProviderName, IsSignIn);
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
                "Rename the account",
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
                    Snackbar.Add("Renamed.", Severity.Success);
                    break;
                case RenameOutcome.NameInvalid:
                    _notice = new Notice("That name cannot be used", $"Enter a name of at most {LinkedAccountLimits.Name} characters.");
                    break;
                case RenameOutcome.ChangedMeanwhile:
                    _notice = new Notice(
                        "The account changed in the same moment",
                        "Its new state is shown below. Rename it again if you still want to."
                    );
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
            var dialog = await Dialogs.ShowAsync<UnlinkDialog>(
                $"Unlink {_account!.Name}?",
                new DialogParameters<UnlinkDialog>
                {
                    { popup => popup.AccountName, _account.Name },
                    { popup => popup.ProviderName, ProviderName },
                    { popup => popup.Method, Method },
                },
                UnlinkDialog.Options
            );
            if (await dialog.Result is { Canceled: false })
            {
                // Confirmed is confirmed, wherever the person goes meanwhile.
                await Unlinker.UnlinkAsync(_owner, AccountId, CancellationToken.None);
                Snackbar.Add("Unlinked.", Severity.Success);
                Navigation.NavigateTo("accounts");
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
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
        finally
        {
            _busy = false;
        }
    }

    public void Dispose()
    {
        // Not disposed: what is still running looks at it.
        _disposed.Cancel();
    }
}
