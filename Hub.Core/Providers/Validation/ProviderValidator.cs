using System.Text.RegularExpressions;
using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for every provider file, those that come with Hub and the operator's.</summary>
internal sealed partial class ProviderValidator : AbstractValidator<Provider>
{
    private static readonly Fact[] DocumentedFacts = [Fact.Authentication, Fact.Probe, Fact.Failures, Fact.Guide];

    public ProviderValidator()
    {
        RuleFor(provider => provider.Slug)
            .Matches(SlugPattern())
            .WithMessage("use lower-case letters, digits and dashes, at most 64")
            .MaximumLength(64);
        RuleFor(provider => provider.Name).NotEmpty().MaximumLength(80);
        RuleFor(provider => provider.Color).Matches(ColorPattern()).WithMessage("write the colour as #rrggbb");
        RuleFor(provider => provider.Rank).GreaterThan(0);
        RuleFor(provider => provider.RateLimit!.Requests).GreaterThan(0).When(provider => provider.RateLimit is not null);
        RuleForEach(provider => provider.Sources)
            .ChildRules(source => source.RuleFor(one => one.Url).Must(Syntax.IsHttps).WithMessage("must be an https address"));
        When(provider => !provider.Sandbox, ValidateSources);
        RuleFor(provider => provider.Methods).NotEmpty();
        RuleFor(provider => provider.Methods)
            .Must(methods => methods.Select(method => method.Kind).Distinct().Count() == methods.Count)
            .WithMessage("each kind may appear once");
        Include(new TranslationsValidator());
        RuleForEach(provider => provider.Methods)
            .SetValidator(new AuthMethodValidator())
            .SetInheritanceValidator(validator =>
            {
                validator.Add(new ClientCredentialsValidator());
                validator.Add(new AuthorizationCodeValidator());
            });
    }

    private void ValidateSources()
    {
        RuleFor(provider => provider.Sources).NotEmpty().WithMessage("name the documentation that the facts come from");
        RuleFor(provider => provider.Sources)
            .Must(sources => DocumentedFacts.All(fact => sources.Any(source => source.Facts.Contains(fact))))
            .WithMessage("each of authentication, probe, failures and guide needs a source");
        RuleFor(provider => provider.Sources)
            .Must(sources => sources.Any(source => source.Facts.Contains(Fact.Authorization)))
            .When(provider => provider.FindAuthorizationCodeMethod() is not null)
            .WithMessage("authorization needs a source with the fact sign_in");
        RuleFor(provider => provider.Sources)
            .Must(sources => sources.Any(source => source.Facts.Contains(Fact.RateLimit)))
            .When(provider => provider.RateLimit is not null)
            .WithMessage("rateLimit needs a source with the fact rate_limit");
        RuleFor(provider => provider.Sources)
            .Must(sources => sources.Any(source => source.Facts.Contains(Fact.KeyExpiry)))
            .When(provider => provider.Methods.Any(method => method.FindCheck()?.KeyExpiry is not null))
            .WithMessage("keyExpiry needs a source with the fact key_expiry");
    }

    [GeneratedRegex("^[a-z0-9]+(?:-[a-z0-9]+)*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlugPattern();

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColorPattern();
}
