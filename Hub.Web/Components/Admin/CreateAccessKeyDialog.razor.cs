using System.Diagnostics;
using System.Globalization;
using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.Credentials;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>Creates an access key and shows it once: the key is gone when the dialog closes.</summary>
public sealed partial class CreateAccessKeyDialog
{
    // An accidental click beside the dialog would lose the key.
    public static readonly DialogOptions Options = new()
    {
        BackdropClick = false,
        CloseOnEscapeKey = true,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };

    private const string Forever = "never";
    private const AccessScopes LinkAndRead = AccessScopes.Sessions | AccessScopes.AccountsRead;

    private string _name = "";
    private AccessScopes _scopes = LinkAndRead;
    private string _lifetime = "365";
    private Dictionary<string, string> _errors = [];
    private Notice? _notice;
    private ElementReference _form;
    private TextInput? _nameInput;
    private FocusRequest? _focus;

    // Never a parameter or persisted state: those outlive the dialog.
    private Secret? _token;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    [Inject]
    public required AccessKeyMessages Texts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    [Inject]
    public required AccessKeyIssuer Issuer { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    internal PublicAddress PublicAddress { get; init; } = null!;

    [Inject]
    public required TimeProvider Time { get; init; }

    private DateTimeOffset? ExpiresAt =>
        _lifetime == Forever ? null : Time.GetUtcNow().AddDays(int.Parse(_lifetime, CultureInfo.InvariantCulture));

    private IReadOnlyList<(string Name, AccessScopes Scopes)> Presets =>
        [
            (Texts.PresetLinkAndRead, LinkAndRead),
            (Texts.PresetReadOnly, AccessScopes.AccountsRead),
            (Texts.PresetAllButCredentials, AccessScopes.All & ~AccessScopes.CredentialsRead),
            (Texts.AllScopes, AccessScopes.All),
        ];

    private IReadOnlyList<(string Value, string Name)> Lifetimes =>
        [("30", Texts.LifetimeDays(30)), ("90", Texts.LifetimeDays(90)), ("365", Texts.LifetimeYear), (Forever, Texts.Never)];

    private string LifetimeHelp => ExpiresAt is { } at ? Texts.ExpiresOn(Dates.Day(at)) : Texts.NeverExpires;

    private string ExampleAddress =>
        $"{PublicAddress.Or(Navigation.BaseUri)}/api/{(_scopes.HasFlag(AccessScopes.AccountsRead) ? "accounts" : "connectors/meta")}";

    protected override void Dispose(bool disposing)
    {
        _token = null;
        base.Dispose(disposing);
    }

    private string? ErrorOf(string property) => _errors.GetValueOrDefault(property);

    private void Choose(AccessScopes scope, bool chosen) => _scopes = chosen ? _scopes | scope : _scopes & ~scope;

    private async Task SubmitAsync()
    {
        // A second press may arrive while the first one is handled, or after the key was created.
        if (_token is null && !IsBusy && await Reader.ReadSubmittedAsync(_form, Disposed) is { } read && _token is null)
        {
            await OnceAsync(() => CreateAsync(read));
        }
    }

    private async Task CreateAsync(FormValues read)
    {
        _notice = null;
        (_name, _lifetime) = (read["access-key-name"] ?? "", read["lifetime"] ?? _lifetime);
        _scopes = AccessScopeNames
            .Each.Where(scope => read.All("scope").Contains(scope.ToString(), StringComparer.Ordinal))
            .Aggregate(AccessScopes.None, (all, scope) => all | scope);
        await CreateAsync(OwnerId.From((await AuthenticationState).User));
    }

    private async Task CreateAsync(OwnerId? administrator)
    {
        var outcome = administrator is { } owner
            ? await Issuer.IssueAsync(owner, new AccessKeyRequest(_name, _scopes, ExpiresAt), Disposed)
            : new AccessKeyIssueOutcome.NotAllowed();
        switch (outcome)
        {
            case AccessKeyIssueOutcome.Issued(_, var token):
                (_token, _errors) = (token, []);
                // People press Escape by habit. It would lose the key.
                await Dialog.SetOptionsAsync(Options with { CloseOnEscapeKey = false });
                break;
            case AccessKeyIssueOutcome.Invalid(var errors):
                _errors = errors.ToDictionary(error => error.Key, error => Validation.Of(error.Value), StringComparer.Ordinal);
                if (errors.ContainsKey(nameof(AccessKeyRequest.Name)))
                {
                    _focus = new FocusRequest(() => _nameInput!.FocusAsync());
                }

                break;
            case AccessKeyIssueOutcome.NotAllowed:
                _notice = new Notice(Texts.NothingCreated, Texts.NotAdministrator) { IsError = true };
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Close()
    {
        _token = null;
        Dialog.Close();
    }
}
