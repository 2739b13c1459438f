using System.Diagnostics;
using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>The access keys of this Hub, for Administrators.</summary>
public sealed partial class AccessKeysPage : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private IReadOnlyList<AccessKeyRow>? _keys;
    private Notice? _notice;
    private bool _busy;

    [Inject]
    public required AccessKeyDirectory Directory { get; init; }

    [Inject]
    public required AccessKeyEditor Changer { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    protected override Task OnInitializedAsync() => OnceAsync(ReloadAsync);

    public void Dispose()
    {
        // Not disposed: what is still running looks at it.
        _disposed.Cancel();
    }

    private async Task ReloadAsync() => _keys = await Directory.ListAsync(_disposed.Token);

    private Task CreateAsync() =>
        OnceAsync(async () =>
        {
            var dialog = await Dialogs.ShowAsync<CreateAccessKeyDialog>("Create access key", CreateAccessKeyDialog.Options);
            await dialog.Result;
            await ReloadAsync();
        });

    private Task SwitchAsync(AccessKeyRow key) =>
        OnceAsync(async () =>
        {
            // What the page shows is what the person decided on.
            var enable = key.State == AccessKeyState.Disabled;
            await ChangeAsync(
                enable ? Changer.EnableAsync : Changer.DisableAsync,
                key,
                enable ? $"{key.Name} is enabled." : $"{key.Name} is disabled. Calls with it are refused from now on."
            );
        });

    private Task DeleteAsync(AccessKeyRow key) =>
        OnceAsync(async () =>
        {
            var dialog = await Dialogs.ShowAsync<DeleteAccessKeyDialog>(
                $"Delete {key.Name}?",
                new DialogParameters<DeleteAccessKeyDialog> { { popup => popup.Key, key } },
                DeleteAccessKeyDialog.Options
            );
            if (await dialog.Result is { Canceled: false })
            {
                await ChangeAsync(Changer.DeleteAsync, key, $"{key.Name} is deleted.");
            }
        });

    private async Task ChangeAsync(Func<OwnerId, Guid, CancellationToken, Task<AccessKeyEditOutcome>> change, AccessKeyRow key, string done)
    {
        // Decided is decided, wherever the person goes meanwhile.
        switch (
            OwnerId.From((await AuthenticationState).User) is { } administrator
                ? await change(administrator, key.Id, CancellationToken.None)
                : AccessKeyEditOutcome.NotAllowed
        )
        {
            case AccessKeyEditOutcome.Changed:
                Snackbar.Add(done, Severity.Success);
                break;
            case AccessKeyEditOutcome.NotFound:
                _notice = new Notice($"{key.Name} is gone", "Another Administrator has deleted it.");
                break;
            case AccessKeyEditOutcome.NotAllowed:
                _notice = new Notice("Nothing was changed", "You are no longer an Administrator.") { IsError = true };
                break;
            default:
                throw new UnreachableException();
        }

        await ReloadAsync();
    }

    /// <summary>Clicks queue; while one action runs, others are ignored.</summary>
    private async Task OnceAsync(Func<Task> action)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _notice) = (true, null);
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
}
