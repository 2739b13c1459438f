using Hub.Core.Identity;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class Index
{
    private string _role = "";

    [Inject]
    public required UserManager<HubUser> Users { get; init; }

    [Inject]
    public required ProfileMessages Texts { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    protected override async Task OnInitializedAsync() =>
        _role = await Users.IsInRoleAsync(Me, HubRoles.Administrator) ? Texts.Administrator : Texts.Member;
}
