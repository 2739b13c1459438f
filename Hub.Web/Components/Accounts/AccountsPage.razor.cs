using Hub.Core;
using Hub.Core.Accounts;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Accounts;

/// <summary>The signed-in user's linked accounts.</summary>
public sealed partial class AccountsPage
{
    [Inject]
    public required AccountsMessages Texts { get; init; }

    [Inject]
    public required AccountDirectory Directory { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    /// <summary>The id of the account that was just linked. Text, because people can type anything into an address.</summary>
    [SupplyParameterFromQuery]
    public string? Linked { get; set; }

    private Guid? LinkedId => Guid.TryParse(Linked, out var id) ? id : null;

    private async Task<AccountPage> LoadAsync(AccountQuery query, CancellationToken cancellationToken) =>
        OwnerId.From((await AuthenticationState).User) is { } owner
            ? await Directory.ListAsync(owner, query with { First = LinkedId }, cancellationToken)
            : new AccountPage([], 0);

    private async Task<IReadOnlyList<string>> LoadProvidersAsync(CancellationToken cancellationToken) =>
        OwnerId.From((await AuthenticationState).User) is { } owner ? await Directory.ListProvidersAsync(owner, cancellationToken) : [];
}
