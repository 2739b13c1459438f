using Hub.Web.Components.Identity;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>What is wrong with a field of an Identity form.</summary>
public sealed class IdentityFormMessages(IStringLocalizer<IdentityFormMessages> texts) : MessageSet(texts)
{
    /// <param name="name">The name of a member.</param>
    public string Of(string name) => name == nameof(NameTooLong) ? NameTooLong(PasskeyLimits.Name) : Text(name);

    public string EnterEmail => Text();

    public string NotAnEmail => Text();

    public string EnterPassword => Text();

    public string ChoosePassword => Text();

    public string PasswordsDiffer => Text();

    public string EnterCurrentPassword => Text();

    public string ChooseNewPassword => Text();

    public string NewPasswordsDiffer => Text();

    public string EnterCode => Text();

    public string EnterRecoveryCode => Text();

    public string EnterName => Text();

    public string NameTooLong(int limit) => Plural(nameof(NameTooLong), limit);
}
