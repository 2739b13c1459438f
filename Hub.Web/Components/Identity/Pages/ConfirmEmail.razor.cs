using Hub.Core;
using Hub.Core.Identity;
using Hub.Web.Mail;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages;

/// <summary>Where the link to a new address leads. Opening it changes nothing: mail programs open links to look at them.</summary>
public sealed partial class ConfirmEmail
{
    private readonly object _form = new();
    private string? _email;
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    internal EmailChange Change { get; init; } = default!;

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Inject]
    public required SignInMessages Texts { get; init; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    /// <summary>From the link. The form is posted to the same address.</summary>
    [SupplyParameterFromQuery]
    private string? Code { get; set; }

    protected override void OnInitialized() => _email = Change.FindAddress(Code);

    private async Task ConfirmAsync()
    {
        var (user, result) = await Change.ConfirmAsync(Code, CancellationToken.None);
        if (user is null || !result.Succeeded)
        {
            _errors = [.. result.Errors.Select(error => error.Description).Distinct(StringComparer.Ordinal)];
            return;
        }

        var isOwn = OwnerId.From(HttpContext.User) is { } signedIn && signedIn.Value == user.Id;
        if (isOwn)
        {
            await SignIn.RefreshSignInAsync(user);
        }

        Redirects.RedirectTo(isOwn ? "Account/Manage" : "Account/Login", AccountNotice.EmailChanged, HttpContext);
    }
}
