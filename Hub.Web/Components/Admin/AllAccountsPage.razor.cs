using Hub.Core.Accounts;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Admin;

/// <summary>Everybody's linked accounts, for Administrators.</summary>
public sealed partial class AllAccountsPage
{
    [Inject]
    public required AccountsMessages Texts { get; init; }

    [Inject]
    public required AccountDirectory Directory { get; init; }
}
