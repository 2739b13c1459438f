using System.Linq.Expressions;
using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for what the authorization code method has beside the others.</summary>
internal sealed class AuthorizationCodeValidator : AbstractValidator<AuthMethod.AuthorizationCode>
{
    public AuthorizationCodeValidator() =>
        RuleFor(method => method.Flow)
            .SetValidator(method => new AuthorizationCodeFlowValidator(method))
            .OverridePropertyName(nameof(AuthMethodEntry.SignIn));
}

/// <summary>The rules for authorization: addresses, scopes, requests and answers.</summary>
internal sealed class AuthorizationCodeFlowValidator : AbstractValidator<AuthorizationCodeFlow>
{
    private const string NotAllowedInAddress = "has a placeholder that is not allowed in an address";
    private const string NamesHostField =
        "would send the operator's secret to whatever host somebody fills in: use a subdomain or a choice";
    private const string SetByHub = "is a parameter that Hub sets itself";

    private static readonly string[] AuthorizeParametersOfHub =
    [
        "response_type",
        "client_id",
        "redirect_uri",
        "state",
        "code_challenge",
        "code_challenge_method",
    ];
    private static readonly string[] TokenParametersOfHub =
    [
        "grant_type",
        "code",
        "redirect_uri",
        "client_id",
        "client_secret",
        "code_verifier",
        "refresh_token",
    ];

    private readonly AuthMethod _method;

    public AuthorizationCodeFlowValidator(AuthMethod.AuthorizationCode method)
    {
        _method = method;
        ValidateAddresses();
        ValidateScopes();
        ValidateParameters();
        ValidateAnswers();
        RuleForEach(flow => flow.ConnectionParameters).SetValidator(new ConnectionParameterValidator(method)).OverridePropertyName("Keeps");
        RuleForEach(flow => flow.DenialCodes).NotEmpty().OverridePropertyName("Denials");
        RuleFor(flow => flow.Registration).SetValidator(new GuideValidator(method: null));
    }

    private void ValidateAddresses()
    {
        RuleFor(flow => flow.AuthorizeUrl)
            .Cascade(CascadeMode.Stop)
            .Must(Syntax.IsHttpsTemplate)
            .WithMessage(Syntax.NotAnHttpsAddress)
            .Must(url => Template.PlaceholdersOf(url).All(key => _method.IsAllowedInAddress(key) && !_method.IsConnectionParameter(key)))
            .WithMessage($"{NotAllowedInAddress}, or is not known before the authorization")
            .Must(NamesNoHostField)
            .WithMessage(NamesHostField);
        RuleFor(flow => flow.Issuer!).Must(Syntax.IsHttps).WithMessage("must be an https address").When(flow => flow.Issuer is not null);
        RuleFor(flow => flow.TokenUrl)
            .Cascade(CascadeMode.Stop)
            .Must(Syntax.IsHttpsTemplate)
            .WithMessage(Syntax.NotAnHttpsAddress)
            .Must(url => Template.PlaceholdersOf(url).All(_method.IsAllowedInAddress))
            .WithMessage(NotAllowedInAddress)
            .Must(NamesNoHostField)
            .WithMessage(NamesHostField)
            .Must((flow, url) => !IsKnownOnlyFromAnswer(flow, url))
            .WithMessage("needs a value that only its own answer contains");
        RuleFor(flow => flow.Revoke!.Url)
            .Cascade(CascadeMode.Stop)
            .Must(Syntax.IsHttpsTemplate)
            .WithMessage(Syntax.NotAnHttpsAddress)
            .Must(url => Template.PlaceholdersOf(url).All(_method.IsAllowedInAddress))
            .WithMessage(NotAllowedInAddress)
            .Must(NamesNoHostField)
            .WithMessage(NamesHostField)
            .When(flow => flow.Revoke is not null);
    }

