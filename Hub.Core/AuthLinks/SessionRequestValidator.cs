using FluentValidation;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Core.AuthLinks;

/// <summary>
/// The rules for what a connect session may be asked to permit. The names of the faulty properties are those of <see
/// cref="SessionRequest"/>.
/// </summary>
public sealed class SessionRequestValidator : AbstractValidator<SessionRequest>
{
    public SessionRequestValidator(ProviderCatalog catalog)
    {
        RuleFor(request => request.Origin.Id)
            .MustBeFilled("Enter the owner's id: what your product calls this customer.")
            .MustNotBePadded()
            .MustBeAtMost(OriginOwner.MaxLength)
            .OverridePropertyName(nameof(OriginOwner.Id));
        RuleFor(request => request.Origin.Name)
            .MustBeFilled("Enter the owner's name.")
            .MustBeAtMost(OriginOwner.MaxLength)
            .OverridePropertyName(nameof(OriginOwner.Name));
        RuleFor(request => request.Origin.Username)
            .MustBeVisible()
            .MustBeAtMost(OriginOwner.MaxLength)
            .OverridePropertyName(nameof(OriginOwner.Username));
        RuleFor(request => request.Providers)
            .Must(slugs => slugs.Count <= SessionLimits.Providers)
            .WithMessage($"At most {SessionLimits.Providers} providers; leave it empty for all.");
        RuleForEach(request => request.Providers)
            .Must(slug => catalog.Find(slug) is not null)
            .WithMessage((_, slug) => $"There is no provider {slug}.")
            .OverridePropertyName(nameof(SessionRequest.Providers));
        RuleFor(request => request.AuthMethod)
            .Must(
                (request, method) =>
                    method is null
                    || request
                        .Providers.Select(catalog.Find)
                        .OfType<Provider>()
                        .All(provider => provider.FindMethod(method.Value) is not null)
            )
            .WithMessage("The provider cannot be linked that way.");
        RuleFor(request => request.Label).MustBeVisible().MustBeAtMost(LinkedAccountLimits.Label);
        RuleFor(request => request.Metadata).MustBeMetadata();
        RuleFor(request => request.Type).IsInEnum().WithMessage("The type is production or test.");
        RuleFor(request => request.Lifetime)
            .InclusiveBetween(SessionLimits.MinLifetime, SessionLimits.MaxLifetime)
            .WithMessage(
                $"A session lasts {SessionLimits.MinLifetime.TotalSeconds} seconds to {SessionLimits.MaxLifetime.TotalDays} days."
            );
    }
}
