using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.AuthLinks;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.Routing;

namespace Hub.Tests.Api;

/// <summary>
/// Every route of the API against everybody who may call it. The routes are the product's own: one that is not told about here fails.
/// </summary>
public sealed class AccessMatrixTests(ApiHub hub) : IClassFixture<ApiHub>
{
    /// <summary>Routes that ask for an access key: the scope, the status when it is there, and the body.</summary>
    private static readonly Dictionary<string, (AccessScopes Scope, int Status, string? Body)> ForKeys = new(StringComparer.Ordinal)
    {
        ["POST /api/connect_sessions"] = (AccessScopes.Sessions, 201, """{"origin_owner_id":"acme","origin_owner_name":"Acme"}"""),
        ["POST /api/connect_sessions/authenticate"] = (AccessScopes.Sessions, 201, """{"token":"{token}"}"""),
        ["GET /api/accounts"] = (AccessScopes.AccountsRead, 200, null),
        // A file is no JSON.
        ["POST /api/accounts/import"] = (AccessScopes.AccountsWrite, 415, "{}"),
        ["GET /api/accounts/{id}"] = (AccessScopes.AccountsRead, 200, null),
        ["PATCH /api/accounts/{id}"] = (AccessScopes.AccountsWrite, 200, """{"label":"x"}"""),
        ["DELETE /api/accounts/{id}"] = (AccessScopes.AccountsWrite, 200, null),
        ["POST /api/accounts/{id}/verify"] = (AccessScopes.AccountsWrite, 200, null),
        ["POST /api/accounts/{id}/suspend"] = (AccessScopes.AccountsWrite, 200, null),
        ["POST /api/accounts/{id}/resume"] = (AccessScopes.AccountsWrite, 200, null),
        ["POST /api/accounts/{id}/refresh"] = (AccessScopes.AccountsWrite, 409, null),
        ["GET /api/accounts/{id}/meta"] = (AccessScopes.AccountsRead, 200, null),
        ["GET /api/connectors/meta"] = (AccessScopes.None, 200, null),
        ["GET /api/connectors/meta/{provider}"] = (AccessScopes.None, 200, null),
    };

    /// <summary>
    /// Routes that ask for the token of a connect session: the status when it is good, the status when it is none (any more), and the body.
    /// </summary>
    private static readonly Dictionary<string, (int Status, int Refused, string? Body)> ForSessions = new(StringComparer.Ordinal)
    {
        ["GET /api/hub/settings"] = (200, 401, null),
        ["GET /api/hub/connectors"] = (200, 401, null),
        ["GET /api/hub/connectors/{integrationId}"] = (200, 401, null),
        ["POST /api/hub/accounts"] = (201, 409, """{"integration_id":"sandbox-ats.api_key","credentials":{"api_key":"sandbox-good"}}"""),
        ["GET /api/hub/accounts/{id:guid}"] = (200, 401, null),
        ["PATCH /api/hub/accounts/{id:guid}"] = (200, 409, """{"credentials":{"api_key":"sandbox-good"}}"""),
        ["POST /api/hub/connection_attempts"] = (201, 401, """{"token":"x"}"""),
        ["GET /api/hub/connection_attempts/{id:guid}"] = (200, 401, null),
        ["DELETE /api/hub/connection_attempts/{id:guid}"] = (200, 401, null),
    };

    /// <summary>What becomes of sessions, and what is then said of their tokens.</summary>
    private static readonly Dictionary<string, (string Code, Func<ApiHub, ConnectSession, string, Task<string>> Spoil)> Spoiled = new(
        StringComparer.Ordinal
    )
    {
        ["of nobody"] = ("session_unknown", (_, _, _) => Task.FromResult("hub_cs_nobodys")),
        ["that is an access key"] = ("session_unknown", (_, _, _) => Task.FromResult(ApiHub.Key)),
        ["expired"] = (
            "session_expired",
            (hub, session, token) => ChangeAsync(hub, session, token, one => one.ExpiresAt = TimeProvider.System.GetUtcNow())
        ),
        ["revoked"] = (
            "session_revoked",
            (hub, session, token) => ChangeAsync(hub, session, token, one => one.RevokedAt = TimeProvider.System.GetUtcNow())
        ),
        ["used"] = (
            "session_used",
            (hub, session, token) => ChangeAsync(hub, session, token, one => one.UsedAt = TimeProvider.System.GetUtcNow())
        ),
        ["begun in another browser"] = (
            "session_opened_elsewhere",
            async (hub, _, token) =>
            {
                Assert.IsType<SessionOutcome.Open>(
                    await hub.Get<SessionOpener>().BeginAsync(token, "another browser's secret", TestContext.Current.CancellationToken)
                );
                return token;
            }
        ),
    };

