using Hub.Core.Providers;

namespace Hub.Tests.Providers;

/// <summary>A faulty provider file is refused with messages that lead to the line.</summary>
public sealed class ProviderFileTests
{
    private const string Sources = "sources: [{ url: https://docs.example.com, facts: [authentication, probe, failures, guide] }]";

    private static readonly string[] Lines = """
        slug: acme
        name: Acme
        category: ats
        color: "#123456"
        rank: 5
        sources: [{ url: https://docs.example.com, facts: [authentication, probe, failures, guide] }]
        methods:
          - kind: api_key
            label: API key
            baseUrl: https://api.example.com
            fields:
              - key: api_key
                label: API Key
                kind: secret
                pattern:
                  regex: ^a+$
                  message: Only a.
            auth:
              headers:
                Authorization: Bearer {api_key}
            probe:
              method: get
              path: /me
            success:
              evidence:
                - { path: id, type: text }
            identity:
              name: "{name}"
            failures:
              - status: 401
                outcome: invalid_credentials
                confidence: documented
                field: api_key
                step: 1
              - status: 403
                body: { path: code, oneOf: [limited] }
                outcome: verified_limited
                confidence: documented
                help: Grant it.
            guide:
              permission: Read access.
              steps:
                - Look for it.
        """.Split('\n');

    [Fact]
    public void a_file_without_faults_is_read()
    {
        var (provider, errors) = ProviderFile.Read("acme.yaml", string.Join('\n', Lines));
        Assert.Empty(errors);
        Assert.Equal("acme", provider?.Slug);
        Assert.Equal(FailureOutcome.VerifiedLimited, provider?.Methods[0].Failures[1].Outcome);
    }

    [Fact]
    public void dates_are_read()
    {
        var (provider, errors) = ProviderFile.Read(
            "acme.yaml",
            string.Join(
                '\n',
                Lines.Select(text =>
                    text switch
                    {
                        "rank: 5" => "rank: 5\nchecked: 2026-11-30",
                        "    label: API key" =>
                            "    label: API key\n    sunset: [{ date: 2027-04-30, what: API keys end., replacement: Sign in. }]",
                        _ => text,
                    }
                )
            )
        );
        Assert.Empty(errors);
        Assert.Equal(new DateOnly(2026, 11, 30), provider?.Checked);
        Assert.Equal(new DateOnly(2027, 4, 30), Assert.Single(provider!.Methods[0].Sunset).Date);
    }

    [Fact]
    public void a_file_that_is_translated_has_its_texts_in_that_language()
    {
        var (provider, errors) = ProviderFile.Read("acme.yaml", Translated());
        Assert.Empty(errors);
        var german = ProviderCatalog.Of(provider!).In("de").Find("acme")!;
        Assert.Equal("de", german.Language);
        Assert.Equal("de: Look for it.", german.Methods[0].Guide.Steps[0].Text);
        Assert.Equal("de: API Key", german.Methods[0].Fields[0].Label);
        Assert.Equal("de: Grant it.", german.Methods[0].Failures[1].Help);
        Assert.Equal(provider!.Methods[0].Failures[1].Key, german.Methods[0].Failures[1].Key);
        Assert.Equal("de: Only a.", german.Translate("Only a."));
        Assert.Equal("Only b.", german.Translate("Only b."));
    }

    [Fact]
    public void a_language_that_a_file_does_not_have_is_english()
    {
        var (provider, _) = ProviderFile.Read("acme.yaml", Translated());
        var catalog = ProviderCatalog.Of(provider!);
        Assert.Same(provider, catalog.In("fr").Find("acme"));
        Assert.Same(catalog, catalog.In("en"));
        Assert.Same(catalog.In("de"), catalog.In("de"));
        Assert.Equal("en", catalog.In("fr").Find("acme")!.Language);
    }

