using Hub.Core.Credentials;

namespace Hub.Core.Providers;

/// <summary>
/// One way to authenticate at a provider. Closed: each kind has what it needs, and nothing else.
/// </summary>
public abstract record AuthMethod
{
    private AuthMethod() { }

    public abstract AuthMethodKind Kind { get; }

    /// <summary>The method's name where people choose between methods, e.g. "API key".</summary>
    public required string Label { get; init; }

    /// <summary>Scheme and host, without a path; may contain placeholders, e.g. <c>https://{subdomain}.workable.com</c>.</summary>
    public required string BaseUrl { get; init; }
    public required IReadOnlyList<ProviderField> Fields { get; init; }

    /// <summary>Parts of field values, for addresses and paths.</summary>
    public IReadOnlyList<DerivedValue> Derived { get; init; } = [];
    public IdentityPaths Identity { get; init; } = new();
    public required IReadOnlyList<FailureRule> Failures { get; init; }
    public required Guide Guide { get; init; }

    /// <summary>What the provider announced to switch off. Administrators see it in advance.</summary>
    public IReadOnlyList<Sunset> Sunset { get; init; } = [];

    /// <returns>The requests that verify a credential; null where the token endpoint's answer alone verifies it.</returns>
    public abstract CredentialCheck? FindCheck();

    /// <summary>Values that belong to an account beside its tokens. Only the authorization code method has any.</summary>
    public virtual IReadOnlyList<ConnectionParameter> ConnectionParameters => [];

    /// <summary>The addresses that Hub calls or sends a browser to, with placeholders.</summary>
    internal virtual IEnumerable<string> Addresses => [BaseUrl];

    /// <summary>The failure rules of all the method's requests.</summary>
    public virtual IEnumerable<FailureRule> AllFailures => Failures;

    /// <param name="key">The rule's <see cref="FailureRule.Key"/>.</param>
    /// <returns>The rule; null where the provider file no longer has it.</returns>
    public FailureRule? FindFailure(string key) =>
        AllFailures.FirstOrDefault(rule => string.Equals(rule.Key, key, StringComparison.Ordinal));

    /// <summary>The keys of what is stored beside the fields.</summary>
    private protected virtual IEnumerable<string> AuthorizationKeys => [];

    /// <summary>True when the provider itself says whose credential it is; false when Hub only repeats what the user filled in.</summary>
    internal bool ReportsIdentity =>
        Identity
            .Templates.SelectMany(Template.PlaceholdersOf)
            .Any(placeholder => placeholder[0] != '@' || IsConnectionParameter(placeholder[1..]));

    /// <summary>The fields that make the host the customer's own.</summary>
    public IEnumerable<ProviderField> AddressFields =>
        Template
            .PlaceholdersOf(BaseUrl)
            .Select(Find)
            .OfType<ProviderField>()
            .Where(found => found.Kind is FieldKind.Subdomain or FieldKind.Host);

    /// <summary>All fields that decide which hosts are called.</summary>
    public IEnumerable<ProviderField> HostFields =>
        Addresses
            .SelectMany(Template.PlaceholdersOf)
            .Select(placeholder => Find(Derived.FirstOrDefault(derived => derived.Key == placeholder)?.From ?? placeholder))
            .OfType<ProviderField>()
            .Distinct();

    /// <summary>True when the host is the customer's own.</summary>
    public bool HasOwnAddress => AddressFields.Any();

    /// <summary>The choice that alone decides which host is called, such as the region; null where there is none.</summary>
    public ProviderField? RegionField =>
        Template.PlaceholdersOf(BaseUrl).Distinct(StringComparer.Ordinal).ToList() is [var only]
        && Find(only) is { Kind: FieldKind.Choice } choice
            ? choice
            : null;

    /// <param name="host">A host name.</param>
    /// <returns>The region that has this host; null for other hosts.</returns>
    public ChoiceOption? RegionAt(string? host) =>
        RegionField?.Options.FirstOrDefault(option => new Uri(Template.Fill(BaseUrl, _ => option.Host ?? option.Value)).Host == host);

    /// <summary>Only values from a closed set or in the form of a host name may decide which host is called.</summary>
    internal bool IsAllowedInAddress(string placeholder) =>
        Find(placeholder)?.DecidesHost == true
        || Derived.Any(derived => derived.Key == placeholder)
        || ConnectionParameters.Any(parameter => parameter.Key == placeholder && parameter.Pattern is not null);

    /// <summary>True where the value is part of a header, unencoded.</summary>
    internal bool IsInHeader(ProviderField field) =>
        FindCheck() is { } check
        && Contains(check.Auth.Headers.Values.Concat(check.Requests.SelectMany(request => request.Headers.Values)), field);

