using System.ComponentModel.DataAnnotations;
using Hub.Core;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Hub.Web.Components.Identity.Pages;

public sealed partial class Login
{
    private EditContext _form = default!;
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Inject]
    public required IOptions<RegistrationOptions> Registration { get; init; }

    [Inject]
    public required SignInMessages Texts { get; init; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    private bool RegistrationOpen => Registration.Value.IsOpen;

    private string RegisterHref => Redirects.UriOf("Account/Register", (nameof(ReturnUrl), ReturnUrl));

    protected override void OnInitialized()
    {
        Input ??= new();
        _form = new EditContext(Input);
        if (OwnerId.From(HttpContext.User) is not null)
        {
            Redirects.RedirectTo(ReturnUrl ?? "accounts");
        }
    }

    private async Task SignInAsync()
    {
        if (Input.Passkey is { } passkey)
        {
            await SignInWithPasskeyAsync(passkey);
        }
        else if (_form.Validate())
        {
            await SignInWithPasswordAsync();
        }
    }

    private async Task SignInWithPasskeyAsync(PasskeyAnswer passkey)
    {
        if (passkey.CredentialJson is not { Length: > 0 } credential)
        {
            _errors = [Texts.NoPasskey];
            return;
        }

        SignInResult result;
        try
        {
            result = await SignIn.PasskeySignInAsync(credential);
        }
        catch (InvalidOperationException)
        {
            // The ceremony was not started in this browser, or it took too long.
            result = SignInResult.Failed;
        }

        Finish(result, Texts.UnknownPasskey);
    }

    private async Task SignInWithPasswordAsync()
    {
        var user = await SignIn.UserManager.FindByEmailAsync(Input.Email);
        if (user is null)
        {
            // Takes as long as a wrong password: the time must not reveal who is registered.
            SignIn.UserManager.PasswordHasher.HashPassword(new HubUser(), Input.Password);
        }

        var result = user is null
            ? SignInResult.Failed
            : await SignIn.PasswordSignInAsync(user, Input.Password, Input.KeepSignedIn, lockoutOnFailure: true);
        var lockout = SignIn.Options.Lockout;
        Finish(result, Texts.WrongPassword((int)lockout.DefaultLockoutTimeSpan.TotalMinutes, lockout.MaxFailedAccessAttempts));
    }

    private void Finish(SignInResult result, string failure)
    {
        if (result.Succeeded)
        {
            Redirects.RedirectTo(ReturnUrl ?? "accounts");
        }
        else if (result.RequiresTwoFactor)
        {
            Redirects.RedirectTo(
                Redirects.UriOf(
                    "Account/LoginWith2fa",
                    (nameof(LoginWith2fa.ReturnUrl), ReturnUrl),
                    (nameof(LoginWith2fa.KeepSignedIn), Input.KeepSignedIn)
                )
            );
        }
        else
        {
            // The same message for a lockout as for a wrong password: it must not reveal who is registered.
            _errors = [failure];
        }
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterEmail))]
        public string Email
        {
            get;
            set => field = VisibleText.Trim(value ?? "");
        } = "";

        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterPassword))]
        public string Password { get; set; } = "";

        public bool KeepSignedIn { get; set; }

        public PasskeyAnswer? Passkey { get; set; }
    }
}
