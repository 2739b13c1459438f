using FluentValidation;

namespace Hub.Core.AccessKeys;

/// <summary>The access key that an Administrator wants.</summary>
/// <param name="ExpiresAt">Null for never.</param>
public sealed record AccessKeyRequest(string Name, AccessScopes Scopes, DateTimeOffset? ExpiresAt);

/// <summary>The rules for an access key. The names of the faulty properties are those of <see cref="AccessKeyRequest"/>.</summary>
public sealed class AccessKeyRequestValidator : AbstractValidator<AccessKeyRequest>
{
    public AccessKeyRequestValidator(TimeProvider time)
    {
        RuleFor(request => request.Name)
            .Must(name => !string.IsNullOrWhiteSpace(name))
            .WithMessage("Enter a name, so that you know later what the key is for.")
            .MaximumLength(AccessKeyLimits.Name)
            .WithMessage($"At most {AccessKeyLimits.Name} characters.");
        RuleFor(request => request.Scopes)
            .NotEqual(AccessScopes.None)
            .WithMessage("Choose at least one thing that the key may do.")
            .Must(scopes => (scopes & ~AccessScopes.All) == AccessScopes.None)
            .WithMessage("There is no such scope.");
        RuleFor(request => request.ExpiresAt).Must(at => at is null || at > time.GetUtcNow()).WithMessage("Choose a day in the future.");
    }
}
