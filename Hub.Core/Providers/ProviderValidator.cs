using System.Text.RegularExpressions;
using FluentValidation;
using Hub.Core.Accounts;

namespace Hub.Core.Providers;

/// <summary>The rules that every entry of the catalog keeps, ours and the operator's.</summary>
internal sealed partial class ProviderValidator : AbstractValidator<Provider>
{
    public ProviderValidator()
    {
        RuleFor(provider => provider.Slug).Matches(SlugPattern()).WithMessage("use lower-case letters, digits and dashes, at most 64").MaximumLength(64);
        RuleFor(provider => provider.Name).NotEmpty().MaximumLength(80);
        RuleFor(provider => provider.Color).Matches(ColorPattern()).WithMessage("write the colour as #rrggbb");
        RuleFor(provider => provider.Rank).GreaterThan(0);
        RuleFor(provider => provider.Sources).NotEmpty().When(provider => !provider.Sandbox).WithMessage("name the documentation that the facts come from");
        RuleForEach(provider => provider.Sources).Must(IsHttps).WithMessage("must be an https address");
        RuleFor(provider => provider.Methods).NotEmpty();
        RuleFor(provider => provider.Methods)
            .Must(methods => methods.Select(method => method.Kind).Distinct().Count() == methods.Count)
            .WithMessage("each kind may appear once");
        RuleForEach(provider => provider.Methods).SetValidator(new AuthMethodValidator());
    }