    /// <summary>True where the value is the user name of HTTP Basic, or part of it.</summary>
    internal bool IsBasicUsername(ProviderField field) => FindCheck()?.Auth.Basic is { } basic && Contains([basic.Username], field);

    /// <summary>True where the value is part of a path.</summary>
    internal bool IsInPath(ProviderField field) =>
        FindCheck() is { } check && Contains(check.Requests.Select(request => request.Path.Split('?')[0]), field);

    private static bool Contains(IEnumerable<string> templates, ProviderField field) =>
        templates.SelectMany(Template.PlaceholdersOf).Contains(field.Key, StringComparer.Ordinal);

    /// <param name="fieldKey">The field's <see cref="ProviderField.Key"/>.</param>
    public ProviderField? Find(string fieldKey) => Fields.FirstOrDefault(field => field.Key == fieldKey);

    internal bool IsConnectionParameter(string key) => ConnectionParameters.Any(parameter => parameter.Key == key);

    /// <summary>Turns what somebody typed or pasted into values: only the method's fields, each cleaned.</summary>
    /// <param name="typed">The input, by field key.</param>
    /// <seealso cref="ProviderField.Clean"/>
    public CredentialValues Clean(CredentialValues typed) =>
        new(Fields.ToDictionary(field => field.Key, field => new Secret(field.Clean(typed.Reveal(field.Key))), StringComparer.Ordinal));

    /// <summary>
    /// Reads stored values: those of the method's fields, with the default of a field that was added later, and beside them the tokens and
    /// connection parameters from an authorization.
    /// </summary>
    internal CredentialValues FromStore(CredentialValues stored) =>
        new(
            Fields
                .Select(field => (field.Key, Value: stored.Reveal(field.Key) is { Length: > 0 } value ? value : field.Initial ?? ""))
                .Concat(AuthorizationKeys.Where(stored.All.ContainsKey).Select(key => (Key: key, Value: stored.Reveal(key))))
                .ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal)
        );

    /// <returns>The value for a placeholder in a header, path or form; empty where the user left the field empty.</returns>
    internal string ValueOf(string placeholder, CredentialValues values) =>
        Derived.FirstOrDefault(derived => derived.Key == placeholder) is { } derived
            ? derived.ExtractFrom(values.Reveal(derived.From))
            : values.Reveal(placeholder);

    /// <returns>The value for a placeholder in an address: for a choice, the option's host.</returns>
    internal string AddressPart(string placeholder, CredentialValues values) =>
        Find(placeholder)?.Option(values.Reveal(placeholder))?.Host ?? ValueOf(placeholder, values);

    /// <summary>A key or token that the user copies from the provider.</summary>
    public sealed record ApiKey : AuthMethod
    {
        public override AuthMethodKind Kind => AuthMethodKind.ApiKey;
        public required CredentialCheck Check { get; init; }

        public override CredentialCheck FindCheck() => Check;
    }

    /// <summary>User name and password.</summary>
    public sealed record Basic : AuthMethod
    {
        public override AuthMethodKind Kind => AuthMethodKind.Basic;
        public required CredentialCheck Check { get; init; }

        public override CredentialCheck FindCheck() => Check;
    }

    /// <summary>OAuth client credentials (RFC 6749, section 4.4): exchanged for an access token that is not stored.</summary>
    public sealed record ClientCredentials : AuthMethod
    {
        public override AuthMethodKind Kind => AuthMethodKind.Oauth2ClientCredentials;
        public required TokenEndpoint Token { get; init; }

        /// <summary>Requests that authenticate with <c>{access_token}</c>; null where the exchange alone verifies the credential.</summary>
        public CredentialCheck? Check { get; init; }

        public override CredentialCheck? FindCheck() => Check;

        public override IEnumerable<FailureRule> AllFailures => Failures.Concat(Token.Failures);

        internal override IEnumerable<string> Addresses => [BaseUrl, Token.Url];
    }

    /// <summary>Linking by authorization on the provider's page.</summary>
    public sealed record AuthorizationCode : AuthMethod
    {
        public override AuthMethodKind Kind => AuthMethodKind.Oauth2AuthorizationCode;
        public required AuthorizationCodeFlow Flow { get; init; }

        /// <summary>Requests that authenticate with <c>{access_token}</c>.</summary>
        public required CredentialCheck Check { get; init; }

        public override CredentialCheck FindCheck() => Check;

        public override IReadOnlyList<ConnectionParameter> ConnectionParameters => Flow.ConnectionParameters;

        internal override IEnumerable<string> Addresses =>
            new[] { BaseUrl, Flow.AuthorizeUrl, Flow.TokenUrl, Flow.Revoke?.Url }.OfType<string>();

        private protected override IEnumerable<string> AuthorizationKeys =>
            ConnectionParameters.Select(parameter => parameter.Key).Append(Template.AccessToken).Append(Template.RefreshToken);
    }
}
