using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Benchmarks;

/// <summary>A verification that ends well: what the user filled in, and what the stand-in answers at each path.</summary>
/// <param name="Shape">What is special about it.</param>
internal sealed record VerificationCase(
    string Shape,
    string Slug,
    AuthMethodKind Kind,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Answers
)
{
    /// <summary>One for each shape that a verification can have.</summary>
    public static IReadOnlyList<VerificationCase> All { get; } =
    [
        new(
            "key in a header",
            "smartrecruiters",
            AuthMethodKind.ApiKey,
            Texts(("api_key", "DCRA1-0123456789abcdef0123456789")),
            Texts(
                (
                    "/user-api/v201804/users/me",
                    """{"id":"5f1e8d7c0c2a4b0001a1b2c3","email":"jane@example.com","firstName":"Jane","lastName":"Doe","systemRole":{"id":"ADMINISTRATOR","name":"Administrator"},"active":true}"""
                )
            )
        ),
        new(
            "HTTP Basic",
            "lever",
            AuthMethodKind.ApiKey,
            Texts(("environment", "production"), ("api_key", "lever-key-0123456789")),
            Texts(
                (
                    "/v1/users",
                    """{"data":[{"id":"8d49b010-cc6a-4f40-ace5-e86061c677ed","name":"Jane Doe","email":"jane@example.com","accessRole":"super admin"}],"hasNext":false}"""
                )
            )
        ),
        new(
            "GraphQL by POST",
            "linear",
            AuthMethodKind.ApiKey,
            Texts(("api_key", "lin_api_EXAMPLE0123456789abcdefghijABCDEFGHIJ012")),
            Texts(
                (
                    "/graphql",
                    """{"data":{"viewer":{"id":"a1b2c3d4-0000-4000-8000-000000000001","name":"Jane Doe","email":"jane@example.com","organization":{"id":"b1b2c3d4-0000-4000-8000-000000000002","name":"Acme"}}}}"""
                )
            )
        ),
        new(
            "client credentials: exchange and probe",
            "greenhouse",
            AuthMethodKind.Oauth2ClientCredentials,
            Texts(
                ("client_id", "0123456789abcdef0123456789abcdef-1"),
                ("client_secret", "greenhouse-secret-0123456789"),
                ("user_id", "4012345")
            ),
            Texts(
                ("/token", """{"access_token":"ACCESS-TOKEN","token_type":"Bearer","expires_in":3600}"""),
                (
                    "/v3/users",
                    """[{"id":4012345,"first_name":"Jane","last_name":"Doe","name":"Jane Doe","primary_email":"jane@example.com","site_admin":true}]"""
                )
            )
        ),
        new(
            "probe and a second request for the identity",
            "stripe",
            AuthMethodKind.ApiKey,
            Texts(("api_key", "rk_live_0123456789abcdefghijklmn")),
            Texts(
                ("/v1/balance", """{"object":"balance","available":[{"amount":666670,"currency":"usd"}],"livemode":true,"pending":[]}"""),
                (
                    "/v1/account",
                    """{"id":"acct_1032D82eZvKYlo2C","object":"account","email":"jane@example.com","settings":{"dashboard":{"display_name":"Acme Inc."}}}"""
                )
            )
        ),
    ];

    public CredentialValues Credential =>
        new(Values.ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal));

    public override string ToString() => $"{Shape} ({Slug})";

    private static Dictionary<string, string> Texts(params IEnumerable<(string Key, string Value)> texts) =>
        texts.ToDictionary(StringComparer.Ordinal);
}
