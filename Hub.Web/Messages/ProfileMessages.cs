using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The pages about the signed-in user: profile, password, two-factor authentication, passkeys, personal data.</summary>
public sealed class ProfileMessages(IStringLocalizer<ProfileMessages> texts) : MessageSet(texts)
{
    public string Navigation => Text();

    public string Profile => Text();

    public string Password => Text();

    public string TwoFactorShort => Text();

    public string Passkeys => Text();

    public string PersonalData => Text();

    public string Email => Text();

    public string Role => Text();

    public string Administrator => Text();

    public string Member => Text();

    public string MemberSince => Text();

    public string ProfileHint => Text();

    public string ChangeEmail => Text();

    public string ChangeEmailText => Text();

    public string NewEmail => Text();

    public string SendConfirmation => Text();

    public string EmailNotices => Text();

    public string EmailNoticesText => Text();

    public string Language => Text();

    /// <summary>The choice of no language: pages are in the one that the browser asks for.</summary>
    public string LanguageOfBrowser => Text();

    public string CurrentPassword => Text();

    public string NewPassword => Text();

    public string ConfirmNewPassword => Text();

    public string ChangePassword => Text();

    public string Download => Text();

    public string DownloadText => Text();

    public string DownloadData => Text();

    public string Remove => Text();

    public string RemoveText => Text();

    public string OpenRemoveAccount => Text();

    public string RemoveAccountTitle => Text();

    public string RemoveAccountHeading => Text();

    public string RemoveAccountWarning => Text();

    public string RemoveAccountPassword => Text();

    public string RemoveAccount => Text();

    public string WrongPassword => Text();

    public string OnlyAdministrator => Text();

    public string TwoFactor => Text();

    public string TwoFactorOff => Text();

    public string TurnOnTwoFactor => Text();

    public string TwoFactorOn => Text();

    public string RecoveryCodes => Text();

    public string NoRecoveryCodesLeft => Text();

    public string FewRecoveryCodesLeft(int count) => Plural(nameof(FewRecoveryCodesLeft), count);

    public string RecoveryCodesLeft(int count) => Plural(nameof(RecoveryCodesLeft), count);

    public string MakeRecoveryCodes => Text();

    public string AuthenticatorApp => Text();

    public string NewPhone => Text();

    public string SetUpDevice => Text();

    public string ForgetBrowser => Text();

    public string TurnOffTwoFactor => Text();

    public string TurnOffTwoFactorHeading => Text();

    public string TurnOffTwoFactorText => Text();

    public string TurnOff => Text();

    public string SetUpDeviceHeading => Text();

    public string SetUpDeviceText => Text();

    public string MakeKey => Text();

    public string TwoFactorIsOn => Text();

    public string SetUpApp => Text();

    public string GetApp => Text();

    public string GetAppText => Text();

    public string ScanCode => Text();

    public string QrCode => Text();

    public string NoCamera => Text();

    public string EnterCode => Text();

    public string AuthenticatorCode => Text();

    public string TurnOn => Text();

    public string WrongCode => Text();

    public string NewRecoveryCodesText(int count) => Plural(nameof(NewRecoveryCodesText), count);

    public string MakeCodes => Text();

    public string KeepRecoveryCodes => Text();

    public string KeepRecoveryCodesText => Text();

    public string SaveAsFile => Text();

    /// <summary>The first line of the file.</summary>
    public string RecoveryCodesFile => Text();

    public string Done => Text();

    public string PasskeysText => Text();

    public string UnnamedPasskey => Text();

    public string AddedOn(string day) => Format(nameof(AddedOn), day);

    public string Rename => Text();

    public string RenameOf(string name) => Format(nameof(RenameOf), name);

    public string RemoveOf(string name) => Format(nameof(RemoveOf), name);

    public string PasskeyLimit(int count) => Plural(nameof(PasskeyLimit), count);

    public string PasskeysUnsupported => Text();

    public string AddPasskey => Text();

    public string NamePasskey => Text();

    public string NamePasskeyText => Text();

    public string Name => Text();

    public string NameExample => Text();

    public string Save => Text();
}
