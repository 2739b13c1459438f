using System.Text.RegularExpressions;
using FluentValidation;
using Hub.Core.Accounts;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Core.AuthLinks;

/// <summary>The rules for <see cref="SessionRequest"/>. The origin's properties have their own names.</summary>
internal sealed partial class SessionRequestValidator : AbstractValidator<SessionRequest>
{
    public SessionRequestValidator(ProviderCatalog catalog)
    {
        RuleFor(request => request.Origin.Id)
            .Required(new ValidationError.OwnerIdRequired())
            .When(request => request.AccountId is null || request.Origin.Id.Length > 0, ApplyConditionTo.CurrentValidator)
            .NotPadded()
            .AtMost(OriginOwner.MaxLength)
            .OverridePropertyName(nameof(OriginOwner.Id));
        RuleFor(request => request.Origin.Name)
            .Required(new ValidationError.OwnerNameRequired())
            .When(request => request.AccountId is null || request.Origin.Name is { Length: > 0 }, ApplyConditionTo.CurrentValidator)
            .AtMost(OriginOwner.MaxLength)
            .OverridePropertyName(nameof(OriginOwner.Name));
        RuleFor(request => request.Origin.Username)
            .NotBlank()
            .AtMost(OriginOwner.MaxLength)
            .OverridePropertyName(nameof(OriginOwner.Username));
        RuleFor(request => request.Providers)
            .Must(slugs => slugs.Count <= SessionLimits.Providers)
            .WithError(new ValidationError.TooManyProviders(SessionLimits.Providers));
        RuleForEach(request => request.Providers)
            .Must(slug => catalog.Find(slug) is not null)
            .WithError(slug => new ValidationError.UnknownProvider(slug))
            .OverridePropertyName(nameof(SessionRequest.Providers));
        RuleFor(request => request.AuthMethod)
            .Must(
                (request, method) =>
                    method is null || ProvidersOf(request, catalog).All(provider => provider.FindMethod(method.Value) is not null)
            )
            .WithError(new ValidationError.UnsupportedMethod());
        RuleFor(request => request.Label).NotBlank().AtMost(LinkedAccountLimits.Label);
        RuleFor(request => request.Metadata).Metadata();
        RuleFor(request => request.Type).IsInEnum().WithError(new ValidationError.UnknownAccountType());
        RuleFor(request => request.Locale)
            .Must(locale => locale is null || (locale.Length <= SessionLimits.Locale && LanguageTag().IsMatch(locale)))
            .WithError(new ValidationError.NotALanguageTag());
        RuleFor(request => request.Lifetime)
            .InclusiveBetween(SessionLimits.MinLifetime, SessionLimits.MaxLifetime)
            .WithError(new ValidationError.LifetimeOutOfRange(SessionLimits.MinLifetime, SessionLimits.MaxLifetime));
    }

    private static IEnumerable<Provider> ProvidersOf(SessionRequest request, ProviderCatalog catalog) =>
        request.Providers.Select(catalog.Find).OfType<Provider>();

    // The shape of BCP 47. A language that Hub does not have is no error: it may have it one day.
    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageTag();
}
