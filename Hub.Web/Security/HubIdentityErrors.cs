using Hub.Web.Messages;
using Microsoft.AspNetCore.Identity;

namespace Hub.Web.Security;

/// <summary>Identity's errors with Hub's sentences. The user name is the email address, so errors of both have the same sentence.</summary>
internal sealed class HubIdentityErrors(IdentityErrorMessages texts) : IdentityErrorDescriber
{
    public override IdentityError DefaultError() => Error(nameof(DefaultError), texts.DefaultError);

    public override IdentityError DuplicateUserName(string userName) => Error(nameof(DuplicateUserName), texts.DuplicateEmail);

    public override IdentityError DuplicateEmail(string email) => Error(nameof(DuplicateEmail), texts.DuplicateEmail);

    public override IdentityError InvalidUserName(string? userName) => Error(nameof(InvalidUserName), texts.InvalidEmail);

    public override IdentityError InvalidEmail(string? email) => Error(nameof(InvalidEmail), texts.InvalidEmail);

    public override IdentityError PasswordTooShort(int length) => Error(nameof(PasswordTooShort), texts.PasswordTooShort(length));

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Error(nameof(PasswordRequiresUniqueChars), texts.PasswordRequiresUniqueChars(uniqueChars));

    public override IdentityError PasswordMismatch() => Error(nameof(PasswordMismatch), texts.PasswordMismatch);

    public override IdentityError InvalidToken() => Error(nameof(InvalidToken), texts.InvalidToken);

    public override IdentityError ConcurrencyFailure() => Error(nameof(ConcurrencyFailure), texts.ConcurrencyFailure);

    private static IdentityError Error(string code, string description) => new() { Code = code, Description = description };
}
