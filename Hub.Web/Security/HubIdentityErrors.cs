using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Security;

/// <summary>Identity's messages in Hub's words. The user name is the e-mail address, so both are spoken of as one.</summary>
internal sealed class HubIdentityErrors : IdentityErrorDescriber
{
    public override IdentityError DuplicateUserName(string userName) => Taken(nameof(DuplicateUserName));

    public override IdentityError DuplicateEmail(string email) => Taken(nameof(DuplicateEmail));

    public override IdentityError InvalidUserName(string? userName) => NoAddress(nameof(InvalidUserName));

    public override IdentityError InvalidEmail(string? email) => NoAddress(nameof(InvalidEmail));

    public override IdentityError PasswordTooShort(int length) =>
        Error(nameof(PasswordTooShort), $"The password is too short: use at least {length} characters.");

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Error(
            nameof(PasswordRequiresUniqueChars),
            $"The password repeats itself too much: use at least {uniqueChars} different characters."
        );

    public override IdentityError PasswordMismatch() => Error(nameof(PasswordMismatch), "That is not your current password.");

    public override IdentityError InvalidToken() =>
        Error(nameof(InvalidToken), "This link is not for that email address, or it was used already, or it is older than a day.");

    public override IdentityError ConcurrencyFailure() =>
        Error(nameof(ConcurrencyFailure), "Your account was changed elsewhere at the same moment. Try again.");

    private static IdentityError Taken(string code) => Error(code, "Somebody is already registered with this email address.");

    private static IdentityError NoAddress(string code) => Error(code, "That is not an email address.");

    private static IdentityError Error(string code, string description) => new() { Code = code, Description = description };
}
