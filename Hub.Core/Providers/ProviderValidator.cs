using System.Text.RegularExpressions;
using FluentValidation;

namespace Hub.Core.Providers;

/// <summary>The rules that every entry of the catalog keeps, ours and the operator's.</summary>
internal sealed partial class ProviderValidator : AbstractValidator<Provider>
{
    private static readonly Fact[] Documented = [Fact.Authentication, Fact.Probe, Fact.Failures, Fact.Guide];

    public ProviderValidator()
    {
        RuleFor(provider => provider.Slug)
            .Matches(SlugPattern())
            .WithMessage("use lower-case letters, digits and dashes, at most 64")
            .MaximumLength(64);
        RuleFor(provider => provider.Name).NotEmpty().MaximumLength(80);
        RuleFor(provider => provider.Color).Matches(ColorPattern()).WithMessage("write the colour as #rrggbb");
        RuleFor(provider => provider.Rank).GreaterThan(0);
        RuleFor(provider => provider.Sources)
            .NotEmpty()
            .When(provider => !provider.Sandbox)
            .WithMessage("name the documentation that the facts come from");
        RuleForEach(provider => provider.Sources)
            .ChildRules(source => source.RuleFor(one => one.Url).Must(IsHttps).WithMessage("must be an https address"));
        RuleFor(provider => provider.Sources)
            .Must(sources => Documented.All(fact => sources.Any(source => source.Facts.Contains(fact))))
            .When(provider => !provider.Sandbox)
            .WithMessage("each of authentication, probe, failures and guide needs a source");
        RuleFor(provider => provider.Sources)
            .Must(sources => sources.Any(source => source.Facts.Contains(Fact.Authorization)))
            .When(provider => !provider.Sandbox && provider.Methods.Any(method => method.Flow is not null))
            .WithMessage("signing in needs a source");
        RuleFor(provider => provider.Methods).NotEmpty();
        RuleFor(provider => provider.Methods)
            .Must(methods => methods.Select(method => method.Kind).Distinct().Count() == methods.Count)
            .WithMessage("each kind may appear once");
        RuleForEach(provider => provider.Methods).SetValidator(new AuthMethodValidator());
    }

