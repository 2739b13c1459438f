using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for failure rules.</summary>
internal sealed class FailureRuleValidator : AbstractValidator<FailureRule>
{
    public FailureRuleValidator(AuthMethod method, int successStatus)
    {
        RuleFor(rule => rule.Field).Must(field => field is null || method.Find(field) is not null).WithMessage(Syntax.UnknownField);
        RuleFor(rule => rule.Step)
            .Must(step => step is null || (step >= 1 && step <= method.Guide.Steps.Count))
            .WithMessage("names a step that the guide does not have");
        RuleFor(rule => rule.Status)
            .Must((rule, status) => status != successStatus || rule.Body is not null || rule.Header is not null)
            .WithMessage("a failure with the success status needs a body or header condition");
        RuleFor(rule => rule.Confidence)
            .Must((rule, confidence) => confidence == Confidence.Documented || rule.Status == 401)
            .When(rule => rule.Outcome == FailureOutcome.InvalidCredentials)
            .WithMessage("without documentation only a 401 may mean a bad key")
            .Must((rule, confidence) => confidence == Confidence.Documented || rule.Body is not null)
            .When(rule => rule.Outcome == FailureOutcome.VerifiedLimited, ApplyConditionTo.CurrentValidator)
            .WithMessage("without documentation only the provider's own words may mean a limited key: add a body condition");
        RuleFor(rule => rule.Help)
            .NotEmpty()
            .When(rule => rule.Outcome == FailureOutcome.VerifiedLimited)
            .WithMessage("a limited key needs help: say which right is missing");
        RuleFor(rule => rule.Help).MaximumLength(FailureRule.HelpLength).WithMessage($"write at most {FailureRule.HelpLength} characters");
        RuleFor(rule => rule.Body!.Path).Matches(Syntax.JsonPathPattern()).WithMessage(Syntax.NotAPath).When(rule => rule.Body is not null);
        RuleFor(rule => rule.Body!).Must(Syntax.HasOneCondition).WithMessage(Syntax.NotOneCondition).When(rule => rule.Body is not null);
    }
}
