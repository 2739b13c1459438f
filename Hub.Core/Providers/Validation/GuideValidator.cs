using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for guides.</summary>
internal sealed class GuideValidator : AbstractValidator<Guide>
{
    private const string NoPlaceholder = "may not contain { or }";

    /// <param name="method">The method of a form's guide; null for a registration guide, which has no form.</param>
    public GuideValidator(AuthMethod? method)
    {
        RuleFor(guide => guide.Permission).NotEmpty().MaximumLength(300).Must(HasNoBrace).WithMessage(NoPlaceholder);
        RuleForEach(guide => guide.Warnings).Must(HasNoBrace).WithMessage(NoPlaceholder);
        RuleFor(guide => guide.Link!)
            .Cascade(CascadeMode.Stop)
            .Must(Syntax.IsHttps)
            .WithMessage("must be an https address")
            .Must(HasNoBrace)
            .WithMessage(NoPlaceholder)
            .When(guide => guide.Link is not null);
        RuleFor(guide => guide.Steps).NotEmpty();
        RuleForEach(guide => guide.Steps)
            .ChildRules(step =>
            {
                step.RuleFor(one => one.Text).NotEmpty();
                step.RuleFor(one => one.Text)
                    .Must(text => HasNoBrace(method is null ? text : text.Replace($"{{{GuideStep.Button}}}", "", StringComparison.Ordinal)))
                    .WithMessage(
                        method is null ? NoPlaceholder : $"has an unknown placeholder; only {{{GuideStep.Button}}} is allowed in a step"
                    );
                step.RuleFor(one => one.Warning!).Must(HasNoBrace).WithMessage(NoPlaceholder).When(one => one.Warning is not null);
            });
    }

    private static bool HasNoBrace(string text) => text.IndexOfAny(['{', '}']) < 0;
}
