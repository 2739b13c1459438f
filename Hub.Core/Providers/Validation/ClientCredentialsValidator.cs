using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for the token endpoint of client credentials.</summary>
internal sealed class ClientCredentialsValidator : AbstractValidator<AuthMethod.ClientCredentials>
{
    public ClientCredentialsValidator()
    {
        RuleFor(method => method.Token)
            .Cascade(CascadeMode.Stop)
            .Must(token => Syntax.IsHttpsTemplate(token.Url))
            .WithMessage(Syntax.NotAnHttpsAddress)
            .Must((method, token) => Template.PlaceholdersOf(token.Url).All(method.IsAllowedInAddress))
            .WithMessage("has an address with a placeholder that is not allowed in an address")
            .Must(
                (method, token) =>
                    token
                        .Parameters.Values.Append(token.ClientId)
                        .Append(token.ClientSecret)
                        .SelectMany(Template.PlaceholdersOf)
                        .All(key => method.Find(key) is not null)
            )
            .WithMessage(Syntax.UnknownField);
        RuleForEach(method => method.Token.Failures).SetValidator(method => new FailureRuleValidator(method, successStatus: 200));
    }
}