    /// <summary>Who calls with what is no key, or a key that is no longer good.</summary>
    private static readonly Dictionary<string, Func<ApiHub, Task<string?>>> Strangers = new(StringComparer.Ordinal)
    {
        ["without a key"] = _ => Task.FromResult<string?>(null),
        ["with nobody's key"] = _ => Task.FromResult<string?>("hub_ak_nobodys_0123456789abcdefghijklmnopqrst"),
        ["with a disabled key"] = async hub => await hub.NewKeyAsync(AccessScopes.All, disabledAt: TimeProvider.System.GetUtcNow()),
        ["with an expired key"] = async hub =>
            await hub.NewKeyAsync(AccessScopes.All, expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(-1)),
        ["with the token of a session"] = async hub => await NewTokenAsync(hub),
        ["with a key that was deleted"] = async hub =>
        {
            var key = await hub.NewKeyAsync(AccessScopes.All);
            var hash = BearerToken.HashOf(key);
            await hub.QueryAsync(db =>
            {
                db.AccessKeys.Remove(db.AccessKeys.Single(one => one.Hash == hash));
                return db.SaveChangesAsync();
            });
            return key;
        },
    };

    public static TheoryData<string> KeyRoutes => [.. ForKeys.Keys];

    public static TheoryData<string> SessionRoutes => [.. ForSessions.Keys];

