using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for auth methods of all kinds.</summary>
internal sealed class AuthMethodValidator : AbstractValidator<AuthMethod>
{
    public AuthMethodValidator()
    {
        RuleFor(method => method.Label).NotEmpty().MaximumLength(40);
        RuleFor(method => method.BaseUrl)
            .Must(IsHttpsWithoutPath)
            .WithMessage("must be an https address without a path; the path belongs to the probe")
            .Must((method, url) => Template.PlaceholdersOf(url).All(method.IsAllowedInAddress))
            .WithMessage(
                "only subdomain, host and choice fields, derived values and connection parameters with a pattern are allowed in an address"
            );
        ValidateFields();
        RuleFor(method => method.FindCheck()!)
            .SetValidator(method => new CredentialCheckValidator(method))
            .When(method => method.FindCheck() is not null)
            // Files write its keys beside those of the method.
            .OverridePropertyName("");
        ValidateIdentity();
        RuleFor(method => method.Failures)
            .Must((method, _) => method.AllFailures.Any(rule => rule.Outcome == FailureOutcome.InvalidCredentials))
            .WithMessage("say how a bad key is recognised");
        RuleForEach(method => method.Failures)
            .SetValidator(method => new FailureRuleValidator(method, method.FindCheck()?.Success.Status ?? 200));
        RuleFor(method => method.Guide).SetValidator(method => new GuideValidator(method));
        RuleForEach(method => method.Sunset)
            .ChildRules(sunset =>
            {
                sunset.RuleFor(one => one.What).NotEmpty().MaximumLength(200);
                sunset.RuleFor(one => one.Replacement).NotEmpty().MaximumLength(200);
            });
    }

    private void ValidateFields()
    {
        RuleFor(method => method.Fields).NotEmpty().When(method => method is not AuthMethod.AuthorizationCode);
        RuleFor(method => method.Fields)
            .Must((method, _) => KeysOf(method).GroupBy(key => key, StringComparer.Ordinal).All(same => same.Count() == 1))
            .WithMessage("each key may appear once, and access_token and refresh_token are reserved for authorization");
        RuleFor(method => method.Fields)
            .Must(fields => fields.All(field => !field.Detect))
            .When(method => method is AuthMethod.AuthorizationCode)
            .WithMessage("a choice cannot be detected before authorization");
        RuleFor(method => method.Fields)
            .Must(fields => fields.Count(field => field.Detect) <= 1)
            .WithMessage("only one choice may be detected");
        RuleForEach(method => method.Fields).SetValidator(new ProviderFieldValidator());
        RuleForEach(method => method.Derived)
            .ChildRules(derived => derived.RuleFor(one => one.Pattern).Must(Syntax.IsExtraction).WithMessage(Syntax.NotAnExtraction));
        RuleForEach(method => method.Derived)
            .Must((method, derived) => method.Find(derived.From)?.Pattern is not null)
            .WithMessage("takes its value from a field that has no pattern to guarantee it");
    }

    private void ValidateIdentity() =>
        RuleFor(method => method.Identity)
            .Must(
                (method, identity) =>
                    identity
                        .Templates.SelectMany(Template.PlaceholdersOf)
                        .All(name => name[0] == '@' ? IsPublic(method, name[1..]) : Syntax.JsonPathPattern().IsMatch(name))
            )
            .WithMessage("has a placeholder that is neither a path nor @ and a field that is not secret")
            .Must((method, identity) => identity.Unknown is null || !method.ReportsIdentity)
            .WithMessage("unknown says that the provider does not tell whose key it is, but the identity takes a value from its answer");

    /// <returns>True for a field that is not secret and for a connection parameter: these may be displayed.</returns>
    public static bool IsPublic(AuthMethod method, string key) =>
        method.Find(key) is { IsSecret: false } || method.IsConnectionParameter(key);

    private static bool IsHttpsWithoutPath(string url) =>
        Uri.TryCreate(Template.Fill(url, _ => "x"), UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.AbsolutePath == "/";

    private static IEnumerable<string> KeysOf(AuthMethod method) =>
        [
            .. method.Fields.Select(field => field.Key),
            .. method.Derived.Select(derived => derived.Key),
            .. method.ConnectionParameters.Select(parameter => parameter.Key),
            .. method is AuthMethod.AuthorizationCode ? [Template.AccessToken, Template.RefreshToken] : Array.Empty<string>(),
        ];
}
