using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Linking;

/// <summary>
/// The wizard's second step for a signed-in owner. The auth method and the account that gets a new key stand in the address.
/// </summary>
public sealed partial class ConnectPage : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private OwnerId? _owner;
    private AvailableMethods _offered = AvailableMethods.KeysOnly;
    private bool _linkedBefore;
    private AccountRow? _replaced;

    // The form begins with what the account has that gets a new key.
    private bool _ready;

    [Parameter]
    public required string Slug { get; set; }

    /// <summary>The id of the account that gets a new key. Text, because an address that somebody typed may hold anything.</summary>
    [SupplyParameterFromQuery]
    public string? Account { get; set; }

    /// <summary>
    /// The auth method that is offered first, by its name in the provider file; the provider's or account's own unless given.
    /// </summary>
    [SupplyParameterFromQuery(Name = "method")]
    public string? MethodName { get; set; }

    /// <summary>The id of the sign-in from which the person comes back in this tab.</summary>
    [SupplyParameterFromQuery(Name = "attempt")]
    public string? Attempt { get; set; }

    [Inject]
    public required ProviderClients Clients { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required AccountDirectory Directory { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    /// <summary>The account that gets a new key; null to link one.</summary>
    private Guid? Replaces => Guid.TryParse(Account, out var id) ? id : null;

    private Guid? Returning => Guid.TryParse(Attempt, out var id) ? id : null;

    private Provider? Provider { get; set; }

    private bool RenewsSignIn => _replaced?.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    private string Title =>
        Replaces is null
            ? $"Connect {Provider!.Name}"
            : $"{(RenewsSignIn ? "Sign in again as" : "A new key for")} {_replaced?.Name ?? Provider!.Name}";

    protected override void OnParametersSet()
    {
        var provider = Catalog.Find(Slug);
        if (Provider is not null && provider == Provider)
        {
            return;
        }

        Provider = provider;
        _replaced = null;
        _linkedBefore = false;
        _ready = false;
    }

    protected override async Task OnParametersSetAsync()
    {
        _owner = OwnerId.From((await AuthenticationState).User);
        _offered = await Clients.GetAvailableMethodsAsync(_disposed.Token);
        await LookUpLinkedAsync();
        _ready = true;
    }

    private async Task LookUpLinkedAsync()
    {
        if (_owner is { } owner && Provider is { } provider)
        {
            var linked = await Directory.CountAsync(owner, provider.Slug, _disposed.Token);
            var replaced = Replaces is { } account ? await Directory.FindAsync(owner, account, _disposed.Token) : null;
            if (provider == Provider)
            {
                _linkedBefore = linked > 0;
                _replaced = replaced;
            }
        }
    }

    // Not in the address any more, so that a refresh does not tell it again.
    private void ForgetAttempt() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("attempt", (string?)null), replace: true);

    // In the address, so that it survives a refresh.
    private void SwitchTo(string methodName) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("method", methodName), replace: true);

    private void Leave(Confirmation confirmation)
    {
        var (linked, next) = confirmation;
        switch (next)
        {
            case LinkedDialog.Next.ViewInAccounts:
                Navigation.NavigateTo(AccountsAddress(linked));
                break;
            case LinkedDialog.Next.ViewAccount:
                Navigation.NavigateTo($"accounts/{linked.AccountId}");
                break;
            case LinkedDialog.Next.LinkAnother:
                Navigation.NavigateTo("link");
                break;
            default:
                break;
        }
    }

    private static string AccountsAddress(LinkOutcome.Linked linked) => $"accounts?linked={linked.AccountId}";

    public void Dispose() => _disposed.Cancel();
}
