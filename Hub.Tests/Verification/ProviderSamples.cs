using System.Text;
using Hub.Core.Providers;
using Hub.Core.Verification;

namespace Hub.Tests.Verification;

/// <summary>
/// What is sent to a provider and what it answers, written out from its documentation and not from the catalog,
/// so that a slip in the catalog shows.
/// </summary>
/// <param name="Headers">The headers that must arrive with exactly these values.</param>
/// <param name="Success">The answer to a good key.</param>
/// <param name="Failures">The answers to other keys; see <see cref="Outcomes.Summary"/> for the notation.</param>
internal sealed record ProviderSample(
    string Slug,
    AuthMethodKind Kind,
    IReadOnlyDictionary<string, string> Values,
    string Method,
    string PathAndQuery,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    string Success,
    ProviderIdentity Identity,
    IReadOnlyList<FailureSample> Failures)
{
    /// <summary>What a 503 means here.</summary>
    public string On503 { get; init; } = "ProviderUnavailable(ServerError)";
}

/// <summary>An answer of a provider and the outcome that it must lead to.</summary>
internal sealed record FailureSample(string Name, int Status, string Body, string Expected);

/// <summary>One sample for each provider in the catalog.</summary>
internal static class ProviderSamples
{
    private const string ForbiddenJson = """{"message":"Forbidden"}""";

