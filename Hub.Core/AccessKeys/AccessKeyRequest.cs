using FluentValidation;
using Hub.Core.Inputs;

namespace Hub.Core.AccessKeys;

/// <summary>The access key that an Administrator wants to create.</summary>
/// <param name="ExpiresAt">Null for never.</param>
public sealed record AccessKeyRequest(string Name, AccessScopes Scopes, DateTimeOffset? ExpiresAt);

/// <summary>The rules for <see cref="AccessKeyRequest"/>.</summary>
internal sealed class AccessKeyRequestValidator : AbstractValidator<AccessKeyRequest>
{
    public AccessKeyRequestValidator(TimeProvider time)
    {
        RuleFor(request => request.Name)
            .Must(name => !string.IsNullOrWhiteSpace(name))
            .WithError(new ValidationError.NameRequired())
            .MaximumLength(AccessKeyLimits.Name)
            .WithError(new ValidationError.TooLong(AccessKeyLimits.Name));
        RuleFor(request => request.Scopes)
            .NotEqual(AccessScopes.None)
            .WithError(new ValidationError.AccessScopeRequired())
            .Must(scopes => (scopes & ~AccessScopes.All) == AccessScopes.None)
            .WithError(new ValidationError.UnknownAccessScope());
        RuleFor(request => request.ExpiresAt)
            .Must(at => at is null || at > time.GetUtcNow())
            .WithError(new ValidationError.NotInTheFuture());
    }
}
