using System.Diagnostics;
using Hub.Core;
using Hub.Core.Authorization;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>The form of the operator's client at one provider. The secret is entered here and never shown again.</summary>
public sealed partial class ProviderClientForm
{
    // More than the validator allows, so that it can say so.
    private const int MaxLength = 10_000;

    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private ClientEntries _entries = null!;
    private bool _saved;
    private Notice? _notice;
    private ElementReference _savedElement;
    private ElementReference _form;
    private TextInput? _clientIdInput;
    private CredentialInput? _secretInput;
    private TextInput? _furtherInput;
    private FocusRequest? _focus;

    // When it changes, the inputs are created anew and start with what is stored.
    private int _round;

    [Parameter, EditorRequired]
    public required ProviderClientRow Row { get; set; }

    /// <summary>What is stored was changed, here or elsewhere: <see cref="Row"/> must be read again.</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    [Inject]
    public required ClientFaultMessages ClientFaultTexts { get; init; }

    [Inject]
    public required ProviderClientMessages Texts { get; init; }

    [Inject]
    public required ProviderClientEditor Editor { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ILogger<ProviderClientForm> Logger { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    private ProviderField SecretField =>
        new()
        {
            Key = ClientEntries.SecretField,
            Label = Row.Client is { IsReadable: true } ? Texts.NewClientSecret : Texts.ClientSecret,
            Kind = FieldKind.Secret,
            Required = Row.Client is not { IsReadable: true },
            Help = Row.Client switch
            {
                null => Texts.SecretHelp,
                { IsReadable: true } => Texts.StoredSecretHelp,
                _ => Texts.UnreadableSecretHelp,
            },
        };

    private string AccountsText =>
        Row.Accounts switch
        {
            { Linked: 0 } => Texts.NoneLinked,
            var accounts => string.Join(
                " · ",
                new[]
                {
                    Texts.LinkedCount(accounts.Linked),
                    accounts.Expired > 0 ? Texts.Expired(accounts.Expired) : null,
                    accounts.Failing > 0 ? Texts.Failing(accounts.Failing) : null,
                }.OfType<string>()
            ),
        };

    protected override void OnInitialized() => _entries = ClientEntries.Of(Row);

    protected override void Dispose(bool disposing)
    {
        // The secret must not stay in memory.
        _entries = ClientEntries.Of(Row);
        base.Dispose(disposing);
    }

    private string? ErrorOf(string property) => _errors.GetValueOrDefault(property);

    private async Task SubmitAsync()
    {
        if (IsBusy || await Reader.ReadSubmittedAsync(_form, Disposed) is not { } values)
        {
            return;
        }

        // The second click of a double click comes while the first one is handled, or finds nothing new to save.
        var entries = ClientEntries.Read(Row, values);
        if (!IsBusy && !(_saved && entries.IsSameAs(_entries)))
        {
            _entries = entries;
            await EditAsync(SaveAsync);
        }
    }

    private async Task SaveAsync()
    {
        if (!await ConfirmReplacingAsync())
        {
            return;
        }

        // Not cancelled when the person leaves the page: they have decided.
        switch (
            OwnerId.From((await AuthenticationState).User) is { } administrator
                ? await Editor.SaveAsync(administrator, Row.Provider.Slug, _entries.ToForm(Row), CancellationToken.None)
                : new ClientOutcome.NotAllowed()
        )
        {
            case ClientOutcome.Saved:
                await ShowStoredAsync();
                _saved = true;
                break;
            case ClientOutcome.Invalid(var errors):
                foreach (var (property, error) in errors)
                {
                    _errors[property] = Validation.Of(error);
                }

                break;
            case ClientOutcome.ChangedMeanwhile:
                await ShowChangedAsync();
                break;
            case ClientOutcome.ProviderUnknown:
                _notice = new Notice(Texts.ProviderGoneTitle, Texts.ProviderGoneText);
                break;
            case ClientOutcome.NotAllowed:
                _notice = new Notice(Texts.NothingSaved, Texts.NotAdministrator) { IsError = true };
                break;
            case ClientOutcome.KeyRingDoesNotFit:
                _notice = new Notice(Texts.KeyRingTitle, Texts.KeyRingText) { IsError = true };
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <returns>False where linked accounts need the stored client, and the person keeps it.</returns>
    private async Task<bool> ConfirmReplacingAsync() =>
        Row is not { Client: { } client, Accounts: { Refreshed: > 0 } accounts }
        || VisibleText.Trim(_entries.ClientId) is var entered && (entered.Length == 0 || entered == client.ClientId)
        || await ConfirmDialog.AskAsync(
            Dialogs,
            new ConfirmQuestion(
                Texts.ReplaceTitle,
                Texts.Replace,
                Texts.ReplaceText(accounts.Refreshed, Row.Provider.Name, client.ClientId)
            )
            {
                IsDestructive = false,
            }
        );

    private Task RemoveAsync() =>
        EditAsync(async () =>
        {
            var question = new ConfirmQuestion(
                Texts.RemoveTitle(Row.Provider.Name),
                Texts.Remove,
                Texts.RemoveText,
                Row.Accounts.Refreshed == 0 ? Texts.NoneRefreshed : Texts.RefreshedCount(Row.Accounts.Refreshed)
            );
            if (!await ConfirmDialog.AskAsync(Dialogs, question))
            {
                return;
            }

            switch (
                OwnerId.From((await AuthenticationState).User) is { } administrator
                    ? await Editor.RemoveAsync(administrator, Row.Provider.Slug, Row.Client?.Stamp, CancellationToken.None)
                    : new ClientOutcome.NotAllowed()
            )
            {
                case ClientOutcome.Removed:
                    await ShowStoredAsync();
                    _notice = new Notice(Texts.RemovedTitle, Texts.RemovedText(Row.Provider.Name)) { IsGood = true };
                    break;
                case ClientOutcome.ChangedMeanwhile:
                    await ShowChangedAsync();
                    break;
                case ClientOutcome.NotAllowed:
                    _notice = new Notice(Texts.NothingRemoved, Texts.NotAdministrator) { IsError = true };
                    break;
                default:
                    throw new UnreachableException();
            }
        });

    private async Task ShowStoredAsync()
    {
        await Changed.InvokeAsync();
        _entries = ClientEntries.Of(Row);
        _round++;
    }

    /// <summary>What was entered stays. The next save replaces what is stored now.</summary>
    private async Task ShowChangedAsync()
    {
        await Changed.InvokeAsync();
        _notice = new Notice(Texts.ChangedTitle, Row.Client is { } client ? Texts.ChangedText(client.ClientId) : Texts.ChangedTextNone);
    }

    /// <summary>Runs one edit at a time. What was entered stays, whatever happens.</summary>
    private Task EditAsync(Func<Task> edit) =>
        OnceAsync(async () =>
        {
            (_saved, _notice) = (false, null);
            _errors.Clear();
            try
            {
                await edit();
            }
            catch (Exception e) when (!Disposed.IsCancellationRequested)
            {
                LogNotSaved(Logger, e, Row.Provider.Slug);
                _notice = new Notice(Texts.NotSavedTitle, Texts.NotSavedText) { IsError = true };
            }

            _focus = new FocusRequest(FocusAsync);
        });

    /// <summary>The focus goes where there is something to do or to read.</summary>
    private ValueTask FocusAsync() =>
        _errors.ContainsKey(nameof(ClientForm.ClientId)) ? _clientIdInput!.FocusAsync()
        : _errors.ContainsKey(nameof(ClientForm.Secret)) ? _secretInput!.FocusAsync()
        : _errors.ContainsKey(nameof(ClientForm.Scopes)) ? _furtherInput!.FocusAsync()
        : _saved ? _savedElement.FocusAsync()
        : ValueTask.CompletedTask;

    [LoggerMessage(Level = LogLevel.Error, Message = "The client at {Provider} could not be changed")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string provider);
}
