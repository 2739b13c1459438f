using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Hub.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Api;

/// <summary>
/// Whatever is sent to the API, Hub is not the one who has failed; and what it answers has the one shape. A body that is malformed is an
/// error of the client on every route.
/// </summary>
public sealed class MalformedRequestTests(MalformedRequestTests.HubWithoutSockets hub)
    : IClassFixture<MalformedRequestTests.HubWithoutSockets>
{
    private const int Requests = 100_000;

    private static readonly string[] Ids =
    [
        "019aae00-0000-7000-8000-000000000003",
        "00000000-0000-0000-0000-000000000000",
        "1",
        "-1",
        "%00",
        "..",
        "%2e%2e",
        "{id}",
        "🦄",
        "a b",
        new('x', 300),
        "019aae00",
        "\ud83d",
        "null",
        "'--",
        "%F0%9F",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[0, 20],
        Gen.OneOf(Ids),
        Gen.OneOf(
            "",
            " ",
            "null",
            "[]",
            "{}",
            "true",
            "0",
            "1e999",
            "-0",
            "\0",
            "\u202e",
            "\ufeff",
            "e\u0301",
            "ﬃ",
            "\\ud800",
            "%",
            "&",
            "=",
            ",",
            ",,,",
            "ats",
            "active",
            "credentials",
            "lever",
            "lever.api_key",
            "sandbox-ats",
            "sandbox-ats.api_key"
        ),
        Gen.Char.Array[0, 3].Select(chars => new string(chars))
    );

    private static readonly Gen<string> Path = Gen.Frequency(
        (8, Gen.OneOf("/api/connect_sessions", "/api/connect_sessions/authenticate", "/api/accounts", "/api/connectors/meta")),
        (6, Gen.OneOf(Ids).Select(Gen.OneOf("", "/meta", "/", "/x"), (id, more) => $"/api/accounts/{id}{more}")),
        (2, Gen.OneOf(Ids).Select(id => $"/api/connectors/meta/{id}")),
        (
            6,
            Gen.OneOf(
                    "/settings",
                    "/connectors",
                    "/connectors/lever.api_key",
                    "/accounts",
                    "/accounts/019aae00-0000-7000-8000-000000000003",
                    "/connection_attempts",
                    "/connection_attempts/x"
                )
                .Select(path => $"/api/hub{path}")
        ),
        (1, Text.Select(text => $"/api/{text}"))
    );

    private static readonly Gen<string> Query = Gen.Frequency(
        (2, Gen.Const("")),
        (
            3,
            Gen.Select(
                    Gen.OneOf(
                        "page",
                        "page_size",
                        "provider",
                        "providers",
                        "providers[]",
                        "origin_owner_id",
                        "origin_owner_ids",
                        "account_ids",
                        "status",
                        "include",
                        "x",
                        "",
                        "[]",
                        "page[]"
                    ),
                    Text,
                    (name, value) => $"{name}={value}"
                )
                .Array[0, 4]
                .Select(pairs => $"?{string.Join('&', pairs)}")
        ),
        (1, Text.Select(text => $"?{text}"))
    );

    private static readonly Gen<string> Json = Gen.Recursive<string>(
        (depth, inner) =>
            depth > 3
                ? Gen.OneOf("null", "true", "0")
                : Gen.Frequency(
                    (5, Text.Select(text => System.Text.Json.JsonSerializer.Serialize(text))),
                    (
                        2,
                        Gen.OneOf(
                            "null",
                            "true",
                            "false",
                            "0",
                            "-1",
                            "1e400",
                            "1e-400",
                            "123456789012345678901234567890",
                            "0.1",
                            "1800",
                            "\"\\ud800\"",
                            "\"\\u0000\"",
                            "\"production\"",
                            "NaN",
                            "01",
                            "'x'"
                        )
                    ),
                    (2, inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
                    (
                        2,
                        Gen.Select(Text, inner, (name, value) => $"{System.Text.Json.JsonSerializer.Serialize(name)}:{value}")
                            .Array[0, 3]
                            .Select(members => $"{{{string.Join(',', members)}}}")
                    )
                )
    );

    private static readonly Gen<string> Member = Gen.Select(
        Gen.OneOf(
            "origin_owner_id",
            "origin_owner_name",
            "origin_username",
            "provider",
            "categories",
            "account_id",
            "multiple",
            "label",
            "metadata",
            "type",
            "expires_in",
            "integration_id",
            "connector_profile_id",
            "single_use",
            "token",
            "credentials",
            "secrets",
            "setup_information",
            "provider_version",
            "id",
            ""
        ),
        Gen.Frequency((1, Gen.Const("\"acme\"")), (3, Json)),
        (name, value) => $"\"{name}\":{value}"
    );

    private static readonly Gen<byte[]> Body = Gen.Frequency(
        (6, Member.Array[0, 8].Select(members => $"{{{string.Join(',', members)}}}").Select(Encoding.UTF8.GetBytes)),
        (
            3,
            Member
                .Array[0, 4]
                .Select(members =>
                    "{\"origin_owner_id\":\"acme\",\"origin_owner_name\":\"Acme\""
                    + string.Concat(members.Select(member => $",{member}"))
                    + "}"
                )
                .Select(Encoding.UTF8.GetBytes)
        ),
        (1, Json.Select(Encoding.UTF8.GetBytes)),
        (1, Gen.Byte.Array[0, 60]),
        (
            1,
            Gen.Select(
                Member.Array[1, 4],
                Gen.Int[0, 60],
                (members, cut) => Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}")[..^1].Take(60 - cut).ToArray()
            )
        ),
        (1, Gen.Const(Array.Empty<byte>()))
    );

    private static readonly Gen<(string Name, string Value)[]> Headers = Gen.Select(
        Gen.OneOf(
            "Authorization",
            "x-hub-session-token",
            "x-hub-browser",
            "Idempotency-Key",
            "User-Agent",
            "Content-Type",
            "Accept",
            "Origin",
            "Cookie",
            "Content-Encoding",
            "Expect",
            "X-HTTP-Method-Override"
        ),
        Gen.OneOf(
            Text,
            Gen.OneOf(
                "Basic",
                "Basic =",
                "Basic Og==",
                "Bearer",
                "Bearer x",
                "application/json; charset=latin1",
                "application/json;charset=utf-16",
                "application/*+json",
                "multipart/form-data",
                "gzip",
                "*/*",
                "speakeasy-sdk/typescript 4.28.0"
            )
        ),
        (name, value) => (name, value)
    ).Array[0, 2];

    private static readonly Gen<Sent> Any = Gen.Select(
        Gen.Frequency(
            (5, Gen.OneOf("POST", "PATCH")),
            (4, Gen.Const("GET")),
            (2, Gen.OneOf("DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "get", "X"))
        ),
        Path,
        Query,
        Headers,
        Body,
        Gen.Frequency(
            (5, Gen.Const("application/json")),
            (1, Gen.OneOf("", "text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded", ";", "json"))
        ),
        Gen.Frequency((6, Gen.Const(true)), (1, Gen.Const(false))),
        (method, path, query, headers, body, type, withKey) => new Sent(method, path, query, headers, body, type, withKey)
    );

    [Fact]
    public async Task nothing_that_is_sent_is_a_failure_of_hubs()
    {
        var statuses = new int[600];
        await Any.SampleAsync(
            async sent =>
            {
                var answer = await SendAsync(sent);
                Interlocked.Increment(ref statuses[answer.Status]);
                Assert.True(answer.Status is >= 200 and < 500 and not (>= 300 and < 400), $"{answer.Status} {answer.Text}");
                if (answer.Status >= 400 && sent.Method != "HEAD")
                {
                    var error = System.Text.Json.Nodes.JsonNode.Parse(answer.Text)!;
                    Assert.Equal(answer.Status, error["statusCode"]!.GetValue<int>());
                    Assert.False(string.IsNullOrWhiteSpace(error["message"]!.GetValue<string>()));
                }
            },
            iter: Requests,
            threads: 4
        );

        // They got everywhere.
        Assert.All([200, 201, 400, 401, 404, 405, 415], status => Assert.True(statuses[status] > 0, $"No answer {status}."));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private const string Broken = "--x\r\nContent-Disposition: form-data; name=\"ticket\"\r\n\r\nbroken off";

    /// <summary>Forms that cannot be read.</summary>
    private static readonly (string ContentType, string Body)[] MalformedForms =
    [
        ("multipart/form-data; boundary=", "a=b"),
        ("multipart/form-data", Broken),
        ("multipart/form-data; boundary=\"\"", Broken),
        ($"multipart/form-data; boundary={new string('x', 200)}", Broken),
        ("multipart/form-data; boundary=x", "--x"),
        ("multipart/form-data; boundary=x", Broken),
        ("multipart/form-data; boundary=x", "--x\r\nno header\r\n\r\n\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: ;;;\r\n\r\n\r\n--x--\r\n"),
        (
            "multipart/form-data; boundary=x",
            $"--x\r\nContent-Disposition: form-data; name=\"{new string('x', 20_000)}\"\r\n\r\n\r\n--x--\r\n"
        ),
        ("application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 2_000).Select(number => $"a{number}=b"))),
        ("application/x-www-form-urlencoded", $"{new string('a', 3_000)}=b"),
        ("application/x-www-form-urlencoded", $"ticket={new string('b', 5_000_000)}"),
    ];

    /// <summary>Bodies that a route may be able to read, or not: what it answers must not be an error of Hub's.</summary>
    private static readonly (string ContentType, string Body)[] OddBodies =
    [
        ("", ""),
        ("", "{"),
        (";", "{}"),
        ("a/b", "\0"),
        ("text/plain", "ticket=x"),
        ("application/json", ""),
        ("application/json", "{"),
        ("application/json", "\"\\ud800\""),
        ("application/json; charset=none", "{}"),
        ("application/json; charset=utf-16", "{}"),
        ("application/x-www-form-urlencoded", ""),
        ("application/x-www-form-urlencoded", "%"),
        ("application/x-www-form-urlencoded", "%00=%ff&%ud800=&&&=&=="),
        ("application/x-www-form-urlencoded", "_handler=nothing&__RequestVerificationToken=x&ticket=%00"),
        ("application/x-www-form-urlencoded; charset=none", "ticket=x"),
        ("multipart/form-data; boundary=", ""),
        ("multipart/form-data; boundary=x", ""),
        ("multipart/form-data; boundary=x", "--x--\r\n"),
    ];

    [Fact]
    public async Task a_malformed_body_is_no_failure_of_hubs_on_any_route()
    {
        var cookie = await hub.SignInAsync();
        var forms = 0;
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            hub.Routes(),
            Stop,
            async (route, _) =>
            {
                var (method, path, isForm) = route;
                foreach (var (contentType, body) in OddBodies.Concat(MalformedForms))
                {
                    (string, string)[] fromHub = [("Origin", "http://hub.example"), ("Sec-Fetch-Site", "same-origin"), ("Cookie", cookie)];
                    var answer = await SendAsync(
                        new Sent(
                            method,
                            path,
                            "",
                            fromHub,
                            Encoding.UTF8.GetBytes(body),
                            contentType,
                            WithKey: path.StartsWith("/api", StringComparison.Ordinal)
                        )
                    );
                    var isMalformedForm = isForm && MalformedForms.Contains((contentType, body));
                    if (isMalformedForm)
                    {
                        Interlocked.Increment(ref forms);
                    }

                    if (answer.Status >= 500 || (isMalformedForm && answer.Status != 400))
                    {
                        wrong.Enqueue($"{method} {path} {contentType} {body[..Math.Min(body.Length, 80)]}: {answer.Status}");
                    }
                }
            }
        );

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Take(20)));
        // Pages for signing in and for one's own settings, passkeys, and the way to a provider.
        Assert.True(forms > 15 * MalformedForms.Length, $"Only {forms}.");
    }

    private async Task<(int Status, string Text)> SendAsync(Sent sent)
    {
        var context = await hub.Server.SendAsync(
            context =>
            {
                var request = context.Request;
                request.Method = sent.Method;
                request.Scheme = "http";
                request.Host = new HostString("hub.example");
                // As Kestrel does: what is no address never gets here.
                request.Path = new PathString(Uri.UnescapeDataString(sent.Path).Replace("\0", "", StringComparison.Ordinal));
                request.QueryString = new QueryString(sent.Query);
                request.Body = new MemoryStream(sent.Body);
                request.ContentLength = sent.Body.Length;
                if (sent.ContentType.Length > 0)
                {
                    request.ContentType = sent.ContentType;
                }

                if (sent.WithKey)
                {
                    request.Headers.Authorization = $"Bearer {ApiHub.Key}";
                }

                foreach (var (name, value) in sent.Headers)
                {
                    request.Headers[name] = value;
                }
            },
            CancellationToken.None
        );
        using var reader = new StreamReader(context.Response.Body);
        return (context.Response.StatusCode, await reader.ReadToEndAsync(CancellationToken.None));
    }

    private sealed record Sent(
        string Method,
        string Path,
        string Query,
        (string Name, string Value)[] Headers,
        byte[] Body,
        string ContentType,
        bool WithKey
    )
    {
        public override string ToString()
        {
            var headers = string.Join("; ", Headers.Select(header => $"{header.Name}: {header.Value}"));
            return $"{Method} {Path}{Query} [{headers}] {ContentType} {WithKey} {Encoding.UTF8.GetString(Body)}";
        }
    }

    public sealed class HubWithoutSockets : ApiHub
    {
        public TestServer Server => App.GetTestServer();

        /// <summary>Each route but files, with the methods that it takes, and POST.</summary>
        public IEnumerable<(string Method, string Path, bool IsForm)> Routes() =>
            from endpoint in Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            let path = $"/{string.Join('/', endpoint.RoutePattern.PathSegments.Select(TextOf))}"
            // The sandbox is a server of its own behind this address.
            where !path.StartsWith("/sandbox/", StringComparison.Ordinal)
            let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
            from method in methods.Union(["POST"], StringComparer.Ordinal)
            select (
                method,
                path,
                IsForm: method == "POST"
                    && (
                        endpoint.Metadata.GetMetadata<AcceptsFormsAttribute>() is not null
                        || path is "/Account/Logout" or "/connect/oauth2/start"
                    )
            );

        /// <returns>The cookie of a person who is signed in.</returns>
        public async Task<string> SignInAsync()
        {
            await using var scope = App.Services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>();
            var user = Some.User("jane@hub.example");
            Assert.True((await users.CreateAsync(user, "correct horse battery")).Succeeded);
            var principal = await scope.ServiceProvider.GetRequiredService<SignInManager<HubUser>>().CreateUserPrincipalAsync(user);
            var options = Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
            var ticket = new AuthenticationTicket(principal, IdentityConstants.ApplicationScheme);
            return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
        }

        protected override IEnumerable<string> Settings => ["--Hub:SignInAttemptsPerMinute=0"];

        protected override void Configure(WebApplicationBuilder builder) => builder.WebHost.UseTestServer();

        private static string TextOf(RoutePatternPathSegment segment) =>
            string.Concat(
                segment.Parts.Select(part =>
                    part switch
                    {
                        RoutePatternLiteralPart literal => literal.Content,
                        RoutePatternParameterPart { ParameterPolicies: [{ Content: "int" }, ..] } => "404",
                        RoutePatternParameterPart { ParameterPolicies: [{ Content: "guid" }, ..] } =>
                            "019aae00-0000-7000-8000-000000000003",
                        _ => "x",
                    }
                )
            );
    }
}
