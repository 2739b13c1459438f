using System.Diagnostics;
using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>The access keys of this Hub, for Administrators.</summary>
public sealed partial class AccessKeysPage
{
    private const string SeedSetting = "Hub:Bootstrap:AccessKey";

    private IReadOnlyList<AccessKeyRow>? _keys;
    private Notice? _notice;

    [Inject]
    public required AccessKeyMessages Texts { get; init; }

    [Inject]
    public required AccessKeyDirectory Directory { get; init; }

    [Inject]
    public required AccessKeyEditor Editor { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    protected override Task OnInitializedAsync() => OnceAsync(ReloadAsync);

    private static IEnumerable<AccessScopes> ScopesOf(AccessKeyRow key) =>
        AccessScopeNames.Each.Concat(AccessScopeNames.Reserved).Where(scope => key.Scopes.HasFlag(scope));

    private string CreatorOf(AccessKeyRow key) => key.CreatorEmail ?? (key.IsSeeded ? SeedSetting : Texts.DeletedUser);

    private async Task ReloadAsync() => _keys = await Directory.ListAsync(Disposed);

    private Task CreateAsync() =>
        OnceAsync(async () =>
        {
            _notice = null;
            var dialog = await Dialogs.ShowAsync<CreateAccessKeyDialog>(Texts.CreateTitle, CreateAccessKeyDialog.Options);
            await dialog.Result;
            await ReloadAsync();
        });

    // What the page shows is what the person decided on.
    private Task ToggleAsync(AccessKeyRow key) =>
        OnceAsync(() =>
            key.State == AccessKeyState.Disabled
                ? EditAsync(Editor.EnableAsync, key, Texts.Enabled(key.Name))
                : EditAsync(Editor.DisableAsync, key, Texts.Disabled(key.Name))
        );

    private Task DeleteAsync(AccessKeyRow key) =>
        OnceAsync(async () =>
        {
            IReadOnlyList<string> paragraphs = key.IsSeeded
                ? [Texts.DeleteText(key.Hint), Texts.DeleteSeeded(SeedSetting)]
                : [Texts.DeleteText(key.Hint)];
            if (await ConfirmDialog.AskAsync(Dialogs, new ConfirmQuestion(Texts.DeleteTitle(key.Name), Texts.Delete, paragraphs)))
            {
                await EditAsync(Editor.DeleteAsync, key, Texts.Deleted(key.Name));
            }
        });

    private async Task EditAsync(Func<OwnerId, Guid, CancellationToken, Task<AccessKeyEditOutcome>> edit, AccessKeyRow key, string done)
    {
        _notice = null;
        // Not cancelled when the person leaves the page: they have decided.
        switch (
            OwnerId.From((await AuthenticationState).User) is { } administrator
                ? await edit(administrator, key.Id, CancellationToken.None)
                : AccessKeyEditOutcome.NotAllowed
        )
        {
            case AccessKeyEditOutcome.Changed:
                Snackbar.Add(done, Severity.Success);
                break;
            case AccessKeyEditOutcome.NotFound:
                _notice = new Notice(Texts.GoneTitle(key.Name), Texts.GoneText);
                break;
            case AccessKeyEditOutcome.NotAllowed:
                _notice = new Notice(Texts.NothingChanged, Texts.NotAdministrator) { IsError = true };
                break;
            default:
                throw new UnreachableException();
        }

        await ReloadAsync();
    }
}
