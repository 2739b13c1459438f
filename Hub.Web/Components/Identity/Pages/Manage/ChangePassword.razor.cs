using System.ComponentModel.DataAnnotations;
using Hub.Core.Audit;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class ChangePassword
{
    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override void OnInitialized() => Input ??= new();

    private async Task ChangePasswordAsync()
    {
        if (
            await ChangeAsync(
                AuditActions.PasswordChanged,
                users => users.ChangePasswordAsync(Me, Input.CurrentPassword, Input.NewPassword)
            )
        )
        {
            RedirectTo("Account/Manage/ChangePassword", AccountNotice.PasswordChanged);
        }
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterCurrentPassword))]
        public string CurrentPassword { get; set; } = "";

        [Required(ErrorMessage = nameof(IdentityFormMessages.ChooseNewPassword))]
        public string NewPassword { get; set; } = "";

        [Compare(nameof(NewPassword), ErrorMessage = nameof(IdentityFormMessages.NewPasswordsDiffer))]
        public string ConfirmPassword { get; set; } = "";
    }
}
