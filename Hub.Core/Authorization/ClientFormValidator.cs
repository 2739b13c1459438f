using FluentValidation;
using Hub.Core.Inputs;
using Hub.Core.OAuth;

namespace Hub.Core.Authorization;

/// <summary>The rules for <see cref="ClientForm"/> that are the same for every provider.</summary>
internal sealed class ClientFormValidator : AbstractValidator<ClientForm>
{
    public ClientFormValidator()
    {
        RuleFor(form => form.ClientId)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .WithError(new ValidationError.ClientIdRequired())
            .MaximumLength(ProviderClient.ClientIdLength)
            .WithError(new ValidationError.TooLong(ProviderClient.ClientIdLength))
            .Must(IsVisibleAscii)
            .WithError(new ValidationError.InvalidClientCharacter());
        RuleFor(form => form.Secret)
            .Cascade(CascadeMode.Stop)
            .Must(secret => secret.Reveal().Length <= ProviderClient.SecretLength)
            .WithError(new ValidationError.TooLong(ProviderClient.SecretLength))
            .Must(secret => IsVisibleAscii(secret.Reveal()))
            .WithError(new ValidationError.InvalidClientCharacter());
        RuleFor(form => form.Scopes)
            .Cascade(CascadeMode.Stop)
            .Must(scopes => scopes.All(IsScope))
            .WithError(new ValidationError.InvalidScopeCharacter())
            .Must(scopes => scopes.Sum(scope => scope.Length + 1) <= ProviderClient.ScopesLength)
            .WithError(new ValidationError.ScopesTooLong(ProviderClient.ScopesLength));
    }

    private static bool IsVisibleAscii(string text) => text.All(letter => letter is >= '!' and <= '~');

    // RFC 6749, section 3.3.
    private static bool IsScope(string scope) => IsVisibleAscii(scope) && scope.IndexOfAny(['"', '\\']) < 0;
}
