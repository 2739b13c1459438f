using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Shared;

public sealed partial class ManageLayout
{
    private HubUser? _user;

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _user = await SignIn.UserManager.GetUserAsync(HttpContext.User);
        if (_user is null)
        {
            // The user was removed, the cookie was not.
            await SignIn.SignOutAsync();
            Redirects.RedirectTo("Account/InvalidUser");
        }
    }
}
