using Hub.Core.Accounts;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Accounts;

/// <summary>The signed-in user's linked accounts.</summary>
public sealed partial class AccountsPage
{
    [Inject]
    public required AccountDirectory Directory { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    /// <summary>The account that was just linked.</summary>
    [SupplyParameterFromQuery]
    public Guid? Linked { get; set; }

    private async Task<AccountPage> LoadAsync(AccountQuery query, CancellationToken cancellationToken) =>
        OwnerId.From((await AuthenticationState).User) is { } owner
            ? await Directory.ListAsync(owner, query, cancellationToken)
            : new AccountPage([], 0);
}
