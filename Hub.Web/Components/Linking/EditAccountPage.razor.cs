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
/// Gives a linked account of the signed-in owner another credential, or changes parts of the one that is stored. The account keeps its id.
/// </summary>
public sealed partial class EditAccountPage
{
    private bool _isLoaded;
    private Guid _loaded;
    private AccountRow? _row;

    // Null where the catalog no longer has the provider.
    private ConnectContext? _context;

    [Parameter]
    public Guid AccountId { get; set; }

    /// <summary>The auth method that is chosen, by its name in the provider file; the account's own unless given.</summary>
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
    public required EditableAccounts Accounts { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    [Inject]
    public required AccountStatusMessages StatusTexts { get; init; }

    /// <summary>What is wrong with the account; null for nothing.</summary>
    private string? Trouble => _row!.IsReadable ? StatusTexts.ReasonOf(_row, _context!.Provider) : StatusTexts.CredentialUnreadable;

    /// <summary>Where the form of an account is.</summary>
    public static string AddressOf(Guid accountId) => $"accounts/{accountId}/edit";

    // Not with each change of the address: the form must know since when it was open.
    protected override async Task OnParametersSetAsync()
    {
        if (AccountId != _loaded)
        {
            (_loaded, _isLoaded) = (AccountId, false);
            await LoadAsync();
        }
    }

    private Task LoadAsync() =>
        UntilDisposedAsync(async () =>
        {
            var id = AccountId;
            var owner = OwnerId.From((await AuthenticationState).User);
            var row = owner is { } reader ? await Directory.FindAsync(reader, id, Disposed) : null;
            var provider = Catalog.ForPage().Find(row?.ProviderSlug);
            var context = provider is null
                ? null
                : new ConnectContext(provider, owner)
                {
                    Account = await Accounts.FindAsync(owner!.Value, id, Disposed),
                    ReturningAttempt = Guid.TryParse(Attempt, out var attempt) ? attempt : null,
                    Available = await Clients.GetAvailableMethodsAsync(Disposed),
                };
            if (id == AccountId)
            {
                // Unlinked between the two readings.
                (_row, _context, _isLoaded) = (context is { Account: null } ? null : row, context, true);
            }
        });

    private MarkupString DoneText(ConnectContext context, LinkOutcome.Linked linked) =>
        context.RenewsAuthorization
            ? Texts.AuthorizedAgain(linked.AccountName, AccountAddress)
            : Texts.Saved(linked.AccountName, AccountAddress);

    // Not in the address any more, so that a refresh does not show it again.
    private void ForgetAttempt() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("attempt", (string?)null), replace: true);

    // In the address, so that it survives a refresh.
    private void SwitchTo(string methodName) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("method", methodName), replace: true);

    private void Continue(Confirmation confirmation)
    {
        if (confirmation.Next is LinkedDialog.Next.ViewAccount)
        {
            Navigation.NavigateTo(AccountAddress);
        }
    }

    private string AccountAddress => $"accounts/{AccountId}";
}