    [Fact]
    public void every_route_is_told_about()
    {
        var routes = ((IEndpointRouteBuilder)hub.App)
            .DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => ("/" + endpoint.RoutePattern.RawText?.TrimStart('/')).StartsWith("/api", StringComparison.OrdinalIgnoreCase))
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method =>
                    $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"
                )
            )
            .Where(route => !route.StartsWith("OPTIONS ", StringComparison.Ordinal));

        // Sends browsers on to the page that asks for the session; it tells and does nothing itself.
        const string OfTheComponentsWindow = "GET /api/connect/oauth2/{integrationId}";
        Assert.Equal(
            ForKeys.Keys.Concat(ForSessions.Keys).Append(OfTheComponentsWindow).Order(StringComparer.Ordinal),
            routes.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(KeyRoutes))]
    public async Task strangers_are_not_let_in(string route)
    {
        foreach (var (who, key) in Strangers)
        {
            var answer = await CallAsync(route, await key(hub), await hub.StoreAsync("acme"));
            Assert.True(answer.Status == 401, $"{route} {who}: {answer.Status} {answer.Text}");
            Assert.Equal("unauthorized", answer.ErrorCode(401));
        }
    }

    [Theory]
    [MemberData(nameof(KeyRoutes))]
    public async Task a_key_opens_what_its_scopes_say(string route)
    {
        var (needed, status, _) = ForKeys[route];
        foreach (var scopes in AccessScopeNames.Each.Append(AccessScopes.None).Append(AccessScopes.All).Append(AccessScopes.All & ~needed))
        {
            var key = await hub.NewKeyAsync(scopes);
            foreach (var relation in Relations)
            {
                var answer = await CallAsync(route, key, await relation.Value(hub));
                var expected = scopes.HasFlag(needed) ? status : 403;
                Assert.True(
                    answer.Status == expected,
                    $"{route} with {scopes} on {relation.Key}: {answer.Status} instead of {expected}: {answer.Text}"
                );
                if (expected == 403)
                {
                    Assert.Equal("missing_scope", answer.ErrorCode(403));
                }
            }
        }
    }

    /// <summary>An access key reaches all accounts of this Hub, whoever's they are.</summary>
    private static readonly Dictionary<string, Func<ApiHub, Task<Guid>>> Relations = new(StringComparer.Ordinal)
    {
        ["a customer's account"] = hub => hub.StoreAsync("acme"),
        ["a person's account"] = async hub => await hub.StoreAsync("", owner: await hub.NewPersonAsync()),
    };

    [Theory]
    [MemberData(nameof(SessionRoutes))]
    public async Task a_session_that_is_not_good_opens_nothing(string route)
    {
        foreach (var (what, (code, spoil)) in Spoiled)
        {
            var (session, token) = await NewSessionAsync(hub, endsAfterOne: true);
            var path = await PathForAsync(route, session, await hub.StoreAsync("acme"));
            var answer = await CallHubAsync(route, path, await spoil(hub, session, token));
            Assert.True(answer.Status == ForSessions[route].Refused, $"{route} with a token {what}: {answer.Status} {answer.Text}");
            Assert.Equal(code, answer.ErrorCode(ForSessions[route].Refused));
        }

        Assert.Equal("unauthorized", (await CallHubAsync(route, await PathForAsync(route, null, Guid.Empty), token: null)).ErrorCode(401));
    }

    [Theory]
    [MemberData(nameof(SessionRoutes))]
    public async Task a_session_reaches_what_is_its_origin_owners_and_no_more(string route)
    {
        var (expected, _, _) = ForSessions[route];
        var accounts = route.Contains("/accounts/{id", StringComparison.Ordinal);
        var attempts = route.Contains("/connection_attempts/{id", StringComparison.Ordinal);

        await ExpectAsync("its own", expected, await NewSessionAsync(hub), await hub.StoreAsync("acme"));
        await ExpectAsync(
            "another customer's account",
            accounts ? 404 : expected,
            await NewSessionAsync(hub),
            await hub.StoreAsync("globex")
        );
        await ExpectAsync(
            "a person's account",
            accounts ? 404 : expected,
            await NewSessionAsync(hub),
            await hub.StoreAsync("acme", owner: await hub.NewPersonAsync())
        );
        await ExpectAsync("an account that is nobody's", accounts ? 404 : expected, await NewSessionAsync(hub), Guid.CreateVersion7());
        await ExpectAsync(
            "a session for another account of the same customer",
            accounts ? 404 : expected,
            await NewSessionAsync(hub, account: await hub.StoreAsync("acme")),
            await hub.StoreAsync("acme")
        );

        var (other, _) = await NewSessionAsync(hub);
        var (_, mine) = await NewSessionAsync(hub);
        var answer = await CallHubAsync(route, await PathForAsync(route, other, await hub.StoreAsync("acme")), mine);
        Assert.True(
            answer.Status == (attempts ? 404 : expected),
            $"{route} with what another session began: {answer.Status} {answer.Text}"
        );

        var begun = await NewSessionAsync(hub);
        Assert.IsType<SessionOutcome.Open>(
            await hub.Get<SessionOpener>().BeginAsync(begun.Token, "this browser's secret", TestContext.Current.CancellationToken)
        );
        answer = await CallHubAsync(
            route,
            await PathForAsync(route, begun.Session, await hub.StoreAsync("acme")),
            begun.Token,
            "this browser's secret"
        );
        Assert.True(answer.Status == expected, $"{route} in the browser that began: {answer.Status} {answer.Text}");

        async Task ExpectAsync(string what, int status, (ConnectSession Session, string Token) session, Guid account)
        {
            var got = await CallHubAsync(route, await PathForAsync(route, session.Session, account), session.Token);
            Assert.True(got.Status == status, $"{route} with {what}: {got.Status} instead of {status}: {got.Text}");
        }
    }

    private static async Task<(ConnectSession Session, string Token)> NewSessionAsync(
        ApiHub hub,
        Guid? account = null,
        bool endsAfterOne = false
    )
    {
        var issued = Assert.IsType<SessionIssueOutcome.Issued>(
            await hub.Get<SessionIssuer>()
                .IssueForProductAsync(
                    Guid.CreateVersion7(),
                    new SessionRequest
                    {
                        Origin = new("acme", "Acme"),
                        AccountId = account,
                        EndsAfterOne = endsAfterOne,
                    },
                    TestContext.Current.CancellationToken
                )
        );
        return (issued.Session, issued.Token.Reveal());
    }

    private static async Task<string> NewTokenAsync(ApiHub hub) => (await NewSessionAsync(hub)).Token;

    private static async Task<string> ChangeAsync(ApiHub hub, ConnectSession session, string token, Action<ConnectSession> change)
    {
        await hub.QueryAsync(db =>
        {
            change(db.ConnectSessions.Single(one => one.Id == session.Id));
            return db.SaveChangesAsync();
        });
        return token;
    }

    /// <returns>The path to the account, or to an attempt that the session began.</returns>
    private async Task<string> PathForAsync(string route, ConnectSession? session, Guid account)
    {
        var id =
            route.Contains("/connection_attempts/{id", StringComparison.Ordinal) && session is not null
                ? (
                    await hub.Get<ConnectionAttempts>()
                        .StartAsync(new OwnerId(session.OwnerId), session.ToGrant(), TestContext.Current.CancellationToken)
                )!.Id
                : account;
        return route
            .Split(' ')[1]
            .Replace("{id:guid}", id.ToString(), StringComparison.Ordinal)
            .Replace("{integrationId}", "sandbox-ats.api_key", StringComparison.Ordinal);
    }

    private Task<ApiAnswer> CallHubAsync(string route, string path, string? token, string? browser = null)
    {
        var method = new HttpMethod(route.Split(' ')[0]);
        var request = ForSessions[route].Body is { } body ? ApiHub.WithBody(method, path, body) : ApiHub.WithoutBody(method, path);
        if (token is not null)
        {
            request.Headers.Add("x-hub-session-token", token);
        }

        if (browser is not null)
        {
            request.Headers.Add("x-hub-browser", browser);
        }

        // An access key does not help.
        return hub.SendAsync(request, withKey: true);
    }

    private async Task<ApiAnswer> CallAsync(string route, string? key, Guid account)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        path = path.Replace("{id}", account.ToString(), StringComparison.Ordinal).Replace("{provider}", "lever", StringComparison.Ordinal);
        var body = ForKeys[route].Body;
        if (body?.Contains("{token}", StringComparison.Ordinal) == true)
        {
            body = body.Replace("{token}", await NewTokenAsync(hub), StringComparison.Ordinal);
        }

        var request = body is null ? ApiHub.WithoutBody(new HttpMethod(method), path) : ApiHub.WithBody(new HttpMethod(method), path, body);
        request.Headers.Authorization = key is null ? null : ApiHub.Basic(key);
        return await hub.SendAsync(request, withKey: false);
    }
}