    private static readonly ProviderSample[] All =
    [
        new("smartrecruiters", AuthMethodKind.ApiKey,
            Values(("api_key", "DCRA1-0123456789abcdef0123456789")),
            "GET", "/user-api/v201804/users/me", Values(("X-SmartToken", "DCRA1-0123456789abcdef0123456789")), "",
            """{"id":"5f0c1e2d3b4a","email":"jane@example.com","firstName":"Jane","lastName":"Doe","active":true,"systemRole":{"id":"ADMINISTRATOR"}}""",
            new("Jane Doe", "jane@example.com", null, "5f0c1e2d3b4a"),
            [
                new("bad key", 401, """{"message":"Unauthorized"}""", "InvalidCredentials(api_key)"),
                new("limited key", 403, """{"message":"Access denied"}""", "VerifiedLimited"),
                new("moved endpoint", 404, """{"message":"Not found"}""", "UnexpectedAnswer(Status)"),
            ]),

        new("lever", AuthMethodKind.ApiKey,
            Values(("api_key", "lever-key-0123456789")),
            "GET", "/v1/users?limit=1", Values(("Authorization", Basic("lever-key-0123456789:"))), "",
            """{"data":[{"id":"8d49b010-cc6a-4f40-ace5-e86061c677ed","name":"Chandler Bing","email":"chandler@example.com"}],"next":"[1]","hasNext":true}""",
            ProviderIdentity.Unknown,
            [
                new("bad key", 401, """{"code":"Unauthorized","message":"Invalid credentials"}""", "InvalidCredentials(api_key)"),
                new("limited key", 403, """{"code":"Forbidden","message":"No permission"}""", "VerifiedLimited"),
            ]),

        new("workable", AuthMethodKind.ApiKey,
            Values(("subdomain", "groove-tech"), ("api_token", "workable-token-0123456789")),
            "GET", "/spi/v3/accounts/groove-tech", Values(("Authorization", "Bearer workable-token-0123456789")), "",
            """{"id":"13e9ce","name":"Groove Tech","subdomain":"groove-tech","description":null,"summary":"","website_url":"https://groove.example.com"}""",
            new("Groove Tech", null, "Groove Tech", "13e9ce"),
            [
                new("bad key or subdomain", 401, """{"error":{"error":{"error":{"name":"invalid_token","description":"The access token is invalid"}}}}""", "InvalidCredentials(api_token)"),
                new("another account's subdomain", 404, """{"error":"Not found"}""", "WrongAddress(subdomain)"),
                new("undocumented refusal", 403, ForbiddenJson, "UnexpectedAnswer(Status)"),
            ]),

        new("ashby", AuthMethodKind.ApiKey,
            Values(("api_key", "ashby-key-0123456789")),
            "POST", "/apiKey.info",
            Values(("Authorization", Basic("ashby-key-0123456789:")), ("Accept", "application/json; version=1"), ("Content-Type", "application/json; charset=utf-8")), "{}",
            """{"success":true,"results":{"title":"Hub","createdAt":"2026-10-16T09:41:58.000Z"}}""",
            new("Hub", null, null, null),
            [
                new("wrong or deactivated key", 403, """{"success":false,"errors":["The API key is not valid"]}""", "InvalidCredentials(api_key)"),
                new("missing key", 401, """{"success":false}""", "InvalidCredentials(api_key)"),
                new("limited key", 403, """{"success":false,"errorInfo":{"code":"missing_endpoint_permission","message":"apiKeysRead is required","requestId":"01JRVWPBWZ"}}""", "VerifiedLimited"),
                new("limited key, older shape", 403, """{"success":false,"errors":["missing_endpoint_permission"]}""", "VerifiedLimited"),
                new("limited key with status 200", 200, """{"success":false,"errorInfo":{"code":"missing_endpoint_permission"}}""", "VerifiedLimited"),
                new("refusal that is not Ashby's", 403, "<html></html>", "UnexpectedAnswer(Status)"),
                new("another error with status 200", 200, """{"success":false,"errorInfo":{"code":"invalid_input"}}""", "UnexpectedAnswer(NoEvidence)"),
            ]),

        new("teamtailor", AuthMethodKind.ApiKey,
            Values(("api_key", "teamtailor-key-0123456789")),
            "GET", "/v1/company",
            Values(("Authorization", "Token token=teamtailor-key-0123456789"), ("X-Api-Version", "20240404"), ("Accept", "application/vnd.api+json")), "",
            """{"data":{"id":"42","type":"companies","attributes":{"name":"Acme","locale":"en"},"links":{"self":"https://api.teamtailor.com/v1/company"}}}""",
            new("Acme", null, "Acme", "42"),
            [
                new("bad key", 401, """{"errors":[{"title":"Unauthorized","status":"401"}]}""", "InvalidCredentials(api_key)"),
                new("undocumented refusal", 403, ForbiddenJson, "UnexpectedAnswer(Status)"),
            ]),

        new("bamboohr", AuthMethodKind.ApiKey,
            Values(("subdomain", "https://Acme.bamboohr.com/home"), ("api_key", "0123456789abcdef0123456789abcdef01234567")),
            "GET", "/api/gateway.php/acme/v1/meta/fields",
            Values(("Authorization", Basic("0123456789abcdef0123456789abcdef01234567:x")), ("Accept", "application/json")), "",
            """[{"id":1,"name":"First Name","type":"text","alias":"firstName"},{"id":2,"name":"Last Name","type":"text"}]""",
            new(null, null, "acme", "acme"),
            [
                new("bad key", 401, "", "InvalidCredentials(api_key)"),
                new("unknown company", 404, "", "WrongAddress(subdomain)"),
                new("missing right, disabled user or lock-out", 403, "", "UnexpectedAnswer(Status)"),
                new("throttled", 503, "", "RateLimited"),
            ])
        {
            On503 = "RateLimited",
        },

        new("hibob", AuthMethodKind.Basic,
            Values(("service_user_id", "SERVICE-12345"), ("token", "hibob-token-0123456789")),
            "GET", "/v1/company/people/fields", Values(("Authorization", Basic("SERVICE-12345:hibob-token-0123456789"))), "",
            """[{"id":"root.id","category":"root","name":"ID","type":"text","jsonPath":"id"}]""",
            new("Service user SERVICE-12345", null, null, "SERVICE-12345"),
            [
                new("bad pair", 401, "", "InvalidCredentials(token)"),
                new("service user without permissions", 403, """{"key":"auth.permissions"}""", "VerifiedLimited"),
            ]),

        new("hubspot", AuthMethodKind.ApiKey,
            Values(("access_token", "pat-na1-01234567-89ab-cdef-0123-456789abcdef")),
            "GET", "/account-info/v3/details", Values(("Authorization", "Bearer pat-na1-01234567-89ab-cdef-0123-456789abcdef")), "",
            """{"portalId":123456,"accountType":"STANDARD","timeZone":"US/Eastern","companyCurrency":"USD","additionalCurrencies":[],"utcOffset":"-05:00","utcOffsetMilliseconds":-18000000,"uiDomain":"app.hubspot.com","dataHostingLocation":"na1"}""",
            new("HubSpot account 123456", null, null, "123456"),
            [
                new("bad token", 401, """{"status":"error","message":"Authentication credentials not found.","category":"INVALID_AUTHENTICATION"}""", "InvalidCredentials(access_token)"),
                new("missing scope", 403, """{"status":"error","message":"This app hasn't been granted all required scopes","category":"MISSING_SCOPES"}""", "VerifiedLimited"),
            ]),

        new("pipedrive", AuthMethodKind.ApiKey,
            Values(("api_token", "0123456789abcdef0123456789abcdef01234567")),
            "GET", "/v1/users/me", Values(("x-api-token", "0123456789abcdef0123456789abcdef01234567")), "",
            """{"success":true,"data":{"id":1,"name":"Jane Doe","email":"jane@example.com","company_id":7,"company_name":"Acme","company_domain":"acme"}}""",
            new("Jane Doe", "jane@example.com", "Acme", "7:1"),
            [
                new("bad token", 401, """{"success":false,"error":"unauthorized access","errorCode":401}""", "InvalidCredentials(api_token)"),
                new("closed company", 402, """{"success":false,"error":"Company account is not open"}""", "VerifiedLimited"),
                new("limited user", 403, """{"success":false,"error":"Forbidden","data":null}""", "VerifiedLimited"),
                new("refusal of the edge", 403, "<html></html>", "UnexpectedAnswer(Status)"),
            ]),

        new("zendesk", AuthMethodKind.ApiKey,
            Values(("subdomain", "acme"), ("email", "jane@example.com"), ("api_token", "zendesk-token-0123456789")),
            "GET", "/api/v2/users/me.json", Values(("Authorization", Basic("jane@example.com/token:zendesk-token-0123456789"))), "",
            """{"user":{"id":35436,"name":"Jane Doe","email":"jane@example.com","role":"admin","verified":true}}""",
            new("Jane Doe", "jane@example.com", null, "35436"),
            [
                new("bad token", 401, """{"error":"Couldn't authenticate you"}""", "InvalidCredentials(api_token)"),
                new("anonymous", 200, """{"user":{"id":null,"name":"Anonymous user","email":"invalid@example.com","role":"end-user"}}""", "InvalidCredentials(api_token)"),
                new("unknown subdomain", 404, "<html>No help desk</html>", "WrongAddress(subdomain)"),
                new("user without an id at all", 200, """{"user":{"name":"Someone"}}""", "UnexpectedAnswer(NoEvidence)"),
            ]),

        new("slack", AuthMethodKind.ApiKey,
            Values(("token", "xoxb-0123456789-abcdef")),
            "POST", "/api/auth.test", Values(("Authorization", "Bearer xoxb-0123456789-abcdef"), ("Content-Type", "application/json; charset=utf-8")), "{}",
            """{"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"hub","team_id":"T12345678","user_id":"W12345678","bot_id":"B12345678"}""",
            new("hub", null, "Acme", "T12345678:W12345678"),
            [
                new("bad token", 200, """{"ok":false,"error":"invalid_auth"}""", "InvalidCredentials(token)"),
                new("revoked token", 200, """{"ok":false,"error":"token_revoked"}""", "InvalidCredentials(token)"),
                new("expired token", 200, """{"ok":false,"error":"token_expired"}""", "InvalidCredentials(token)"),
                new("removed user", 200, """{"ok":false,"error":"account_inactive"}""", "InvalidCredentials(token)"),
                new("no token", 200, """{"ok":false,"error":"not_authed"}""", "InvalidCredentials(token)"),
                new("throttled in the body", 200, """{"ok":false,"error":"ratelimited"}""", "RateLimited"),
                new("Slack in trouble", 200, """{"ok":false,"error":"service_unavailable"}""", "ProviderUnavailable(ServerError)"),
                new("an error that says nothing of the token", 200, """{"ok":false,"error":"method_deprecated"}""", "UnexpectedAnswer(NoEvidence)"),
            ]),

        new("github", AuthMethodKind.ApiKey,
            Values(("token", "github_pat_0123456789abcdef")),
            "GET", "/user",
            Values(("Authorization", "Bearer github_pat_0123456789abcdef"), ("Accept", "application/vnd.github+json"), ("X-GitHub-Api-Version", "2022-11-28")), "",
            """{"login":"octocat","id":583231,"node_id":"MDQ6VXNlcjU4MzIzMQ==","type":"User","name":null,"company":"@github","email":null}""",
            new("octocat", null, null, "583231"),
            [
                new("bad token", 401, """{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}""", "InvalidCredentials(token)"),
                new("lock-out", 403, """{"message":"Maximum number of login attempts exceeded. Please try again later."}""", "RateLimited"),
                new("primary rate limit", 403, """{"message":"API rate limit exceeded for user ID 583231."}""", "RateLimited"),
                new("secondary rate limit", 403, """{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}""", "RateLimited"),
                new("another refusal", 403, """{"message":"Resource protected by organization SAML enforcement."}""", "UnexpectedAnswer(Status)"),
            ]),

        new("sandbox-ats", AuthMethodKind.ApiKey,
            Values(("api_key", "sandbox-good"), ("workspace", "acme")),
            "GET", "/v1/me?workspace=acme", Values(("X-Sandbox-Key", "sandbox-good")), "",
            """{"id":"1","name":"Jane Doe","email":"jane@example.com","company":"Acme"}""",
            new("Jane Doe", "jane@example.com", "Acme", "1"),
            [
                new("bad key", 401, "{}", "InvalidCredentials(api_key)"),
                new("limited key", 403, "{}", "VerifiedLimited"),
                new("wrong workspace", 404, "{}", "WrongAddress(workspace)"),
            ]),
    ];

    public static ProviderSample Of(string slug) =>
        All.SingleOrDefault(sample => sample.Slug == slug)
        ?? throw new InvalidOperationException($"The catalog has {slug}, but there is no sample of what it is sent and what it answers. Add one to ProviderSamples.");

    private static Dictionary<string, string> Values(params (string Key, string Value)[] pairs) =>
        pairs.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
}

/// <summary>Outcomes as short text, for expectations that are written by hand.</summary>
internal static class Outcomes
{
    public static string Summary(VerificationOutcome outcome) => outcome switch
    {
        VerificationOutcome.InvalidCredentials invalid => $"InvalidCredentials({invalid.FieldKey})",
        VerificationOutcome.WrongKeyKind wrong => $"WrongKeyKind({wrong.FieldKey})",
        VerificationOutcome.WrongAddress wrong => $"WrongAddress({wrong.FieldKey})",
        VerificationOutcome.ProviderUnavailable unavailable => $"ProviderUnavailable({unavailable.Cause})",
        VerificationOutcome.UnexpectedAnswer unexpected => $"UnexpectedAnswer({unexpected.Reason})",
        _ => outcome.GetType().Name,
    };
}