    private void ValidateScopes()
    {
        RuleFor(flow => flow.Scopes)
            .Must(scopes => scopes.Select(scope => scope.Name).Distinct(StringComparer.Ordinal).Count() == scopes.Count)
            .WithMessage("each scope may appear once");
        RuleForEach(flow => flow.Scopes)
            .ChildRules(scope =>
            {
                scope.RuleFor(one => one.Name).NotEmpty().MaximumLength(200);
                scope.RuleFor(one => one.Reason).NotEmpty().MaximumLength(200);
            });
        RuleFor(flow => flow.ScopeSeparator).Must(separator => separator.Length > 0).WithMessage("may not be empty");
        RuleFor(flow => flow.ScopeParameter).NotEmpty();
    }

    private void ValidateParameters()
    {
        RuleForEach(flow => flow.AuthorizeParameters.Keys)
            .Must((flow, name) => !AuthorizeParametersOfHub.Contains(name, StringComparer.Ordinal) && name != flow.ScopeParameter)
            .WithMessage(SetByHub)
            .OverridePropertyName(nameof(AuthorizationCodeFlow.AuthorizeParameters));
        RuleForEach(flow => flow.AuthorizeParameters.Values)
            .Must(value => Template.PlaceholdersOf(value).All(key => _method.Find(key) is { IsSecret: false }))
            .WithMessage("may only name fields of the method, and none that is secret")
            .OverridePropertyName(nameof(AuthorizationCodeFlow.AuthorizeParameters));
        RuleForEach(flow => flow.TokenParameters.Keys)
            .Must(name => !TokenParametersOfHub.Contains(name, StringComparer.Ordinal))
            .WithMessage(SetByHub)
            .OverridePropertyName(nameof(AuthorizationCodeFlow.TokenParameters));
        RuleForEach(flow => flow.TokenParameters.Values)
            .Must(value => Template.PlaceholdersOf(value).All(key => _method.Find(key) is not null))
            .WithMessage(Syntax.UnknownField)
            .OverridePropertyName(nameof(AuthorizationCodeFlow.TokenParameters));
    }

    private void ValidateAnswers()
    {
        RuleFor(flow => flow.Answer)
            .ChildRules(answer =>
            {
                answer.RuleFor(one => one.AccessToken).Matches(Syntax.JsonPathPattern()).WithMessage(Syntax.NotAPath);
                answer.RuleFor(one => one.RefreshToken).Matches(Syntax.JsonPathPattern()).WithMessage(Syntax.NotAPath);
                answer.RuleFor(one => one.ExpiresIn).Matches(Syntax.JsonPathPattern()).WithMessage(Syntax.NotAPath);
                answer.RuleFor(one => one.Lifetime).GreaterThan(0);
                answer.RuleFor(one => one.Scope).Matches(Syntax.JsonPathPattern()).WithMessage(Syntax.NotAPath);
            });
        RuleForEach(flow => flow.Expiry).ChildRules(rule => ValidateErrorRule(rule, one => one.Status, one => one.Body));
        RuleForEach(flow => flow.ClientErrors).ChildRules(rule => ValidateErrorRule(rule, one => one.Status, one => one.Body));
    }

    private static void ValidateErrorRule<TRule>(
        InlineValidator<TRule> rule,
        Func<TRule, int> status,
        Expression<Func<TRule, BodyCondition?>> body
    )
    {
        rule.RuleFor(body)
            .NotNull()
            .When(one => status(one) is >= 200 and < 300 or >= 500)
            .WithMessage("a status 2xx or 5xx needs a body condition");
        rule.RuleFor(body)
            .ChildRules(condition => condition.RuleFor(one => one!.Path).Matches(Syntax.JsonPathPattern()).WithMessage(Syntax.NotAPath));
        rule.RuleFor(body).Must(one => one is null || Syntax.HasOneCondition(one)).WithMessage(Syntax.NotOneCondition);
    }

    private bool NamesNoHostField(string url) => !Template.PlaceholdersOf(url).Any(key => _method.Find(key) is { Kind: FieldKind.Host });

    private static bool IsKnownOnlyFromAnswer(AuthorizationCodeFlow flow, string url) =>
        flow.ConnectionParameters.Any(parameter =>
            parameter.From == ParameterSource.Answer && Template.PlaceholdersOf(url).Contains(parameter.Key, StringComparer.Ordinal)
        );
}
