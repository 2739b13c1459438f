using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class Index
{
    private string _role = "";

    [Inject]
    public required UserManager<HubUser> Users { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    protected override async Task OnInitializedAsync() =>
        _role = await Users.IsInRoleAsync(Me, HubRoles.Administrator) ? HubRoles.Administrator : HubRoles.Member;
}
