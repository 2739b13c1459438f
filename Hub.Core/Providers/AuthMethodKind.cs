namespace Hub.Core.Providers;

/// <summary>The kinds of <see cref="AuthMethod"/>.</summary>
public enum AuthMethodKind
{
    ApiKey,
    Basic,
    Oauth2ClientCredentials,
    Oauth2AuthorizationCode,
}

/// <summary>The names of <see cref="AuthMethodKind"/> outside the code.</summary>
public static class AuthMethodKindNames
{
    /// <param name="kind">The kind.</param>
    /// <returns>The name that provider files and addresses use.</returns>
    public static string ToName(this AuthMethodKind kind) =>
        kind switch
        {
            AuthMethodKind.ApiKey => "api_key",
            AuthMethodKind.Basic => "basic",
            AuthMethodKind.Oauth2ClientCredentials => "oauth2_client_credentials",
            AuthMethodKind.Oauth2AuthorizationCode => "oauth2_authorization_code",
        };
}