    private static bool IsHttps(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    private static bool Has(AuthMethod method, string fieldKey) => method.Find(fieldKey) is not null;

    private static bool IsShown(AuthMethod method, string fieldKey) =>
        method.Find(fieldKey) is { IsSecret: false } || IsKept(method, fieldKey);

    private static bool IsKept(AuthMethod method, string key) => method.ConnectionParameters.Any(kept => kept.Key == key);

    private static bool IsHttpsWithPlaceholders(string address) => IsHttps(Template.Fill(address, _ => "x"));

    private static bool HasOneCondition(BodyCondition body) =>
        new[] { body.OneOf.Count > 0, !string.IsNullOrEmpty(body.Contains), body.IsNull }.Count(given => given) == 1;

    private static bool IsExtraction(string pattern) => IsRegex(pattern) && pattern.Contains("(?<value>", StringComparison.Ordinal);

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

    [GeneratedRegex(
        @"^\$$|^(?:[A-Za-z0-9_-]+|\[\d{1,4}\])(?:\[\d{1,4}\])*(?:\.[A-Za-z0-9_-]+(?:\[\d{1,4}\])*)*$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
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
                .Must(url =>
                    Uri.TryCreate(Template.Fill(url, _ => "x"), UriKind.Absolute, out var uri)
                    && uri.Scheme == Uri.UriSchemeHttps
                    && uri.AbsolutePath == "/"
                )
                .WithMessage("must be an https address without a path; the path belongs to the probe")
                .Must((method, url) => Template.PlaceholdersOf(url).All(method.IsAllowedInAddress))
                .WithMessage(
                    "only subdomain, host and choice fields, derived values and kept values with a pattern may stand in an address"
                );
            RuleFor(method => method.Fields).NotEmpty().When(method => method.Kind != AuthMethodKind.Oauth2AuthorizationCode);
            RuleFor(method => method.Fields)
                .Must((method, _) => KeysOf(method).GroupBy(key => key, StringComparer.Ordinal).All(same => same.Count() == 1))
                .WithMessage("each key may appear once, and access_token and refresh_token belong to signing in");
            RuleFor(method => method.Fields)
                .Must(fields => fields.All(field => !field.Detect))
                .When(method => method.Flow is not null)
                .WithMessage("where one signs in cannot be detected");
            RuleFor(method => method.Fields)
                .Must(fields => fields.Count(field => field.Detect) <= 1)
                .WithMessage("only one choice may be detected");
            RuleForEach(method => method.Fields).SetValidator(new ProviderFieldValidator());
            RuleForEach(method => method.Derived)
                .ChildRules(derived =>
                    derived
                        .RuleFor(one => one.Pattern)
                        .Must(IsExtraction)
                        .WithMessage("is not a regular expression with a group named value, without look-around and back-references")
                );
            RuleForEach(method => method.Derived)
                .Must((method, derived) => method.Find(derived.From)?.Pattern is not null)
                .WithMessage("takes its value from a field that has no pattern to guarantee it");

            RuleFor(method => method.Token)
                .NotNull()
                .When(method => method.Kind == AuthMethodKind.Oauth2ClientCredentials)
                .WithMessage("client credentials need a token endpoint");
            RuleFor(method => method.Token)
                .Null()
                .When(method => method.Kind != AuthMethodKind.Oauth2ClientCredentials)
                .WithMessage("only client credentials have a token endpoint");
            RuleFor(method => method.Flow)
                .NotNull()
                .When(method => method.Kind == AuthMethodKind.Oauth2AuthorizationCode)
                .WithMessage("say where one signs in")
                .OverridePropertyName("SignIn");
            RuleFor(method => method.Flow)
                .Null()
                .When(method => method.Kind != AuthMethodKind.Oauth2AuthorizationCode)
                .WithMessage("one signs in only with oauth2_authorization_code")
                .OverridePropertyName("SignIn");
            RuleFor(method => method.Flow!)
                .SetValidator(method => new AuthorizationCodeFlowValidator(method))
                .When(method => method.Flow is not null)
                .OverridePropertyName("SignIn");
            RuleFor(method => method.Token!)
                .Cascade(CascadeMode.Stop)
                .Must(token => IsHttpsWithPlaceholders(token.Url))
                .WithMessage("needs an https address")
                .Must((method, token) => Template.PlaceholdersOf(token.Url).All(method.IsAllowedInAddress))
                .WithMessage("has an address with a placeholder that may not stand in one")
                .Must(
                    (method, token) =>
                        token
                            .Parameters.Values.Append(token.ClientId)
                            .Append(token.ClientSecret)
                            .SelectMany(Template.PlaceholdersOf)
                            .All(key => Has(method, key))
                )
                .WithMessage("names a field that the method does not have")
                .When(method => method.Token is not null);

            RuleFor(method => method.Probe)
                .Must(
                    (method, probe) =>
                        (probe is not null && method.Auth is not null && method.Success is not null)
                        || (
                            method.Token is not null
                            && probe is null
                            && method.Auth is null
                            && method.Success is null
                            && method.Identify is null
                        )
                )
                .WithMessage(
                    "auth, probe and success belong together; only where a token endpoint's answer is the proof may all three be left out"
                );
            RuleFor(method => method.Auth!)
                .Must(auth => new[] { auth.Headers.Count > 0, auth.Basic is not null, auth.Query.Count > 0 }.Count(given => given) == 1)
                .WithMessage("give exactly one of headers, basic and query")
                .Must(
                    (method, auth) =>
                        TemplatesOf(auth)
                            .SelectMany(Template.PlaceholdersOf)
                            .All(key => Has(method, key) || IsKept(method, key) || (GetsToken(method) && key == Template.AccessToken))
                )
                .WithMessage("names a field that the method does not have")
                .Must(
                    (method, auth) =>
                        method.Flow is null
                        || TemplatesOf(auth).SelectMany(Template.PlaceholdersOf).Contains(Template.AccessToken, StringComparer.Ordinal)
                )
                .WithMessage("does not use the {access_token} that signing in gave")
                .When(method => method.Auth is not null);
            RuleForEach(method => method.Auth!.Headers.Keys)
                .Matches(HeaderNamePattern())
                .WithMessage("is not the name of a request header")
                .OverridePropertyName("Auth.Headers")
                .When(method => method.Auth is not null);
            RuleFor(method => method.Probe!).SetValidator(method => new ProbeValidator(method)).When(method => method.Probe is not null);
            RuleFor(method => method.Identify!)
                .SetValidator(method => new ProbeValidator(method))
                .When(method => method.Identify is not null);
            RuleFor(method => method.Success!.Evidence)
                .NotEmpty()
                .WithMessage("a status alone proves nothing")
                .When(method => method.Success is not null);
            RuleFor(method => method.Success!.Evidence)
                .Must(all => all.Any(evidence => evidence.Type != EvidenceType.Absent))
                .WithMessage("what is absent proves nothing alone")
                .When(method => method.Success is not null);
            RuleForEach(method => method.Success!.Evidence)
                .ChildRules(evidence => evidence.RuleFor(one => one.Path).Matches(JsonPathPattern()).WithMessage("is not a path"))
                .When(method => method.Success is not null);
            RuleFor(method => method.Identity)
                .Must(
                    (method, identity) =>
                        identity
                            .Templates.SelectMany(Template.PlaceholdersOf)
                            .All(name => name[0] == '@' ? IsShown(method, name[1..]) : JsonPathPattern().IsMatch(name))
                )
                .WithMessage("has a placeholder that is neither a path nor @ and a field that is not secret")
                .Must((method, identity) => identity.Unknown is null || !method.ReportsIdentity)
                .WithMessage(
                    "unknown says that the provider does not tell whose key it is, but the identity takes a value from its answer"
                );

            RuleFor(method => method.Failures)
                .Must(
                    (method, rules) =>
                        rules.Concat(method.Token?.Failures ?? []).Any(rule => rule.Outcome == FailureOutcome.InvalidCredentials)
                )
                .WithMessage("say how a bad key is recognised");
            RuleForEach(method => method.Failures).SetValidator(method => new FailureRuleValidator(method, method.Success?.Status ?? 200));
            RuleForEach(method => method.Token!.Failures)
                .SetValidator(method => new FailureRuleValidator(method, successStatus: 200))
                .When(method => method.Token is not null);
            RuleFor(method => method.Guide).SetValidator(new GuideValidator());
            RuleForEach(method => method.Sunset)
                .ChildRules(sunset =>
                {
                    sunset.RuleFor(one => one.What).NotEmpty().MaximumLength(200);
                    sunset.RuleFor(one => one.Replacement).NotEmpty().MaximumLength(200);
                });
        }

        private static bool GetsToken(AuthMethod method) => method.Token is not null || method.Flow is not null;

        private static IEnumerable<string> KeysOf(AuthMethod method) =>
            [
                .. method.Fields.Select(field => field.Key),
                .. method.Derived.Select(derived => derived.Key),
                .. method.ConnectionParameters.Select(kept => kept.Key),
                .. method.Flow is null ? Array.Empty<string>() : [Template.AccessToken, Template.RefreshToken],
            ];

        private static IEnumerable<string> TemplatesOf(RequestAuthentication auth) =>
            auth.Basic is { } basic ? [basic.Username, basic.Password] : auth.Headers.Values.Concat(auth.Query.Values);
    }

    private sealed partial class AuthorizationCodeFlowValidator : AbstractValidator<AuthorizationCodeFlow>
    {
        // What Hub itself says in these requests.
        private static readonly string[] OfAuthorize =
        [
            "response_type",
            "client_id",
            "redirect_uri",
            "state",
            "code_challenge",
            "code_challenge_method",
        ];
        private static readonly string[] OfToken =
        [
            "grant_type",
            "code",
            "redirect_uri",
            "client_id",
            "client_secret",
            "code_verifier",
            "refresh_token",
        ];

        private const string NoHost = "would send the operator's secret to whatever host somebody fills in: take a subdomain or a choice";

        public AuthorizationCodeFlowValidator(AuthMethod method)
        {
            RuleFor(flow => flow.AuthorizeUrl)
                .Cascade(CascadeMode.Stop)
                .Must(IsHttpsWithPlaceholders)
                .WithMessage("needs an https address")
                .Must(url => Template.PlaceholdersOf(url).All(key => method.IsAllowedInAddress(key) && !IsKept(method, key)))
                .WithMessage("has a placeholder that may not stand in an address, or is not known before one signs in")
                .Must(url => NamesNoHost(method, url))
                .WithMessage(NoHost);
            RuleFor(flow => flow.Issuer!).Must(IsHttps).WithMessage("must be an https address").When(flow => flow.Issuer is not null);
            RuleFor(flow => flow.TokenUrl)
                .Cascade(CascadeMode.Stop)
                .Must(IsHttpsWithPlaceholders)
                .WithMessage("needs an https address")
                .Must(url => Template.PlaceholdersOf(url).All(method.IsAllowedInAddress))
                .WithMessage("has a placeholder that may not stand in an address")
                .Must(url => NamesNoHost(method, url))
                .WithMessage(NoHost)
                .Must(
                    (flow, url) =>
                        !flow.ConnectionParameters.Any(kept =>
                            kept.From == ParameterSource.Answer && Template.PlaceholdersOf(url).Contains(kept.Key, StringComparer.Ordinal)
                        )
                )
                .WithMessage("needs a value that only its own answer holds");
            RuleFor(flow => flow.Revoke!.Url)
                .Cascade(CascadeMode.Stop)
                .Must(IsHttpsWithPlaceholders)
                .WithMessage("needs an https address")
                .Must(url => Template.PlaceholdersOf(url).All(method.IsAllowedInAddress))
                .WithMessage("has a placeholder that may not stand in an address")
                .Must(url => NamesNoHost(method, url))
                .WithMessage(NoHost)
                .When(flow => flow.Revoke is not null);
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
            RuleForEach(flow => flow.AuthorizeParameters.Keys)
                .Must((flow, name) => !OfAuthorize.Contains(name, StringComparer.Ordinal) && name != flow.ScopeParameter)
                .WithMessage("is a parameter that Hub sets itself")
                .OverridePropertyName(nameof(AuthorizationCodeFlow.AuthorizeParameters));
            RuleForEach(flow => flow.AuthorizeParameters.Values)
                .Must(value => Template.PlaceholdersOf(value).All(key => method.Find(key) is { IsSecret: false }))
                .WithMessage("may only name fields of the method, and none that is secret")
                .OverridePropertyName(nameof(AuthorizationCodeFlow.AuthorizeParameters));
            RuleForEach(flow => flow.TokenParameters.Keys)
                .Must(name => !OfToken.Contains(name, StringComparer.Ordinal))
                .WithMessage("is a parameter that Hub sets itself")
                .OverridePropertyName(nameof(AuthorizationCodeFlow.TokenParameters));
            RuleForEach(flow => flow.TokenParameters.Values)
                .Must(value => Template.PlaceholdersOf(value).All(key => Has(method, key)))
                .WithMessage("names a field that the method does not have")
                .OverridePropertyName(nameof(AuthorizationCodeFlow.TokenParameters));
            RuleFor(flow => flow.Answer)
                .ChildRules(answer =>
                {
                    answer.RuleFor(one => one.AccessToken).Matches(JsonPathPattern()).WithMessage("is not a path");
                    answer.RuleFor(one => one.RefreshToken).Matches(JsonPathPattern()).WithMessage("is not a path");
                    answer.RuleFor(one => one.ExpiresIn).Matches(JsonPathPattern()).WithMessage("is not a path");
                    answer.RuleFor(one => one.Lifetime).GreaterThan(0);
                    answer.RuleFor(one => one.Scope).Matches(JsonPathPattern()).WithMessage("is not a path");
                });
            RuleForEach(flow => flow.ConnectionParameters)
                .Must(
                    (flow, kept) =>
                        !IsInAddress(method, flow, kept)
                        || (kept.Required && AddressesOf(method, flow).All(address => LeavesNoDomainOpen(address, kept)))
                )
                .WithMessage(
                    "stands in an address, so it is required and its pattern lets nobody choose the domain: only letters, digits, "
                        + "dashes and dots, and after them a fixed domain such as \\.example\\.com"
                )
                .OverridePropertyName("Keeps");
            RuleForEach(flow => flow.ConnectionParameters)
                .ChildRules(kept =>
                {
                    kept.RuleFor(one => one.Key)
                        .Matches(FieldKeyPattern())
                        .WithMessage("use lower-case letters, digits and underscores")
                        .MaximumLength(64);
                    kept.RuleFor(one => one.Path).NotEmpty();
                    kept.RuleFor(one => one.Path)
                        .Matches(JsonPathPattern())
                        .WithMessage("is not a path")
                        .When(one => one.From == ParameterSource.Answer);
                    kept.RuleFor(one => one.Pattern!)
                        .Must(IsExtraction)
                        .WithMessage("is not a regular expression with a group named value, without look-around and back-references")
                        .When(one => one.Pattern is not null);
                })
                .OverridePropertyName("Keeps");
            RuleForEach(flow => flow.DenialCodes).NotEmpty().OverridePropertyName("Denials");
            RuleForEach(flow => flow.Expiry).ChildRules(rule => ValidateTokenError(rule, one => one.Status, one => one.Body));
            RuleForEach(flow => flow.ClientErrors).ChildRules(rule => ValidateTokenError(rule, one => one.Status, one => one.Body));
            RuleFor(flow => flow.Registration).SetValidator(new GuideValidator());
        }

        private static void ValidateTokenError<TRule>(
            InlineValidator<TRule> rule,
            Func<TRule, int> status,
            System.Linq.Expressions.Expression<Func<TRule, BodyCondition?>> body
        )
        {
            rule.RuleFor(body)
                .NotNull()
                .When(one => status(one) is >= 200 and < 300 or >= 500)
                .WithMessage("a status of success or of trouble needs a body condition");
            rule.RuleFor(body)
                .ChildRules(condition => condition.RuleFor(one => one!.Path).Matches(JsonPathPattern()).WithMessage("is not a path"));
            rule.RuleFor(body)
                .Must(one => one is null || HasOneCondition(one))
                .WithMessage("give exactly one of oneOf, contains and isNull");
        }

        private static bool NamesNoHost(AuthMethod method, string url) =>
            !Template.PlaceholdersOf(url).Any(key => method.Find(key) is { Kind: FieldKind.Host });

        private static IEnumerable<string> AddressesOf(AuthMethod method, AuthorizationCodeFlow flow) =>
            new[] { method.BaseUrl, flow.AuthorizeUrl, flow.TokenUrl, flow.Revoke?.Url }.OfType<string>();

        private static bool IsInAddress(AuthMethod method, AuthorizationCodeFlow flow, ConnectionParameter kept) =>
            AddressesOf(method, flow).SelectMany(Template.PlaceholdersOf).Contains(kept.Key, StringComparer.Ordinal);

        /// <summary>
        /// Whoever answers chooses the value, and Hub would send the token there. So the group may match nothing but the characters of a
        /// host, without
        /// alternatives as a whole, and the domain is written out: behind the placeholder, or at the group's end.
        /// </summary>
        private static bool LeavesNoDomainOpen(string address, ConnectionParameter kept)
        {
            var at = address.IndexOf($"{{{kept.Key}}}", StringComparison.Ordinal);
            if (at < 0)
            {
                return true;
            }

            return kept.Pattern is { } pattern
                && ValueGroup().Match(pattern) is { Success: true } group
                && HostCharacters().IsMatch(group.Groups["body"].Value)
                && (
                    FixedDomainBehind().IsMatch(address[(at + kept.Key.Length + 2)..])
                    || FixedDomainAtEnd().IsMatch(group.Groups["body"].Value)
                );
        }

        // Groups inside it go one level deep.
        [GeneratedRegex(@"\(\?<value>(?<body>(?:[^()|\\]|\\.|\(\?:[^()]*\))+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex ValueGroup();

        [GeneratedRegex(
            @"^(?:[A-Za-z0-9-]|\\\.|\[[A-Za-z0-9.-]+\]|[+*?]|\{[0-9,]+\}|\(\?:|\||\))+$",
            RegexOptions.None,
            matchTimeoutMilliseconds: 1000
        )]
        private static partial Regex HostCharacters();

        [GeneratedRegex(@"^(?:\.[a-z0-9-]+){2,}(?:/|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex FixedDomainBehind();

        [GeneratedRegex(
            @"(?:(?:^|\\\.)(?:[a-z0-9-]+|\(\?:[a-z0-9-]+(?:\\\.[a-z0-9-]+)*(?:\|[a-z0-9-]+(?:\\\.[a-z0-9-]+)*)*\))){2,}$",
            RegexOptions.None,
            matchTimeoutMilliseconds: 1000
        )]
        private static partial Regex FixedDomainAtEnd();
    }

    private sealed class GuideValidator : AbstractValidator<Guide>
    {
        public GuideValidator()
        {
            RuleFor(guide => guide.Permission).NotEmpty().MaximumLength(300);
            RuleFor(guide => guide.Link!).Must(IsHttps).WithMessage("must be an https address").When(guide => guide.Link is not null);
            RuleFor(guide => guide.Steps).NotEmpty();
        }
    }

    private sealed class ProbeValidator : AbstractValidator<Probe>
    {
        public ProbeValidator(AuthMethod method)
        {
            RuleFor(probe => probe.Path)
                .Must(path => path.StartsWith('/'))
                .WithMessage("must start with a slash")
                .Must(path =>
                    Template.PlaceholdersOf(path).All(key => IsShown(method, key) || method.Derived.Any(derived => derived.Key == key))
                )
                .WithMessage("may only name fields of the method, and none that is secret: addresses end up in logs");
            RuleForEach(probe => probe.Headers.Keys)
                .Matches(HeaderNamePattern())
                .WithMessage("is not the name of a request header")
                .OverridePropertyName(nameof(Probe.Headers));
            RuleForEach(probe => probe.Headers.Values)
                .Must(header => Template.PlaceholdersOf(header).All(key => Has(method, key) || IsKept(method, key)))
                .WithMessage("names a field that the method does not have")
                .OverridePropertyName(nameof(Probe.Headers));
            RuleFor(probe => probe.Body).Null().When(probe => probe.Method == ProbeMethod.Get).WithMessage("GET has no body");
        }
    }

    private sealed class FailureRuleValidator : AbstractValidator<FailureRule>
    {
        public FailureRuleValidator(AuthMethod method, int successStatus)
        {
            RuleFor(rule => rule.Field)
                .Must(field => field is null || Has(method, field))
                .WithMessage("names a field that the method does not have");
            RuleFor(rule => rule.Step)
                .Must(step => step is null || (step >= 1 && step <= method.Guide.Steps.Count))
                .WithMessage("names a step that the guide does not have");
            RuleFor(rule => rule.Status)
                .Must((rule, status) => status != successStatus || rule.Body is not null || rule.Header is not null)
                .WithMessage("a failure with the success status needs a body or header condition");
            RuleFor(rule => rule.Confidence)
                .Must((rule, confidence) => confidence == Confidence.Documented || rule.Status == 401)
                .When(rule => rule.Outcome == FailureOutcome.InvalidCredentials)
                .WithMessage("without documentation only a 401 may read as a bad key")
                .Must((rule, confidence) => confidence == Confidence.Documented || rule.Body is not null)
                .When(rule => rule.Outcome == FailureOutcome.VerifiedLimited, ApplyConditionTo.CurrentValidator)
                .WithMessage("without documentation a key may only be called genuine by the provider's own words: add a body condition");
            RuleFor(rule => rule.Help)
                .NotEmpty()
                .When(rule => rule.Outcome == FailureOutcome.VerifiedLimited)
                .WithMessage("a limited key needs help: say which right is missing");
            RuleFor(rule => rule.Help)
                .MaximumLength(FailureRule.HelpLength)
                .WithMessage($"write at most {FailureRule.HelpLength} characters");
            RuleFor(rule => rule.Body!.Path).Matches(JsonPathPattern()).WithMessage("is not a path").When(rule => rule.Body is not null);
            RuleFor(rule => rule.Body!)
                .Must(HasOneCondition)
                .WithMessage("give exactly one of oneOf, contains and isNull")
                .When(rule => rule.Body is not null);
        }
    }

    private sealed class ProviderFieldValidator : AbstractValidator<ProviderField>
    {
        public ProviderFieldValidator()
        {
            RuleFor(field => field.Key)
                .Matches(FieldKeyPattern())
                .WithMessage("use lower-case letters, digits and underscores")
                .MaximumLength(64);
            RuleFor(field => field.Label).NotEmpty().MaximumLength(60);
            RuleFor(field => field.Pattern!.Regex)
                .Must(IsRegex)
                .WithMessage("is not a regular expression without look-around and back-references")
                .When(field => field.Pattern is not null);
            RuleFor(field => field.Extract!)
                .Must(IsExtraction)
                .WithMessage("is not a regular expression with a group named value, without look-around and back-references")
                .When(field => field.Extract is not null);
            RuleFor(field => field.Default).Null().When(field => field.IsSecret).WithMessage("a secret has no default");
            RuleFor(field => field.Default)
                .Must((field, value) => field.Clean(value!) == value)
                .When(field => field is { Default: not null, IsSecret: false })
                .WithMessage("is not written as Hub would keep it");
            RuleFor(field => field.Extract)
                .Null()
                .When(field => field.Kind == FieldKind.Password)
                .WithMessage("a password is kept as it is");
            RuleFor(field => field.BasePathBefore!)
                .Must(IsRegex)
                .WithMessage("is not a regular expression without look-around and back-references")
                .When(field => field.BasePathBefore is not null);
            RuleFor(field => field.BasePathBefore)
                .Null()
                .When(field => field.Kind != FieldKind.Host)
                .WithMessage("only a host has a base path");
            RuleFor(field => field.Options)
                .Must((field, options) => field.Kind == FieldKind.Choice ? options.Count > 1 : options.Count == 0)
                .WithMessage("a choice has at least two options, and only a choice has any");
            RuleFor(field => field.Options)
                .Must(options => options.Select(option => option.Value).Distinct(StringComparer.Ordinal).Count() == options.Count)
                .WithMessage("each value may appear once");
            RuleForEach(field => field.Options)
                .Must(option => option.Host is null || Uri.CheckHostName(option.Host) == UriHostNameType.Dns)
                .WithMessage("has a host that is not one");
            RuleFor(field => field.Default)
                .Must((field, value) => value is null || field.Kind != FieldKind.Choice || field.Option(value) is not null)
                .WithMessage("is not one of the options");
            RuleFor(field => field.Detect)
                .Equal(false)
                .When(field => field.Kind != FieldKind.Choice || field.Default is not null)
                .WithMessage("only a choice without a default is detected");
            RuleForEach(field => field.WrongFamilies)
                .Must(family => IsRegex(family.Pattern))
                .WithMessage("has a pattern that is not a regular expression without look-around and back-references");
        }
    }
}