    [Theory]
    [InlineData("    de: 'de: Grant it.'", "    dk: x", "Translations[3].dk: is not one of the languages de, fr", 0)]
    [InlineData("    de: 'de: Grant it.'", "    de: Give {it}.", "Translations[3].de: needs the same placeholders as the English text", 0)]
    [InlineData("    de: 'de: Grant it.'", "    de: ' '", "Translations[3].de: needs the same placeholders", 0)]
    [InlineData("  - en: Grant it.", "  - en: Grant that.", "Translations[3]: translates a text that this file does not have", 0)]
    [InlineData("  - en: Grant it.", "  - en: Grant that.", "Translations: lacks this text in de: Grant it.", -7)]
    [InlineData("  - en: Grant it.", "  - fr: Grant it.", "Translations[3]: needs the English text under en", 0)]
    [InlineData("  - en: Grant it.", "  - en: API key", "Translations: has this text twice: API key", -7)]
    public void a_fault_in_a_translation_is_told(string right, string wrong, string message, int offset)
    {
        var lines = Translated().Split('\n');
        var index = Array.IndexOf(lines, right);
        Assert.True(index >= 0);
        lines[index] = wrong;
        var (provider, errors) = ProviderFile.Read("acme.yaml", string.Join('\n', lines));
        Assert.Null(provider);
        Assert.Contains(errors, error => error.StartsWith($"acme.yaml:{index + 1 + offset}: {message}", StringComparison.Ordinal));
    }

    private static string Translated()
    {
        string[] texts = ["API key", "API Key", "Only a.", "Grant it.", "Read access.", "Look for it."];
        return string.Join('\n', [.. Lines, "translations:", .. texts.Select(text => $"  - en: {text}\n    de: 'de: {text}'")]);
    }

    [Fact]
    public void a_step_is_a_text_or_has_a_warning_too()
    {
        var yaml = string.Join('\n', Lines) + "\n        - text: Copy it and press {button}.\n          warning: It is shown once.";
        var (provider, errors) = ProviderFile.Read("acme.yaml", yaml);
        Assert.Empty(errors);
        Assert.Equal(
            [
                new GuideStep { Text = "Look for it." },
                new GuideStep { Text = "Copy it and press {button}.", Warning = "It is shown once." },
            ],
            provider!.Methods[0].Guide.Steps
        );
    }

