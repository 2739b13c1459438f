namespace Hub.Core.Providers;

/// <summary>
/// An auth method as provider files write it: the keys of all kinds side by side. <see cref="ToMethod"/> accepts only what belongs to the
/// entry's kind.
/// </summary>
internal sealed record AuthMethodEntry
{
    public required AuthMethodKind Kind { get; init; }
    public required string Label { get; init; }
    public required string BaseUrl { get; init; }
    public required IReadOnlyList<ProviderField> Fields { get; init; }
    public IReadOnlyList<DerivedValue> Derived { get; init; } = [];
    public TokenEndpoint? Token { get; init; }
    public AuthorizationCodeFlow? SignIn { get; init; }
    public RequestAuthentication? Auth { get; init; }
    public Probe? Probe { get; init; }
    public SuccessCriteria? Success { get; init; }
    public Probe? Identify { get; init; }
    public KeyExpiry? KeyExpiry { get; init; }
    public IdentityPaths Identity { get; init; } = new();
    public required IReadOnlyList<FailureRule> Failures { get; init; }
    public required Guide Guide { get; init; }
    public IReadOnlyList<Sunset> Sunset { get; init; } = [];

    /// <exception cref="AuthMethodEntryException">A key is missing that the kind needs, or one is there that belongs to another
    /// kind.</exception>
    public AuthMethod ToMethod()
    {
        RejectKeysOfOtherKinds();
        return Kind switch
        {
            AuthMethodKind.ApiKey => new AuthMethod.ApiKey
            {
                Label = Label,
                BaseUrl = BaseUrl,
                Fields = Fields,
                Derived = Derived,
                Check = RequireCheck(),
                Identity = Identity,
                Failures = Failures,
                Guide = Guide,
                Sunset = Sunset,
            },
            AuthMethodKind.Basic => new AuthMethod.Basic
            {
                Label = Label,
                BaseUrl = BaseUrl,
                Fields = Fields,
                Derived = Derived,
                Check = RequireCheck(),
                Identity = Identity,
                Failures = Failures,
                Guide = Guide,
                Sunset = Sunset,
            },
            AuthMethodKind.Oauth2ClientCredentials => new AuthMethod.ClientCredentials
            {
                Label = Label,
                BaseUrl = BaseUrl,
                Fields = Fields,
                Derived = Derived,
                Token = Require(Token, nameof(Token), "client credentials need a token endpoint"),
                Check = Auth is null && Probe is null && Success is null && Identify is null ? null : RequireCheck(),
                Identity = Identity,
                Failures = Failures,
                Guide = Guide,
                Sunset = Sunset,
            },
            AuthMethodKind.Oauth2AuthorizationCode => new AuthMethod.AuthorizationCode
            {
                Label = Label,
                BaseUrl = BaseUrl,
                Fields = Fields,
                Derived = Derived,
                Flow = Require(SignIn, nameof(SignIn), "oauth2_authorization_code needs the addresses for authorization"),
                Check = RequireCheck(),
                Identity = Identity,
                Failures = Failures,
                Guide = Guide,
                Sunset = Sunset,
            },
        };
    }

    private void RejectKeysOfOtherKinds()
    {
        if (Token is not null && Kind != AuthMethodKind.Oauth2ClientCredentials)
        {
            throw new AuthMethodEntryException(nameof(Token), "only oauth2_client_credentials has a token endpoint");
        }

        if (KeyExpiry is not null && Kind is not (AuthMethodKind.ApiKey or AuthMethodKind.Basic))
        {
            throw new AuthMethodEntryException(nameof(KeyExpiry), "only api_key and basic have a key that expires");
        }

        if (SignIn is not null && Kind != AuthMethodKind.Oauth2AuthorizationCode)
        {
            throw new AuthMethodEntryException(nameof(SignIn), "only oauth2_authorization_code has addresses for authorization");
        }
    }

    private CredentialCheck RequireCheck()
    {
        const string Together =
            "auth, probe and success belong together; only oauth2_client_credentials may omit all three, where the token "
            + "endpoint's answer alone verifies the credential";
        return new CredentialCheck
        {
            Auth = Require(Auth, nameof(Auth), Together),
            Probe = Require(Probe, nameof(Probe), Together),
            Success = Require(Success, nameof(Success), Together),
            Identify = Identify,
            KeyExpiry = KeyExpiry,
        };
    }

    private static T Require<T>(T? value, string key, string message)
        where T : class => value ?? throw new AuthMethodEntryException(key, message);
}

/// <summary>The keys of a file's auth method do not go together.</summary>
internal sealed class AuthMethodEntryException(string key, string message) : Exception($"{key}: {message}")
{
    /// <summary>The property of <see cref="AuthMethodEntry"/> that is missing or in the wrong place.</summary>
    public string Key => key;
}
