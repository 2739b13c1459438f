using Hub.Core;
using Hub.Core.Identity;
using Hub.Core.Mail;
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
    public required OutgoingMails Mails { get; init; }

    [Inject]
    public required NoticesEditor Notices { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Inject]
    public required ProfileMessages Texts { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new() { NoticesByMail = Me.NoticesByMail };
        _role = await Users.IsInRoleAsync(Me, HubRoles.Administrator) ? Texts.Administrator : Texts.Member;
    }

    private async Task SaveNoticesAsync()
    {
        await Notices.ChangeAsync(new OwnerId(Me.Id), Input.NoticesByMail, CancellationToken.None);
        Redirects.RedirectTo("Account/Manage", AccountNotice.NoticesSaved, HttpContext);
    }

    private sealed class InputModel
    {
        public bool NoticesByMail { get; set; }
    }
}
