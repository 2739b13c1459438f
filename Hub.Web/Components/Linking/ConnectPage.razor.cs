using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Linking;

/// <summary>
/// The wizard's second step for a signed-in owner. The auth method stands in the address.
/// </summary>
public sealed partial class ConnectPage
{
    // Null until it is known what is offered.
    private ConnectContext? _context;

    [Parameter]
    public required string Slug { get; set; }

    /// <summary>Where the form of an account was before: it has a page of its own.</summary>
    [SupplyParameterFromQuery]
    public string? Account { get; set; }

    /// <summary>
    /// The auth method that is offered first, by its name in the provider file; the provider's own unless given.
    /// </summary>
    [SupplyParameterFromQuery(Name = "method")]
    public string? MethodName { get; set; }

    /// <summary>The id of the authorization from which the person returns in this tab.</summary>
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

    [Inject]
    public required ConnectMessages Texts { get; init; }

    private Provider? Provider { get; set; }

    protected override void OnParametersSet()
    {
        if (Guid.TryParse(Account, out var account))
        {
            Navigation.NavigateTo(EditAccountPage.AddressOf(account), replace: true);
        }

        var provider = Catalog.ForPage().Find(Slug);
        if (provider is null || provider != Provider)
        {
            (Provider, _context) = (provider, null);
        }
    }

    protected override Task OnParametersSetAsync() =>
        UntilDisposedAsync(async () =>
        {
            if (Provider is { } provider && await ReadContextAsync(provider) is var context && provider == Provider)
            {
                _context = context;
            }
        });

    private async Task<ConnectContext> ReadContextAsync(Provider provider)
    {
        var context = new ConnectContext(provider, OwnerId.From((await AuthenticationState).User))
        {
            ReturningAttempt = Guid.TryParse(Attempt, out var attempt) ? attempt : null,
            Available = await Clients.GetAvailableMethodsAsync(Disposed),
        };
        return context.Owner is { } owner
            ? context with
            {
                LinkedBefore = await Directory.CountAsync(owner, provider.Slug, Disposed) > 0,
            }
            : context;
    }

    // Not in the address any more, so that a refresh does not show it again.
    private void ForgetAttempt() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("attempt", (string?)null), replace: true);

    // In the address, so that it survives a refresh.
    private void SwitchTo(string methodName) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("method", methodName), replace: true);

    private void Continue(Confirmation confirmation)
    {
        var address = confirmation.Next switch
        {
            LinkedDialog.Next.ViewInAccounts => AccountsAddress(confirmation.Linked),
            LinkedDialog.Next.LinkAnother => "link",
            _ => null,
        };
        if (address is not null)
        {
            Navigation.NavigateTo(address);
        }
    }

    private static string AccountsAddress(LinkOutcome.Linked linked) => $"accounts?linked={linked.AccountId}";
}
