using Hub.Core.Identity;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

/// <summary>A page on which people change how they sign in.</summary>
public abstract class SecurityPage : ComponentBase
{
    [Inject]
    public required SecurityEditor Security { get; init; }

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Inject]
    public required ProfileMessages Texts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    [CascadingParameter]
    protected HubUser Me { get; set; } = default!;

    [CascadingParameter]
    protected HttpContext HttpContext { get; set; } = default!;

    protected IReadOnlyCollection<string> Errors { get; set; } = [];

    /// <summary>Makes a change, and keeps the person signed in here: most changes end all other sign-ins.</summary>
    /// <param name="action">One of <see cref="Hub.Core.Audit.AuditActions"/>.</param>
    /// <returns>False when it was refused; <see cref="Errors"/> says why.</returns>
    protected async Task<bool> ChangeAsync(string action, Func<UserManager<HubUser>, Task<IdentityResult>> change)
    {
        // Not cancelled when the browser leaves: half of the change would be shown as none.
        var result = await Security.ChangeAsync(Me, action, change, CancellationToken.None);
        Errors = [.. result.Errors.Select(error => error.Description)];
        if (result.Succeeded)
        {
            await SignIn.RefreshSignInAsync(Me);
        }

        return result.Succeeded;
    }

    /// <summary>Opens a page that says what has been done.</summary>
    private protected void RedirectTo(string path, AccountNotice notice) => Redirects.RedirectTo(path, notice, HttpContext);
}
