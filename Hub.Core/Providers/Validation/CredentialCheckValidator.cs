using FluentValidation;

namespace Hub.Core.Providers.Validation;

/// <summary>The rules for the requests that verify a credential.</summary>
internal sealed class CredentialCheckValidator : AbstractValidator<CredentialCheck>
{
    public CredentialCheckValidator(AuthMethod method)
    {
        RuleFor(check => check.Auth)
            .Must(auth => new[] { auth.Headers.Count > 0, auth.Basic is not null, auth.Query.Count > 0 }.Count(given => given) == 1)
            .WithMessage("give exactly one of headers, basic and query")
            .Must(auth =>
                PlaceholdersOf(auth)
                    .All(key =>
                        method.Find(key) is not null
                        || method.IsConnectionParameter(key)
                        || (key == Template.AccessToken && method is AuthMethod.ClientCredentials or AuthMethod.AuthorizationCode)
                    )
            )
            .WithMessage(Syntax.UnknownField)
            .Must(auth =>
                method is not AuthMethod.AuthorizationCode || PlaceholdersOf(auth).Contains(Template.AccessToken, StringComparer.Ordinal)
            )
            .WithMessage("does not use the {access_token} from the authorization");
        RuleForEach(check => check.Auth.Headers.Keys)
            .Matches(Syntax.HeaderNamePattern())
            .WithMessage("is not the name of a request header")
            .OverridePropertyName("Auth.Headers");
        RuleFor(check => check.Probe).SetValidator(new ProbeValidator(method));
        RuleFor(check => check.Identify!).SetValidator(new ProbeValidator(method)).When(check => check.Identify is not null);
        RuleFor(check => check.KeyExpiry!)
            .Must(expiry => expiry.Header is null != expiry.Path is null)
            .WithMessage("give either header or path")
            .Must(expiry => expiry.Request is null || expiry.Path is not null)
            .WithMessage("a request needs a path")
            .When(check => check.KeyExpiry is not null);
        RuleFor(check => check.KeyExpiry!.Path)
            .Matches(Syntax.JsonPathPattern())
            .WithMessage(Syntax.NotAPath)
            .When(check => check.KeyExpiry?.Path is not null);
        RuleFor(check => check.KeyExpiry!.Request!)
            .SetValidator(new ProbeValidator(method))
            .When(check => check.KeyExpiry?.Request is not null);
        RuleFor(check => check.Success.Evidence)
            .NotEmpty()
            .WithMessage("a status alone is no evidence")
            .Must(all => all.Any(evidence => evidence.Type != EvidenceType.Absent))
            .WithMessage("what is absent is no evidence alone");
        RuleForEach(check => check.Success.Evidence)
            .ChildRules(evidence => evidence.RuleFor(one => one.Path).Matches(Syntax.JsonPathPattern()).WithMessage(Syntax.NotAPath));
    }

    private static IEnumerable<string> PlaceholdersOf(RequestAuthentication auth) =>
        (auth.Basic is { } basic ? [basic.Username, basic.Password] : auth.Headers.Values.Concat(auth.Query.Values)).SelectMany(
            Template.PlaceholdersOf
        );

    private sealed class ProbeValidator : AbstractValidator<Probe>
    {
        public ProbeValidator(AuthMethod method)
        {
            RuleFor(probe => probe.Path)
                .Must(path => path.StartsWith('/'))
                .WithMessage("must start with a slash")
                .Must(path =>
                    Template
                        .PlaceholdersOf(path)
                        .All(key => AuthMethodValidator.IsPublic(method, key) || method.Derived.Any(derived => derived.Key == key))
                )
                .WithMessage("may only name fields of the method, and none that is secret: addresses end up in logs");
            RuleForEach(probe => probe.Headers.Keys)
                .Matches(Syntax.HeaderNamePattern())
                .WithMessage("is not the name of a request header")
                .OverridePropertyName(nameof(Probe.Headers));
            RuleForEach(probe => probe.Headers.Values)
                .Must(header =>
                    Template.PlaceholdersOf(header).All(key => method.Find(key) is not null || method.IsConnectionParameter(key))
                )
                .WithMessage(Syntax.UnknownField)
                .OverridePropertyName(nameof(Probe.Headers));
            RuleFor(probe => probe.Body).Null().When(probe => probe.Method == ProbeMethod.Get).WithMessage("GET has no body");
        }
    }
}
