using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>What ASP.NET Core Identity reports of a user's address, password or code.</summary>
public sealed class IdentityErrorMessages(IStringLocalizer<IdentityErrorMessages> texts) : MessageSet(texts)
{
    public string DefaultError => Text();

    public string DuplicateEmail => Text();

    public string InvalidEmail => Text();

    /// <param name="min">The fewest characters.</param>
    public string PasswordTooShort(int min) => Plural(nameof(PasswordTooShort), min);

    /// <param name="min">The fewest different characters.</param>
    public string PasswordRequiresUniqueChars(int min) => Plural(nameof(PasswordRequiresUniqueChars), min);

    public string PasswordMismatch => Text();

    public string InvalidToken => Text();

    public string ConcurrencyFailure => Text();
}
