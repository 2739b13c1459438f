using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Signing in to Hub, registration and forgotten passwords.</summary>
public sealed class SignInMessages(IStringLocalizer<SignInMessages> texts) : MessageSet(texts)
{
    public string SignIn => Text();

    public string Email => Text();

    public string Password => Text();

    public string KeepSignedIn => Text();

    public string Or => Text();

    public string SignInWithPasskey => Text();

    public string ForgotPassword => Text();

    public string CreateAnAccount => Text();

    public string WrongPassword(int minutes, int attempts) => Plural(nameof(WrongPassword), minutes, attempts);

    public string NoPasskey => Text();

    public string UnknownPasskey => Text();

    public string EnterCode => Text();

    public string EnterCodeText => Text();

    public string AuthenticatorCode => Text();

    public string RememberBrowser => Text();

    public string UseRecoveryCodeInstead => Text();

    public string WrongCode => Text();

    public string UseRecoveryCode => Text();

    public string UseRecoveryCodeText => Text();

    public string RecoveryCode => Text();

    public string NoRecoveryCode => Text();

    public string WrongRecoveryCode => Text();

    public string LockedTitle => Text();

    public string Locked => Text();

    public string LockedText(int minutes, int attempts) => Plural(nameof(LockedText), minutes, attempts);

    public string BackToSignIn => Text();

    public string ForgotPasswordText => Text();

    public MarkupString ForgotPasswordPasskey => Markup(nameof(ForgotPasswordPasskey));

    public string ForOperators => Text();

    public string ResetByMailText => Text();

    public string SendResetLink => Text();

    public string ResetSent => Text();

    public string ResetSentText => Text();

    public string ResetSentHint => Text();

    public string ConfirmEmail => Text();

    public string ConfirmEmailText(string email) => Format(nameof(ConfirmEmailText), email);

    public string ConfirmEmailButton => Text();

    public string EmailLinkNotValidText => Text();

    public string OpenProfile => Text();

    public string ResetCommand => Text();

    public string LinkNotValidTitle => Text();

    public string LinkNotValid => Text();

    public string LinkNotValidText => Text();

    public string SignedOutTitle => Text();

    public string SignedOut => Text();

    public string SignedOutText => Text();

    public string CreateYourAccount => Text();

    public string RegistrationClosed => Text();

    public string RegistrationClosedText => Text();

    public MarkupString FirstAdministrator => Markup(nameof(FirstAdministrator));

    public string ConfirmPassword => Text();

    public string CreateAccount => Text();

    public MarkupString SignInInstead(string address) => Markup(nameof(SignInInstead), address);

    public string ChooseNewPassword => Text();

    public string ResetEmailHint => Text();

    public string NewPassword => Text();

    public string ConfirmNewPassword => Text();

    public string SavePassword => Text();

    public string PasswordSavedTitle => Text();

    public string PasswordSaved => Text();

    public string PasswordSavedText => Text();

    public string PasswordRule(int length, int different) => Plural(nameof(PasswordRule), length, different);
}