    [Theory]
    // Unknown keys and values.
    [InlineData("name: Acme", "nam: Acme", "nam")]
    [InlineData("        label: API Key", "        lable: API Key", "lable")]
    [InlineData("    label: API key", "    label: API key\n    hasOwnAddress: true", "hasOwnAddress", 1)]
    [InlineData("category: ats", "category: recruiting", "'Recruiting'")]
    [InlineData("        outcome: verified_limited", "        outcome: bad_key", "'BadKey'")]
    [InlineData("rank: 5", "rank: first", "first")]
    [InlineData("name: Acme", "slug: acme", "slug", 0)]
    [InlineData("name: Acme", "name: [", "")]
    // Nothing behind a key.
    [InlineData("methods:", "aliases:\nmethods:", "a value is missing")]
    [InlineData(Sources, "sources: [~]", "a value is missing")]
    [InlineData("    label: API key", "    label: null", "a value is missing")]
    // Right in form and wrong in meaning.
    [InlineData("slug: acme", "slug: Acme Inc", "Slug: use lower-case letters")]
    [InlineData("color: \"#123456\"", "color: red", "Color: write the colour as #rrggbb")]
    [InlineData("rank: 5", "rank: 0", "Rank:")]
    [InlineData(Sources, "sources: []", "Sources: name the documentation")]
    [InlineData(
        Sources,
        "sources: [{ url: http://docs.example.com, facts: [authentication, probe, failures, guide] }]",
        "Sources[0].Url: must be an https address"
    )]
    [InlineData(
        Sources,
        "sources: [{ url: https://docs.example.com, facts: [authentication, probe, guide] }]",
        "Sources: each of authentication, probe, failures and guide needs a source"
    )]
    [InlineData("    baseUrl: https://api.example.com", "    baseUrl: http://api.example.com", "BaseUrl: must be an https address")]
    [InlineData(
        "    baseUrl: https://api.example.com",
        "    baseUrl: https://api.example.com/v1",
        "BaseUrl: must be an https address without a path"
    )]
    [InlineData(
        "    baseUrl: https://api.example.com",
        "    baseUrl: https://{api_key}.example.com",
        "BaseUrl: only subdomain, host and choice fields"
    )]
    [InlineData("      - key: api_key", "      - key: API-Key", "Fields[0].Key: use lower-case letters")]
    [InlineData("          regex: ^a+$", "          regex: '^(a+$'", "Regex: is not a regular expression")]
    [InlineData("          regex: ^a+$", "          regex: ^(?=a)a+$", "Regex: is not a regular expression without look-around")]
    [InlineData("      path: /me", "      path: me", "Probe.Path: must start with a slash")]
    [InlineData(
        "      path: /me",
        "      path: /me?key={api_key}",
        "Probe.Path: may only name fields of the method, and none that is secret"
    )]
    [InlineData("      path: /me", "      path: /{tenant}", "Probe.Path: may only name fields of the method")]
    [InlineData("        - { path: id, type: text }", "        - { path: 'a[x]', type: text }", "Evidence[0].Path: is not a path")]
    [InlineData("        field: api_key", "        field: api_token", "Failures[0].Field: names a field")]
    [InlineData("        step: 1", "        step: 2", "Failures[0].Step: names a step")]
    [InlineData("        help: Grant it.", "        help: ' '", "Failures[1].Help: a limited key needs help")]
    [InlineData("      - status: 401", "      - status: 200", "Failures[0].Status: a failure with the success status needs")]
    [InlineData(
        "        body: { path: code, oneOf: [limited] }",
        "        body: { path: 'code.', oneOf: [limited] }",
        "Body.Path: is not a path"
    )]
    [InlineData(
        "        body: { path: code, oneOf: [limited] }",
        "        body: { path: code }",
        "Body: give exactly one of oneOf, contains and isNull"
    )]
    [InlineData(
        "        body: { path: code, oneOf: [limited] }",
        "        body: { path: code, oneOf: [limited], isNull: true }",
        "Body: give exactly one of"
    )]
    [InlineData(
        "      name: \"{name}\"",
        "      name: \"{a[x]}\"",
        "Identity: has a placeholder that is neither a path nor @ and a field that is not secret",
        -1
    )]
    [InlineData(
        "      name: \"{name}\"",
        "      name: \"{name}\"\n      unknown: Nobody knows.",
        "Identity: unknown says that the provider does not tell",
        -1
    )]
    [InlineData("rank: 5", "rank: 5\nchecked: 30.11.2026", "30.11.2026", 1)]
    [InlineData(
        "    label: API key",
        "    label: API key\n    sunset: [{ date: 2027-04-30, what: ' ', replacement: Sign in. }]",
        "Sunset[0].What:",
        1
    )]
    [InlineData("      permission: Read access.", "      permission: ' '", "Guide.Permission:")]
    [InlineData(
        "      permission: Read access.",
        "      permission: x\n      link: http://example.com",
        "Guide.Link: must be an https address",
        1
    )]
    [InlineData(
        "      permission: Read access.",
        "      permission: x\n      link: https://example.com/{tenant}",
        "Guide.Link: may not contain { or }",
        1
    )]
    [InlineData("      permission: Read access.", "      permission: Read {x}.", "Guide.Permission: may not contain { or }")]
    [InlineData(
        "        - Look for it.",
        "        - Press {Button}.",
        "Guide.Steps[0].Text: has an unknown placeholder; only {button} is allowed"
    )]
    [InlineData("        - Look for it.", "        - Press {button.", "Guide.Steps[0].Text: has an unknown placeholder")]
    [InlineData("        - Look for it.", "        - { text: ' ' }", "Guide.Steps[0].Text:")]
    [InlineData("        - Look for it.", "        - { warning: Once. }", "text")]
    [InlineData("        - Look for it.", "        - { text: Look., note: x }", "note")]
    [InlineData(
        "        - Look for it.",
        "        - text: Look.\n          warning: Press {button}.",
        "Guide.Steps[0].Warning: may not contain { or }",
        1
    )]
    [InlineData("        kind: secret", "        kind: secret\n        length: 0", "Fields[0].Length: only a secret has a length", 1)]
    [InlineData("        kind: secret", "        kind: text\n        length: 32", "Fields[0].Length: only a secret has a length", 1)]
    [InlineData("        kind: secret", "        kind: secret\n        default: x", "Default: a secret has no default", 1)]
    [InlineData(
        "        kind: secret",
        "        kind: choice\n        options: [{ value: a, label: A }]",
        "Options: a choice has at least two options",
        1
    )]
    [InlineData(
        "        kind: secret",
        "        kind: secret\n        detect: true",
        "Detect: only a choice without a default is detected",
        1
    )]
    [InlineData(
        "        kind: secret",
        "        kind: secret\n        extract: a+",
        "Extract: is not a regular expression with a group named value",
        1
    )]
    [InlineData(
        "    label: API key",
        "    label: API key\n    derived: [{ key: dc, from: other, pattern: '(?<value>a)' }]",
        "Derived[0]: takes its value from a field that has no pattern",
        1
    )]
    [InlineData("  - kind: api_key", "  - kind: oauth2_client_credentials", "Token: client credentials need a token endpoint")]
    [InlineData(
        "        Authorization: Bearer {api_key}",
        "        Authorization: Bearer {token}",
        "Auth: names a field that the method does not have",
        -2
    )]
    [InlineData("        Authorization: Bearer {api_key}", "        'Bad Header': x", "is not the name of a request header", -1)]
    [InlineData("        Authorization: Bearer {api_key}", "        Content-Type: text/plain", "is not the name of a request header", -1)]
    public void a_fault_is_told_with_file_and_line(string right, string wrong, string message, int lineOffset = 0)
    {
        var line = Array.IndexOf(Lines, right) + 1;
        Assert.True(line > 0, $"not in the sample: {right}");

        var (provider, errors) = ProviderFile.Read("acme.yaml", string.Join('\n', Lines.Select(text => text == right ? wrong : text)));

        Assert.Null(provider);
        Assert.Contains(
            errors,
            error =>
                error.StartsWith($"acme.yaml:{line + lineOffset}: ", StringComparison.Ordinal)
                && error.Contains(message, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("rank: 5", "acme.yaml:1: ", "rank")]
    [InlineData("    label: API key", "acme.yaml:8: ", "label")]
    [InlineData("          message: Only a.", "acme.yaml:16: ", "message")]
    public void a_missing_key_is_told_with_the_line_of_what_lacks_it(string missing, string start, string name)
    {
        var (provider, errors) = ProviderFile.Read("acme.yaml", string.Join('\n', Lines.Where(text => text != missing)));
        Assert.Null(provider);
        Assert.Contains(
            errors,
            error => error.StartsWith(start, StringComparison.Ordinal) && error.Contains(name, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public void every_fault_of_a_file_is_told_at_once()
    {
        var yaml = string.Join('\n', Lines)
            .Replace("\"#123456\"", "red", StringComparison.Ordinal)
            .Replace("path: /me", "path: me", StringComparison.Ordinal);
        Assert.Equal(2, ProviderFile.Read("acme.yaml", yaml).Errors.Count);
    }

    [Fact]
    public void a_method_that_says_nothing_of_bad_keys_is_refused()
    {
        var yaml = string.Join('\n', Lines).Replace("outcome: invalid_credentials", "outcome: rate_limited", StringComparison.Ordinal);
        Assert.Equal(["acme.yaml:29: Methods[0].Failures: say how a bad key is recognised"], ProviderFile.Read("acme.yaml", yaml).Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    public void an_empty_file_is_refused(string yaml) =>
        Assert.Equal(["acme.yaml:1: the file is empty"], ProviderFile.Read("acme.yaml", yaml).Errors);

    [Theory]
    [InlineData("just text")]
    [InlineData("[a, b]")]
    [InlineData("\tname: x")]
    public void what_is_not_a_provider_at_all_is_refused_with_a_line(string yaml) =>
        Assert.StartsWith("acme.yaml:1: ", Assert.Single(ProviderFile.Read("acme.yaml", yaml).Errors), StringComparison.Ordinal);

    private static readonly string[] SignInLines = """
        slug: acme
        name: Acme
        category: ats
        color: "#123456"
        rank: 5
        sources: [{ url: https://docs.example.com, facts: [authentication, sign_in, probe, failures, guide] }]
        methods:
          - kind: oauth2_authorization_code
            label: Sign in
            baseUrl: https://{api_host}
            fields: []
            signIn:
              authorizeUrl: https://login.example.com/authorize
              tokenUrl: https://{login_host}/token
              revoke: { url: https://login.example.com/revoke }
              scopes:
                - { name: read, reason: To read., required: true }
                - { name: offline, reason: To stay connected. }
              clientAuthentication: basic
              authorizeParameters: { access_type: offline }
              tokenParameters: { audience: api }
              answer: { accessToken: user.access_token, lifetime: 3600 }
              keeps:
                - { key: login_host, from: callback, path: server, pattern: '^https://(?<value>login\.example\.(?:com|eu|com\.au))$' }
                - { key: api_host, from: answer, path: api, pattern: '^https://(?<value>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.example\.com)(?:/|$)' }
                - { key: company, from: answer, path: company.id, required: false }
              denials: [user_denied]
              expiry:
                - { status: 200, body: { path: error, oneOf: [invalid_code] } }
                - { status: 403 }
              registration:
                permission: An account.
                steps: [Register it.]
            auth:
              headers:
                Authorization: Bearer {access_token}
            probe:
              method: get
              path: /companies/{company}
            success:
              evidence:
                - { path: id, type: text }
            identity:
              externalId: "{@company}:{id}"
            failures:
              - { status: 401, outcome: invalid_credentials, confidence: common }
            guide:
              permission: Any user.
              steps: [Sign in.]
        """.Split('\n');

    [Fact]
    public void a_file_about_signing_in_is_read()
    {
        var (provider, errors) = ProviderFile.Read("acme.yaml", string.Join('\n', SignInLines));
        Assert.Empty(errors);
        var signIn = Assert.IsType<AuthMethod.AuthorizationCode>(provider!.Methods[0]).Flow;
        Assert.Equal((true, "scope", TokenRequestFormat.Form), (signIn.Pkce, signIn.ScopeParameter, signIn.RequestFormat));
        Assert.Equal(
            ("user.access_token", "refresh_token", 3600),
            (signIn.Answer.AccessToken, signIn.Answer.RefreshToken, signIn.Answer.Lifetime)
        );
        Assert.Equal(
            [ParameterSource.Callback, ParameterSource.Answer, ParameterSource.Answer],
            signIn.ConnectionParameters.Select(kept => kept.From)
        );
    }

    [Theory]
    [InlineData(
        "facts: [authentication, sign_in, probe",
        "facts: [authentication, probe",
        "Sources: authorization needs a source with the fact sign_in"
    )]
    [InlineData(
        "kind: oauth2_authorization_code",
        "kind: api_key",
        "SignIn: only oauth2_authorization_code has addresses for authorization"
    )]
    [InlineData("authorizeUrl: https://login", "authorizeUrl: http://login", "AuthorizeUrl: needs an https address")]
    [InlineData(
        "authorizeUrl: https://login.example.com",
        "authorizeUrl: https://{login_host}",
        "AuthorizeUrl: has a placeholder that is not allowed in an address, or is not known before"
    )]
    [InlineData(
        "tokenUrl: https://{login_host}",
        "tokenUrl: https://{api_host}",
        "TokenUrl: needs a value that only its own answer contains"
    )]
    [InlineData(
        "tokenUrl: https://{login_host}",
        "tokenUrl: https://{company}.example.com",
        "TokenUrl: has a placeholder that is not allowed in an address"
    )]
    [InlineData(
        "fields: []\n    signIn:\n      authorizeUrl: https://login.example.com/authorize\n      tokenUrl: https://{login_host}/token",
        "fields: [{ key: host, label: Host, kind: host }]\n    signIn:\n      authorizeUrl: https://login.example.com/authorize\n     "
            + " tokenUrl: https://{host}/token",
        "TokenUrl: would send the operator's secret to whatever host"
    )]
    [InlineData("url: https://login.example.com/revoke", "url: http://login.example.com/revoke", "Revoke.Url: needs an https address")]
    [InlineData("name: offline", "name: read", "Scopes: each scope may appear once")]
    [InlineData("reason: To stay connected.", "reason: ' '", "Scopes[1].Reason:")]
    [InlineData("access_type: offline", "state: x", "AuthorizeParameters[0]: is a parameter that Hub sets itself")]
    [InlineData("access_type: offline", "scope: x", "AuthorizeParameters[0]: is a parameter that Hub sets itself")]
    [InlineData("access_type: offline", "hint: '{company}'", "AuthorizeParameters[0]: may only name fields of the method")]
    [InlineData("audience: api", "grant_type: api", "TokenParameters[0]: is a parameter that Hub sets itself")]
    [InlineData("accessToken: user.access_token", "accessToken: 'user['", "AccessToken: is not a path")]
    [InlineData("lifetime: 3600", "lifetime: 0", "Lifetime:")]
    [InlineData(
        "key: company",
        "key: access_token",
        "Fields: each key may appear once, and access_token and refresh_token are reserved for authorization"
    )]
    [InlineData("key: company", "key: Company", "Keeps[2].Key: use lower-case letters")]
    [InlineData("path: company.id", "path: 'company['", "Keeps[2].Path: is not a path")]
    [InlineData(
        "status: 200, body: { path: error, oneOf: [invalid_code] }",
        "status: 200",
        "Expiry[0].Body: a status 2xx or 5xx needs a body condition"
    )]
    [InlineData("oneOf: [invalid_code]", "oneOf: [a], contains: b", "Expiry[0].Body: give exactly one of")]
    [InlineData("steps: [Register it.]", "steps: []", "Registration.Steps:")]
    [InlineData("steps: [Register it.]", "steps: ['Press {button}.']", "Registration.Steps[0].Text: may not contain { or }")]
    [InlineData("Bearer {access_token}", "Bearer x", "Auth: does not use the {access_token}")]
    [InlineData("/companies/{company}", "/companies/{other}", "Probe.Path: may only name fields of the method")]
    [InlineData("/companies/{company}", "/companies/{access_token}", "Probe.Path: may only name fields of the method")]
    [InlineData("{@company}", "{@refresh_token}", "Identity: has a placeholder that is neither a path nor @")]
    public void a_fault_in_signing_in_is_told(string right, string wrong, string message)
    {
        var yaml = string.Join('\n', SignInLines);
        Assert.Contains(right, yaml, StringComparison.Ordinal);
        var (provider, errors) = ProviderFile.Read("acme.yaml", yaml.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Null(provider);
        Assert.Contains(errors, error => error.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void only_authorization_needs_no_fields()
    {
        var lines = SignInLines.Select(line => line.Replace("kind: oauth2_authorization_code", "kind: api_key", StringComparison.Ordinal));
        var yaml = string.Join(
            '\n',
            lines.TakeWhile(line => line.Trim() != "signIn:").Concat(SignInLines.SkipWhile(line => line != "    auth:"))
        );
        Assert.Contains(
            ProviderFile.Read("acme.yaml", yaml).Errors,
            error => error.Contains("Methods[0].Fields:", StringComparison.Ordinal)
        );
    }

    /// <summary>The token is sent to the host in a connection parameter.</summary>
    [Theory]
    [InlineData(@"^https://(?<value>[a-z0-9-]+\.example\.com)$", true)]
    [InlineData(@"^https://(?<value>(?:eu|us)\.example\.com)$", true)]
    [InlineData(@"^https://(?<value>www\.exampleapis\.(?:com|eu|com\.au))$", true)]
    [InlineData(@"(?<value>[A-Za-z0-9.-]+\.my\.example\.com)", true)]
    [InlineData(@"^(?<value>.+)$", false)]
    [InlineData(@"^https://(?<value>[^/]+)$", false)]
    [InlineData(@"^https://(?<value>[a-z0-9.-]+)$", false)]
    [InlineData(@"^https://(?<value>[a-z0-9.-]+\.com)$", false)]
    [InlineData(@"^https://(?<value>[a-z0-9.-]+example\.com)$", false)]
    [InlineData(@"^https://(?<value>[a-z0-9.-]+.example.com)$", false)]
    [InlineData(@"^https://(?<value>\S+\.example\.com)$", false)]
    [InlineData(@"^https://(?<value>[a-z0-9/.-]+\.example\.com)$", false)]
    [InlineData(@"^https://(?<value>[^/]*\.example\.com)$", false)]
    [InlineData(@"^https://(?<value>[a-z0-9.-]+|api\.example\.com)$", false)]
    [InlineData(@"^https://(?<value>(?:[a-z0-9.-]+|api)\.(?:example|x)\.com?)$", false)]
    [InlineData(@"^https://(?<value>[a-z0-9.-]+(?:\.example\.com)?)$", false)]
    [InlineData(@"^https://(?<value>[a-z.]+(?:\.example\.com|x))$", false)]
    [InlineData(@"^https://(?<value>(?:(?:a|b)\.example\.com))$", false)]
    public void nobody_who_answers_chooses_the_domain(string pattern, bool isAllowed)
    {
        const string Known = @"'^https://(?<value>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.example\.com)(?:/|$)'";
        var yaml = string.Join('\n', SignInLines);
        Assert.Contains(Known, yaml, StringComparison.Ordinal);
        var errors = ProviderFile.Read("acme.yaml", yaml.Replace(Known, $"'{pattern}'", StringComparison.Ordinal)).Errors;
        Assert.Equal(isAllowed, errors.Count == 0);
        Assert.All(errors, error => Assert.Contains("is part of an address", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://{api_host}.api.example.com", "(?<value>[a-z0-9-]+)", true)]
    [InlineData("https://{api_host}.example.com", "(?<value>[a-z]{2}[0-9]{1,3})", true)]
    [InlineData("https://{api_host}.com", "(?<value>[a-z]+)", false)]
    [InlineData("https://{api_host}.api.example.com", "(?<value>[^ ]+)", false)]
    [InlineData("https://{api_host}x.example.com", "(?<value>[a-z.]+)", false)]
    public void the_domain_may_stand_behind_the_placeholder(string baseUrl, string pattern, bool isAllowed)
    {
        var yaml = string.Join(
                '\n',
                SignInLines.Select(line =>
                    line.Contains("key: api_host", StringComparison.Ordinal)
                        ? $"        - {{ key: api_host, from: answer, path: api, pattern: '{pattern}' }}"
                        : line
                )
            )
            .Replace("https://{api_host}", baseUrl, StringComparison.Ordinal);
        Assert.Equal(isAllowed, ProviderFile.Read("acme.yaml", yaml).Errors.Count == 0);
    }
}
