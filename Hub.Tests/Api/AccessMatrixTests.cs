using Hub.Core.AccessKeys;
using Hub.Core.Credentials;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.Builder;
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
        ["GET /api/accounts/{id}"] = (AccessScopes.AccountsRead, 200, null),
        ["PATCH /api/accounts/{id}"] = (AccessScopes.AccountsWrite, 200, """{"label":"x"}"""),
        ["DELETE /api/accounts/{id}"] = (AccessScopes.AccountsWrite, 200, null),
        ["GET /api/accounts/{id}/meta"] = (AccessScopes.AccountsRead, 200, null),
        ["GET /api/connectors/meta"] = (AccessScopes.None, 200, null),
        ["GET /api/connectors/meta/{provider}"] = (AccessScopes.None, 200, null),
    };

    /// <summary>Who calls with what is no key, or a key that is no longer good.</summary>
    private static readonly Dictionary<string, Func<ApiHub, Task<string?>>> Strangers = new(StringComparer.Ordinal)
    {
        ["without a key"] = _ => Task.FromResult<string?>(null),
        ["with nobody's key"] = _ => Task.FromResult<string?>("hub_ak_nobodys_0123456789abcdefghijklmnopqrst"),
        ["with a disabled key"] = async hub => await hub.NewKeyAsync(AccessScopes.All, disabledAt: TimeProvider.System.GetUtcNow()),
        ["with an expired key"] = async hub => await hub.NewKeyAsync(AccessScopes.All, expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(-1)),
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

    [Fact]
    public void every_route_is_told_about()
    {
        var routes = ((IEndpointRouteBuilder)hub.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => ("/" + endpoint.RoutePattern.RawText?.TrimStart('/')).StartsWith("/api", StringComparison.OrdinalIgnoreCase))
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"))
            .Where(route => !route.Contains(" /api/hub/", StringComparison.Ordinal));

        Assert.Equal(ForKeys.Keys.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
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
                Assert.True(answer.Status == expected, $"{route} with {scopes} on {relation.Key}: {answer.Status} instead of {expected}: {answer.Text}");
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

    private static async Task<string> NewTokenAsync(ApiHub hub) => Assert.IsType<SessionIssueOutcome.Issued>(await hub.Get<SessionIssuer>().IssueForProductAsync(
        Guid.CreateVersion7(), new SessionRequest { Origin = new("acme", "Acme") }, TestContext.Current.CancellationToken)).Token.Reveal();

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