    private static bool IsHttps(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    private static bool IsRegex(string pattern)
    {
        try
        {
            _ = Regex.Match("", pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-z0-9]+(?:-[a-z0-9]+)*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SlugPattern();

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColorPattern();

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldKeyPattern();

    [GeneratedRegex(@"^\$$|^[A-Za-z0-9_-]+(?:\[\d{1,4}\])*(?:\.[A-Za-z0-9_-]+(?:\[\d{1,4}\])*)*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonPathPattern();

    // Content-Type and its like describe a body; Hub sets them itself.
    [GeneratedRegex("^(?!content-)[A-Za-z0-9-]+$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderNamePattern();

    private sealed class AuthMethodValidator : AbstractValidator<AuthMethod>
    {
        public AuthMethodValidator()
        {
            RuleFor(method => method.Label).NotEmpty().MaximumLength(40);
            RuleFor(method => method.BaseUrl)
                .Must(url => Uri.TryCreate(Template.Fill(url, _ => "x"), UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.AbsolutePath == "/")
                .WithMessage("must be an https address without a path; the path belongs to the probe");
            RuleFor(method => method.BaseUrl)
                .Must((method, url) => Template.PlaceholdersOf(url).All(key => method.Fields.Any(field => field.Key == key && field.Kind == FieldKind.Subdomain)))
                .WithMessage("only subdomain fields may stand in an address");
            RuleFor(method => method.Fields).NotEmpty();
            RuleFor(method => method.Fields)
                .Must(fields => fields.Select(field => field.Key).Distinct(StringComparer.Ordinal).Count() == fields.Count)
                .WithMessage("each key may appear once");
            RuleForEach(method => method.Fields).SetValidator(new ProviderFieldValidator());
            RuleFor(method => method.Auth)
                .Must(auth => auth.Basic is not null ^ auth.Headers.Count > 0).WithMessage("give either headers or basic")
                .Must((method, auth) => TemplatesOf(auth).Concat(method.Probe.Headers.Values).SelectMany(Template.PlaceholdersOf).All(key => Has(method, key)))
                .WithMessage("names a field that the method does not have");
            RuleFor(method => method.Probe.Path)
                .Must(path => path.StartsWith('/')).WithMessage("must start with a slash")
                .Must((method, path) => Template.PlaceholdersOf(path).All(key => IsShown(method, key)))
                .WithMessage("may only name fields of the method, and none that is secret: addresses end up in logs");
            RuleForEach(method => method.Auth.Headers.Keys.Concat(method.Probe.Headers.Keys)).Matches(HeaderNamePattern()).WithMessage("is not the name of a request header").OverridePropertyName("Auth.Headers");
            RuleFor(method => method.Probe.Body).Null().When(method => method.Probe.Method == ProbeMethod.Get).WithMessage("GET has no body");
            RuleFor(method => method.Success.Evidence).NotEmpty().WithMessage("a status alone proves nothing");
            RuleForEach(method => method.Success.Evidence).ChildRules(evidence =>
                evidence.RuleFor(one => one.Path).Matches(JsonPathPattern()).WithMessage("is not a path"));
            RuleFor(method => method.Identity)
                .Must((method, identity) => new[] { identity.Name, identity.Email, identity.Organization, identity.ExternalId }
                    .SelectMany(template => Template.PlaceholdersOf(template ?? ""))
                    .All(name => name[0] == '@' ? IsShown(method, name[1..]) : JsonPathPattern().IsMatch(name)))
                .WithMessage("has a placeholder that is neither a path nor @ and a field that is not secret");
            RuleFor(method => method.Failures)
                .Must(rules => rules.Any(rule => rule.Outcome == FailureOutcome.InvalidCredentials))
                .WithMessage("say how a bad key is recognised");
            RuleForEach(method => method.Failures).Must((method, rule) => rule.Field is null || Has(method, rule.Field)).WithMessage("names a field that the method does not have");
            RuleForEach(method => method.Failures).Must((method, rule) => rule.Step is null || (rule.Step >= 1 && rule.Step <= method.Guide.Steps.Count)).WithMessage("names a step that the guide does not have");
            RuleForEach(method => method.Failures).Must(rule => rule.Outcome != FailureOutcome.VerifiedLimited || !string.IsNullOrWhiteSpace(rule.Help)).WithMessage("a limited key needs help: say which right is missing");
            RuleForEach(method => method.Failures).Must(rule => rule.Outcome != FailureOutcome.VerifiedLimited || rule.Help is not { Length: > LinkedAccountLimits.StatusReason })
                .WithMessage($"the help for a limited key is kept with the account; write at most {LinkedAccountLimits.StatusReason} characters");
            RuleForEach(method => method.Failures).Must((method, rule) => rule.Status != method.Success.Status || rule.Body is not null || rule.Header is not null).WithMessage("a failure with the success status needs a body or header condition");
            RuleForEach(method => method.Failures).ChildRules(rule =>
                rule.RuleFor(one => one.Body!.Path).Matches(JsonPathPattern()).WithMessage("is not a path").When(one => one.Body is not null));
            RuleForEach(method => method.Failures).ChildRules(rule =>
                rule.RuleFor(one => one.Body!).Must(HasOneCondition).WithMessage("give exactly one of oneOf, contains and isNull").When(one => one.Body is not null));
            RuleFor(method => method.Guide.Steps).NotEmpty();
        }

        private static bool HasOneCondition(BodyCondition body) =>
            new[] { body.OneOf.Count > 0, !string.IsNullOrEmpty(body.Contains), body.IsNull }.Count(given => given) == 1;

        private static bool Has(AuthMethod method, string fieldKey) => method.Fields.Any(field => field.Key == fieldKey);

        private static bool IsShown(AuthMethod method, string fieldKey) =>
            method.Fields.Any(field => field.Key == fieldKey && field.Kind != FieldKind.Secret);

        private static IEnumerable<string> TemplatesOf(RequestAuthentication auth) =>
            auth.Basic is { } basic ? [basic.Username, basic.Password] : auth.Headers.Values;
    }

    private sealed class ProviderFieldValidator : AbstractValidator<ProviderField>
    {
        public ProviderFieldValidator()
        {
            RuleFor(field => field.Key).Matches(FieldKeyPattern()).WithMessage("use lower-case letters, digits and underscores").MaximumLength(64);
            RuleFor(field => field.Label).NotEmpty().MaximumLength(60);
            RuleFor(field => field.Pattern!.Regex).Must(IsRegex).WithMessage("is not a regular expression without look-around and back-references").When(field => field.Pattern is not null);
            RuleForEach(field => field.WrongFamilies).Must(family => IsRegex(family.Pattern)).WithMessage("has a pattern that is not a regular expression without look-around and back-references");
        }
    }
}
