using System.ComponentModel.DataAnnotations;
using Hub.Core.Inputs;
using Hub.Core.Mail;
using Hub.Web.Mail;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class ChangeEmail
{
    [Inject]
    public required OutgoingMails Mails { get; init; }

    [Inject]
    internal EmailChange Change { get; init; } = default!;

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override void OnInitialized()
    {
        Input ??= new();
        if (!Mails.IsOn)
        {
            Redirects.RedirectTo("Account/Manage");
        }
    }

    private async Task RequestAsync()
    {
        if (!await SignIn.UserManager.CheckPasswordAsync(Me, Input.Password))
        {
            Errors = [Texts.WrongPassword];
            return;
        }

        var result = await Change.RequestAsync(Me, Input.Email, CancellationToken.None);
        if (result.Succeeded)
        {
            RedirectTo("Account/Manage", AccountNotice.EmailChangeSent);
        }
        else
        {
            Errors = [.. result.Errors.Select(error => error.Description)];
        }
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterEmail))]
        [RegularExpression(@"^\s*\S+@\S+\s*$", ErrorMessage = nameof(IdentityFormMessages.NotAnEmail))]
        [StringLength(254, ErrorMessage = nameof(IdentityFormMessages.NotAnEmail))]
        public string Email
        {
            get;
            set => field = VisibleText.Trim(value ?? "");
        } = "";

        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterCurrentPassword))]
        public string Password { get; set; } = "";
    }
}
