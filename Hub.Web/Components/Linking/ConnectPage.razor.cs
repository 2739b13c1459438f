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
/// The wizard's second step for a signed-in owner. The auth method and the account that gets a new credential stand in the address.
/// </summary>
public sealed partial class ConnectPage
{
    // Null until it is known what the account has that gets a new credential: the form begins with it.
    private ConnectContext? _context;

    [Parameter]
    public required string Slug { get; set; }

    /// <summary>The id of the account that gets a new credential. Text, because an address that somebody typed may hold anything.</summary>
    [SupplyParameterFromQuery]
    public string? Account { get; set; }

    /// <summary>
    /// The auth method that is offered first, by its name in the provider file; the provider's or account's own unless given.
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
            Replaces = Guid.TryParse(Account, out var account) ? account : null,
            ReturningAttempt = Guid.TryParse(Attempt, out var attempt) ? attempt : null,
            Available = await Clients.GetAvailableMethodsAsync(Disposed),
        };
        return context.Owner is { } owner
            ? context with
            {
                LinkedBefore = await Directory.CountAsync(owner, provider.Slug, Disposed) > 0,
                Replaced = context.Replaces is { } replaced ? await Directory.FindAsync(owner, replaced, Disposed) : null,
            }
            : context;
    }

    private MarkupString DoneText(ConnectContext context, LinkOutcome.Linked linked) =>
        context.Replaces is null ? Texts.Linked(linked.AccountName, AccountsAddress(linked))
        : context.RenewsAuthorization ? Texts.AuthorizedAgain(linked.AccountName, AccountAddress(linked))
        : Texts.KeyReplaced(linked.AccountName, AccountAddress(linked));

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
            LinkedDialog.Next.ViewAccount => AccountAddress(confirmation.Linked),
            LinkedDialog.Next.LinkAnother => "link",
            _ => null,
        };
        if (address is not null)
        {
            Navigation.NavigateTo(address);
        }
    }

    private static string AccountAddress(LinkOutcome.Linked linked) => $"accounts/{linked.AccountId}";

    private static string AccountsAddress(LinkOutcome.Linked linked) => $"accounts?linked={linked.AccountId}";
}
