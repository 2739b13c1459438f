using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for fields.</summary>
internal sealed class ProviderFieldValidator : AbstractValidator<ProviderField>
{
    public ProviderFieldValidator()
    {
        RuleFor(field => field.Key).Matches(Syntax.KeyPattern()).WithMessage(Syntax.NotAKey).MaximumLength(64);
        RuleFor(field => field.Label).NotEmpty().MaximumLength(60);
        RuleFor(field => field.Pattern!.Regex).Must(Syntax.IsRegex).WithMessage(Syntax.NotARegex).When(field => field.Pattern is not null);
        RuleFor(field => field.Length)
            .Must((field, length) => length is null || (length > 0 && field.Kind == FieldKind.Secret))
            .WithMessage("only a secret has a length, of at least 1");
        RuleFor(field => field.Extract!)
            .Must(Syntax.IsExtraction)
            .WithMessage(Syntax.NotAnExtraction)
            .When(field => field.Extract is not null);
        RuleFor(field => field.Extract).Null().When(field => field.Kind == FieldKind.Password).WithMessage("a password is stored as typed");
        RuleFor(field => field.BasePathBefore!)
            .Must(Syntax.IsRegex)
            .WithMessage(Syntax.NotARegex)
            .When(field => field.BasePathBefore is not null);
        RuleFor(field => field.BasePathBefore)
            .Null()
            .When(field => field.Kind != FieldKind.Host)
            .WithMessage("only a host has a base path");
        RuleForEach(field => field.WrongFamilies)
            .Must(family => Syntax.IsRegex(family.Pattern))
            .WithMessage($"has a pattern that {Syntax.NotARegex}");
        ValidateDefault();
        ValidateChoice();
    }

    private void ValidateDefault()
    {
        RuleFor(field => field.Default).Null().When(field => field.IsSecret).WithMessage("a secret has no default");
        RuleFor(field => field.Default)
            .Must((field, value) => field.Clean(value!) == value)
            .When(field => field is { Default: not null, IsSecret: false })
            .WithMessage("is not written as Hub would store it");
        RuleFor(field => field.Default)
            .Must((field, value) => value is null || field.Kind != FieldKind.Choice || field.Option(value) is not null)
            .WithMessage("is not one of the options");
    }

    private void ValidateChoice()
    {
        RuleFor(field => field.Options)
            .Must((field, options) => field.Kind == FieldKind.Choice ? options.Count > 1 : options.Count == 0)
            .WithMessage("a choice has at least two options, and only a choice has any");
        RuleFor(field => field.Options)
            .Must(options => options.Select(option => option.Value).Distinct(StringComparer.Ordinal).Count() == options.Count)
            .WithMessage("each value may appear once");
        RuleForEach(field => field.Options)
            .Must(option => option.Host is null || Uri.CheckHostName(option.Host) == UriHostNameType.Dns)
            .WithMessage("has a host that is not one");
        RuleFor(field => field.Detect)
            .Equal(false)
            .When(field => field.Kind != FieldKind.Choice || field.Default is not null)
            .WithMessage("only a choice without a default is detected");
    }
}
