using System.ComponentModel.DataAnnotations;
using System.Text;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Web.Components.Identity.Pages;

public sealed partial class ResetPassword
{
    private string _token = "";
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required UserManager<HubUser> Users { get; init; }

    [Inject]
    public required SecurityEditor Security { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Inject]
    public required SignInMessages Texts { get; init; }

    /// <summary>From the link that the operator command printed. The form is posted to the same address, with the code.</summary>
    [SupplyParameterFromQuery]
    private string? Code { get; set; }

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override void OnInitialized()
    {
        Input ??= new();
        try
        {
            _token = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(Code ?? ""));
        }
        catch (FormatException)
        {
            // Stays empty.
        }

        if (_token.Length == 0)
        {
            Redirects.RedirectTo("Account/InvalidPasswordReset");
        }
    }

    private async Task ResetAsync()
    {
        var user = await Users.FindByEmailAsync(Input.Email);
        // The same error for an unknown address as for a wrong code: nobody learns who is registered.
        var result = user is null
            ? IdentityResult.Failed(Users.ErrorDescriber.InvalidToken())
            : await Security.ChangeAsync(
                user,
                AuditActions.PasswordReset,
                users => users.ResetPasswordAsync(user, _token, Input.Password),
                CancellationToken.None
            );
        if (result.Succeeded)
        {
            Redirects.RedirectTo("Account/ResetPasswordConfirmation");
        }
        else
        {
            _errors = [.. result.Errors.Select(error => error.Description)];
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

        [Required(ErrorMessage = nameof(IdentityFormMessages.ChoosePassword))]
        public string Password { get; set; } = "";

        [Compare(nameof(Password), ErrorMessage = nameof(IdentityFormMessages.PasswordsDiffer))]
        public string ConfirmPassword { get; set; } = "";
    }
}
