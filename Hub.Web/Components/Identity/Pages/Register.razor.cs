using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Hub.Core;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Hub.Web.Components.Identity.Pages;

public sealed partial class Register
{
    private const string FirstPage = "link";

    private bool _nextIsAdministrator;
    private IReadOnlyCollection<string> _errors = [];

    [Inject]
    public required Registrar Registrar { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

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

    private string SignInHref => Redirects.UriOf("Account/Login", (nameof(ReturnUrl), ReturnUrl));

    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        if (OwnerId.From(HttpContext.User) is not null)
        {
            Redirects.RedirectTo(ReturnUrl ?? FirstPage);
            return;
        }

        _nextIsAdministrator = await Registrar.NextUserIsAdministratorAsync(HttpContext.RequestAborted);
    }

    private async Task RegisterAsync()
    {
        if (!RegistrationOpen)
        {
            return;
        }

        // Not cancelled when the browser leaves: the second request of a double click must find the user of the first.
        switch (await Registrar.RegisterAsync(Input.Email, Input.Password, CancellationToken.None))
        {
            case RegistrationOutcome.Registered(var user, var isFirstAdministrator):
                await SignIn.SignInAsync(user, isPersistent: false);
                Redirects.RedirectTo(isFirstAdministrator ? $"{FirstPage}?welcome=administrator" : ReturnUrl ?? FirstPage);
                break;
            case RegistrationOutcome.EmailInvalid(var error):
                _errors = [Validation.Of(error)];
                break;
            case RegistrationOutcome.Refused(var errors):
                if (!await SignInInsteadAsync())
                {
                    _errors = [.. errors.Select(error => error.Description)];
                }

                break;
            case var unknown:
                throw new UnreachableException(unknown.GetType().Name);
        }
    }

    /// <summary>Somebody who is registered and enters the right password came here by mistake or pressed twice.</summary>
    private async Task<bool> SignInInsteadAsync()
    {
        if (await SignIn.UserManager.FindByEmailAsync(Input.Email) is not { } user)
        {
            return false;
        }

        var result = await SignIn.PasswordSignInAsync(user, Input.Password, isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            Redirects.RedirectTo(ReturnUrl ?? FirstPage);
        }
        else if (result.RequiresTwoFactor)
        {
            Redirects.RedirectTo(Redirects.UriOf("Account/LoginWith2fa", (nameof(ReturnUrl), ReturnUrl)));
        }

        return result.Succeeded || result.RequiresTwoFactor;
    }

    private sealed class InputModel
    {
        [Required(ErrorMessage = nameof(IdentityFormMessages.EnterEmail))]
        [RegularExpression(@"^\s*\S+@\S+\s*$", ErrorMessage = nameof(IdentityFormMessages.NotAnEmail))]
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
