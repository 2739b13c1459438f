using System.ComponentModel.DataAnnotations;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class ChangePassword
{
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required SecurityEditor Security { get; init; }

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override void OnInitialized() => Input ??= new();

    private async Task ChangeAsync()
    {
        var result = await Security.ChangeAsync(
            Me,
            AuditActions.PasswordChanged,
            users => users.ChangePasswordAsync(Me, Input.CurrentPassword, Input.NewPassword),
            CancellationToken.None
        );
        if (!result.Succeeded)
        {
            _errors = [.. result.Errors.Select(error => error.Description)];
            return;
        }

        await SignIn.RefreshSignInAsync(Me);
        Redirects.RedirectTo("Account/Manage/ChangePassword", AccountNotice.PasswordChanged, HttpContext);
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = "Enter your current password.")]
        public string CurrentPassword { get; set; } = "";

        [Required(ErrorMessage = "Choose a new password.")]
        public string NewPassword { get; set; } = "";

        [Compare(nameof(NewPassword), ErrorMessage = "The two new passwords are not the same.")]
        public string ConfirmPassword { get; set; } = "";
    }
}
