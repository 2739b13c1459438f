using System.Diagnostics;
using System.Globalization;
using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.Credentials;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>Makes an access key and shows it, once: it is gone with the popup.</summary>
public sealed partial class CreateAccessKeyDialog : IDisposable
{
    // A click beside it is easily made by accident, and the key would be lost.
    public static readonly DialogOptions Options = new()
    {
        BackdropClick = false,
        CloseOnEscapeKey = true,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };

    private const string Forever = "never";

    private static readonly (string Name, AccessScopes Scopes)[] Presets =
    [
        ("Link and read", AccessScopes.Sessions | AccessScopes.AccountsRead),
        ("Read only", AccessScopes.AccountsRead | AccessScopes.Logs),
        ("All but credentials", AccessScopes.All & ~AccessScopes.CredentialsRead),
        ("Everything", AccessScopes.All),
    ];

    private static readonly (string Value, string Name)[] Lifetimes =
    [
        ("30", "In 30 days"),
        ("90", "In 90 days"),
        ("365", "In a year"),
        (Forever, "Never"),
    ];

    private readonly CancellationTokenSource _disposed = new();
    private string _name = "";
    private AccessScopes _scopes = Presets[0].Scopes;
    private string _lifetime = "365";
    private Dictionary<string, string> _errors = [];
    private Notice? _notice;
    private bool _busy;
    private ElementReference _form;
    private TextInput? _nameInput;
    private FocusRequest? _focus;

    // Never a parameter or persisted state: those outlive the popup.
    private Secret? _token;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    [Inject]
    public required AccessKeyIssuer Issuer { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    internal PublicAddress PublicAddress { get; init; } = null!;

    [Inject]
    public required TimeProvider Time { get; init; }

    private DateTimeOffset? ExpiresAt =>
        _lifetime == Forever ? null : Time.GetUtcNow().AddDays(int.Parse(_lifetime, CultureInfo.InvariantCulture));

    private string LifetimeHelp => ExpiresAt is { } at ? $"On {Dates.Day(at)}" : "It works until it is disabled or deleted";

    private string ExampleAddress =>
        $"{PublicAddress.Or(Navigation.BaseUri)}/api/{(_scopes.HasFlag(AccessScopes.AccountsRead) ? "accounts" : "connectors/meta")}";

    public void Dispose()
    {
        _token = null;
        // Not disposed: what is still running looks at it.
        _disposed.Cancel();
    }

    private string? ErrorOf(string property) => _errors.GetValueOrDefault(property);

    private void Choose(AccessScopes scope, bool chosen) => _scopes = chosen ? _scopes | scope : _scopes & ~scope;

    private async Task CreateAsync()
    {
        // A second press may have been on its way already.
        if (
            _busy
            || _token is not null
            || await Reader.ReadSubmittedAsync(_form, _disposed.Token) is not { } read
            || _busy
            || _token is not null
        )
        {
            return;
        }

        (_busy, _notice) = (true, null);
        (_name, _lifetime) = (read["access-key-name"] ?? "", read["lifetime"] ?? _lifetime);
        _scopes = AccessScopeNames
            .Each.Where(scope => read.All("scope").Contains(scope.ToString(), StringComparer.Ordinal))
            .Aggregate(AccessScopes.None, (all, scope) => all | scope);
        try
        {
            await CreateAsync(OwnerId.From((await AuthenticationState).User));
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

    private async Task CreateAsync(OwnerId? administrator)
    {
        var outcome = administrator is { } owner
            ? await Issuer.IssueAsync(owner, new AccessKeyRequest(_name, _scopes, ExpiresAt), _disposed.Token)
            : new AccessKeyIssueOutcome.NotAllowed();
        switch (outcome)
        {
            case AccessKeyIssueOutcome.Issued(_, var token):
                (_token, _errors) = (token, []);
                // Escape is pressed by habit, and the key would be lost.
                await Dialog.SetOptionsAsync(Options with { CloseOnEscapeKey = false });
                break;
            case AccessKeyIssueOutcome.Invalid(var errors):
                _errors = errors.ToDictionary(StringComparer.Ordinal);
                if (errors.ContainsKey(nameof(AccessKeyRequest.Name)))
                {
                    _focus = new FocusRequest(() => _nameInput!.FocusAsync());
                }

                break;
            case AccessKeyIssueOutcome.NotAllowed:
                _notice = new Notice("No key was made", "You are no longer an Administrator.") { IsError = true };
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
