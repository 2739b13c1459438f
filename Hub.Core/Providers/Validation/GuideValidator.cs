using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for guides.</summary>
internal sealed class GuideValidator : AbstractValidator<Guide>
{
    public GuideValidator()
    {
        RuleFor(guide => guide.Permission).NotEmpty().MaximumLength(300);
        RuleFor(guide => guide.Link!).Must(Syntax.IsHttps).WithMessage("must be an https address").When(guide => guide.Link is not null);
        RuleFor(guide => guide.Steps).NotEmpty();
    }
}
