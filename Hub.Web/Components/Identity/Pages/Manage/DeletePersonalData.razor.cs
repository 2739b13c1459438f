using System.ComponentModel.DataAnnotations;
using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Components.Identity.Pages.Manage;

public sealed partial class DeletePersonalData
{
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required SignInManager<HubUser> SignIn { get; init; }

    [Inject]
    public required UserRemover Remover { get; init; }

    [Inject]
    public required IdentityRedirectManager Redirects { get; init; }

    [Inject]
    public required ProfileMessages Texts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    [CascadingParameter]
    private HubUser Me { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm]
    private InputModel Input { get; set; } = default!;

    protected override void OnInitialized() => Input ??= new();

    private async Task RemoveAsync()
    {
        if (!await SignIn.UserManager.CheckPasswordAsync(Me, Input.Password))
        {
            _errors = [Texts.WrongPassword];
        }
        else if (!await Remover.RemoveAsync(Me, CancellationToken.None))
        {
            _errors = [Texts.OnlyAdministrator];
        }
        else
        {
            await SignIn.SignOutAsync();
            Redirects.RedirectTo("Account/Login", AccountNotice.UserRemoved, HttpContext);
        }
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterPassword))]
        public string Password { get; set; } = "";
    }
}
