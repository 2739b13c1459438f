using System.Diagnostics;
using Hub.Core;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>The operator's client at one provider. Its secret goes in, and never comes out again.</summary>
public sealed partial class ProviderClientPage : IDisposable
{
    // More than the rules permit, so that they can say so.
    private const int MaxLength = 10_000;

    private readonly CancellationTokenSource _disposed = new();
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _chosen = new(StringComparer.Ordinal);
    private string? _shownSlug;
    private bool _loaded;
    private ProviderClientRow? _row;
    private string _clientId = "";
    private string _secret = "";
    private string _further = "";
    private bool _busy;
    private bool _saved;
    private Notice? _notice;
    private ElementReference _noticeElement;
    private ElementReference _savedElement;
    private ElementReference _form;
    private TextInput? _clientIdInput;
    private CredentialInput? _secretInput;
    private TextInput? _furtherInput;
    private FocusRequest? _focus;

    // With another one the inputs are new, and start with what is stored.
    private int _round;

    [Parameter]
    public required string Slug { get; set; }

    [Inject]
    public required ProviderClientDirectory Directory { get; init; }

    [Inject]
    public required ProviderClientEditor Changer { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    internal PublicAddress PublicAddress { get; init; } = null!;

    [Inject]
    public required ILogger<ProviderClientPage> Logger { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    private string Address => PublicAddress.Or(Navigation.BaseUri);

    private string RedirectUri => AuthorizationStarter.RedirectUriOf(_row!.Provider, Address);

    /// <summary>Why the provider may refuse the redirect URI, or people not come back by it.</summary>
    private string? AddressWarning =>
        (new Uri(Address), PublicAddress.IsConfigured) switch
        {
            ({ IsLoopback: true }, IsConfigured: false) =>
                "This is the address by which you came, and only this machine can come back to it. Set Hub:PublicUrl to the address "
                    + "by which people reach Hub, and register that one.",
            ({ Scheme: "http" }, IsConfigured: false) =>
                "This is the address by which you came, and it has no https: most providers refuse it. Set Hub:PublicUrl to the https "
                    + "address by which people reach Hub, and register that one.",
            ({ Scheme: "http" } or { IsLoopback: true }, IsConfigured: true) =>
                "Most providers refuse an address without https, or take it for trying out alone. It comes from Hub:PublicUrl.",
            _ => null,
        };

    private ProviderField SecretField =>
        new()
        {
            Key = "client-secret",
            Label = _row!.Client is { IsReadable: true } ? "New client secret" : "Client secret",
            Kind = FieldKind.Secret,
            Required = _row.Client is not { IsReadable: true },
            Help = _row.Client switch
            {
                null => "Stored encrypted, and never shown again.",
                { IsReadable: true } => "One is stored. Leave this empty to keep it; enter another to replace it.",
                _ => "The stored one cannot be read: Hub's key ring was lost or replaced. Enter it again.",
            },
        };

    private string AccountsText =>
        _row!.Accounts switch
        {
            { Linked: 0 } => "No account is linked by signing in yet.",
            var accounts => $"{Some(accounts.Linked)} linked by signing in"
                + (accounts.Expired > 0 ? $", {accounts.Expired} expired" : "")
                + (accounts.Failing > 0 ? $", {accounts.Failing} cannot be refreshed now" : "")
                + ".",
        };

    private IEnumerable<(string Term, string Fact)> Facts
    {
        get
        {
            var signIn = _row!.Flow;
            yield return ("People sign in at", signIn.AuthorizeUrl);
            yield return ("Hub gets tokens at", signIn.TokenUrl);
            yield return ("Hub gives tokens back at", signIn.Revoke?.Url ?? "Nowhere: the provider has no way that Hub knows");
            yield return ("The code is bound to the flow (PKCE)", signIn.Pkce ? "Yes" : "No: the provider is known to refuse it");
            yield return (
                "Hub shows who it is",
                signIn.ClientAuthentication switch
                {
                    ClientAuthentication.Basic => "By HTTP Basic, with client ID and secret",
                    ClientAuthentication.Body => "In the body of the token request",
                }
            );
        }
    }

    private ClientForm Form =>
        new()
        {
            ClientId = _clientId,
            Secret = new Secret(_secret),
            Scopes =
            [
                .. _row!.Flow.Scopes.Where(scope => scope.Required || _chosen.Contains(scope.Name)).Select(scope => scope.Name),
                .. Lines(_further),
            ],
            Seen = _row.Client?.Stamp,
        };

    protected override async Task OnParametersSetAsync()
    {
        if (_shownSlug == Slug)
        {
            return;
        }

        (_shownSlug, _loaded, _saved, _notice) = (Slug, false, false, null);
        try
        {
            await ReloadAsync();
            Fill();
            _loaded = true;
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
    }

    public void Dispose()
    {
        _secret = "";
        // Not disposed: what is still running looks at it.
        _disposed.Cancel();
    }

    private async Task ReloadAsync() => _row = await Directory.FindAsync(Slug, _disposed.Token);

    /// <summary>The form as it is stored; where nothing is, with all scopes that the provider file names.</summary>
    private void Fill()
    {
        _round++;
        (_clientId, _secret, _further) = (_row?.Client?.ClientId ?? "", "", "");
        _errors.Clear();
        _chosen.Clear();
        if (_row is { } row)
        {
            var known = row.Flow.Scopes.Select(scope => scope.Name).ToList();
            _chosen.UnionWith(row.Client?.Scopes.Intersect(known, StringComparer.Ordinal) ?? known);
            _chosen.UnionWith(row.Flow.Scopes.Where(scope => scope.Required).Select(scope => scope.Name));
            _further = string.Join('\n', row.Client?.Scopes.Except(known, StringComparer.Ordinal) ?? []);
        }
    }

    /// <returns>Whether it is anything else than the form started with.</returns>
    private bool Keep(FormValues read)
    {
        var before = (_clientId, _secret, _further, string.Join(' ', _chosen.Order(StringComparer.Ordinal)));
        (_clientId, _secret, _further) = (read["client-id"] ?? "", read[SecretField.Key] ?? "", read["scopes"] ?? "");
        _chosen.Clear();
        _chosen.UnionWith(read.All("scope"));
        _chosen.UnionWith(_row!.Flow.Scopes.Where(scope => scope.Required).Select(scope => scope.Name));
        return before != (_clientId, _secret, _further, string.Join(' ', _chosen.Order(StringComparer.Ordinal)));
    }

    private async Task SaveAsync()
    {
        // A second click of a double click comes while the first one is at work, or after it is done and finds nothing to save.
        if (!_busy && await Reader.ReadSubmittedAsync(_form, _disposed.Token) is { } read && !_busy && (Keep(read) || !_saved))
        {
            await OnceAsync(SaveReadAsync);
        }
    }

    private async Task SaveReadAsync()
    {
        if (
            _row is { Client: { } client, Accounts: { Refreshed: > 0 } accounts }
            && VisibleText.Trim(_clientId) is { Length: > 0 } entered
            && entered != client.ClientId
            && !await ConfirmAsync(
                "Save another client?",
                $"{Some(accounts.Refreshed)} of {_row.Provider.Name} {(accounts.Refreshed == 1 ? "was" : "were")} linked with the client {client.ClientId}, and most providers refresh tokens for the client alone that they gave them to. "
                    + "Those that cannot be refreshed any more expire, and their owners have to sign in again.",
                "Save it"
            )
        )
        {
            return;
        }

        // Decided is decided, wherever the person goes meanwhile.
        switch (
            OwnerId.From((await AuthenticationState).User) is { } administrator
                ? await Changer.SaveAsync(administrator, Slug, Form, CancellationToken.None)
                : new ClientOutcome.NotAllowed()
        )
        {
            case ClientOutcome.Saved:
                // It must not stay in memory once it is stored.
                _secret = "";
                await ReloadAsync();
                Fill();
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
                _notice = new Notice(
                    "This provider is no longer offered",
                    "Hub's operator took it, or the way to sign in there, out of the catalog. Nothing was saved."
                );
                break;
            case ClientOutcome.NotAllowed:
                _notice = new Notice("Nothing was saved", "You are no longer an Administrator.") { IsError = true };
                break;
            case ClientOutcome.KeyRingDoesNotFit:
                _notice = new Notice("Hub's key ring does not fit", $"Nothing was saved. {KeyRing.DoesNotFit}") { IsError = true };
                break;
            default:
                throw new UnreachableException();
        }
    }

    private Task RemoveAsync() =>
        OnceAsync(async () =>
        {
            var accounts = _row!.Accounts;
            if (
                !await ConfirmAsync(
                    $"Remove the client at {_row.Provider.Name}?",
                    "People are no longer offered to sign in there. "
                        + (
                            accounts.Refreshed switch
                            {
                                0 => "No linked account is refreshed with it.",
                                1 => "1 linked account will no longer be refreshed: it stops working when its access runs out.",
                                var count =>
                                    $"{count} linked accounts will no longer be refreshed: they stop working when their access runs out.",
                            }
                        )
                        + " Hub keeps no copy of the secret.",
                    "Remove client",
                    isDangerous: true
                )
            )
            {
                return;
            }

            switch (
                OwnerId.From((await AuthenticationState).User) is { } administrator
                    ? await Changer.RemoveAsync(administrator, _row.Provider.Slug, _row.Client?.Stamp, CancellationToken.None)
                    : new ClientOutcome.NotAllowed()
            )
            {
                case ClientOutcome.Removed:
                    await ReloadAsync();
                    Fill();
                    _notice = new Notice("The client is removed", $"Nobody is offered to sign in at {_row.Provider.Name} from now on.")
                    {
                        IsGood = true,
                    };
                    break;
                case ClientOutcome.ChangedMeanwhile:
                    await ShowChangedAsync();
                    break;
                case ClientOutcome.NotAllowed:
                    _notice = new Notice("Nothing was removed", "You are no longer an Administrator.") { IsError = true };
                    break;
                default:
                    throw new UnreachableException();
            }
        });

    /// <summary>What was typed stays; the next save is on what is stored now.</summary>
    private async Task ShowChangedAsync()
    {
        await ReloadAsync();
        _notice = new Notice(
            "Another Administrator changed it meanwhile",
            (_row?.Client is { } client ? $"Stored is the client {client.ClientId} now. " : "No client is stored now. ")
                + "Nothing of yours was saved, and what you entered is still here. Save again to replace what is stored."
        );
    }

    private async Task<bool> ConfirmAsync(string title, string text, string action, bool isDangerous = false)
    {
        var dialog = await Dialogs.ShowAsync<ConfirmClientDialog>(
            title,
            new DialogParameters<ConfirmClientDialog>
            {
                { popup => popup.Title, title },
                { popup => popup.Text, text },
                { popup => popup.Action, action },
                { popup => popup.IsDangerous, isDangerous },
            },
            ConfirmClientDialog.Options
        );
        return await dialog.Result is { Canceled: false };
    }

    private static string Some(int accounts) => accounts == 1 ? "1 account" : $"{accounts} accounts";

    // White space parts scopes at every provider; what else does is told by the rules.
    private static string[] Lines(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private string? ErrorOf(string property) => _errors.GetValueOrDefault(property);

    /// <summary>Clicks queue; while one action runs, others are ignored. What was typed survives whatever happens.</summary>
    private async Task OnceAsync(Func<Task> action)
    {
        if (_busy)
        {
            return;
        }

        (_busy, _saved, _notice) = (true, false, null);
        _errors.Clear();
        try
        {
            await action();
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
        catch (Exception e)
        {
            LogNotSaved(Logger, e, Slug);
            _notice = new Notice(
                "Hub could not save it",
                "Its database did not accept it. What you entered is still here: try again in a moment."
            )
            {
                IsError = true,
            };
        }
        finally
        {
            _busy = false;
        }

        _focus = new FocusRequest(FocusAsync);
    }

    /// <summary>The focus goes where there is something to do or to read.</summary>
    private ValueTask FocusAsync() =>
        _errors.ContainsKey(nameof(ClientForm.ClientId)) ? _clientIdInput!.FocusAsync()
        : _errors.ContainsKey(nameof(ClientForm.Secret)) ? _secretInput!.FocusAsync()
        : _errors.ContainsKey(nameof(ClientForm.Scopes)) ? _furtherInput!.FocusAsync()
        : _notice is not null ? _noticeElement.FocusAsync()
        : _saved ? _savedElement.FocusAsync()
        : ValueTask.CompletedTask;

    [LoggerMessage(Level = LogLevel.Error, Message = "The client at {Provider} could not be changed")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string provider);
}
