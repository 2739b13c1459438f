using System.ComponentModel.DataAnnotations;
using Hub.Core.Inputs;
using Hub.Core.Mail;
using Hub.Web.Mail;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Pages;

public sealed partial class ForgotPassword
{
    [Inject]
    public required OutgoingMails Mails { get; init; }

    [Inject]
    internal PasswordReset Reset { get; init; } = default!;

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Inject]
    public required SignInMessages Texts { get; init; }

    /// <summary>Whether a request was just sent. The page does not say for whom.</summary>
    [SupplyParameterFromQuery]
    private bool Sent { get; set; }

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override void OnInitialized() => Input ??= new();

    private async Task RequestAsync()
    {
        if (Mails.IsOn)
        {
            await Reset.RequestAsync(Input.Email, CancellationToken.None);
            Redirects.RedirectTo("Account/ForgotPassword?sent=true");
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
    }
}
