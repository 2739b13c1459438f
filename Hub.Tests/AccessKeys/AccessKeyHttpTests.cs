using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Hub.Web.Api;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.AccessKeys;

/// <summary>How the API asks for an access key, over real HTTP and with a clock that the tests move.</summary>
public sealed class AccessKeyHttpTests(AccessKeyHttpTests.Host host) : IClassFixture<AccessKeyHttpTests.Host>
{
    private const int RequestsPerMinute = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Basic", true)]
    [InlineData("basic", true)]
    [InlineData("Basic", false)]
    [InlineData("BASIC", false)]
    [InlineData("Bearer", null)]
    [InlineData("bearer", null)]
    public async Task a_key_is_taken_as_the_user_name_with_or_without_the_colon_and_as_a_bearer_token(string scheme, bool? withColon)
    {
        var (_, token) = await host.KeyAsync(AccessScopes.AccountsRead);
        using var answer = await host.GetAsync(
            "/api/read",
            $"{scheme} {(withColon is { } colon ? Base64(colon ? $"{token}:" : token) : token)}"
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Bearer")]
    [InlineData("Basic {token}")]
    [InlineData("Basic [{token}:password]")]
    [InlineData("Basic [:{token}]")]
    [InlineData("Basic [{token}::]")]
    [InlineData("Basic []")]
    [InlineData("Basic [:]")]
    [InlineData("Basic [ {token}]")]
    [InlineData("Bearer [{token}]")]
    [InlineData("Bearer {token}x")]
    [InlineData("Bearer {token} {token}")]
    [InlineData("Digest {token}")]
    [InlineData("{token}")]
    [InlineData("Basic [{token}:], Basic [{token}:]")]
    public async Task anything_else_is_refused_with_a_challenge(string? header)
    {
        var (_, token) = await host.KeyAsync(AccessScopes.All);
        header = header?.Replace("{token}", token, StringComparison.Ordinal);
        while (header is not null && header.IndexOf('[', StringComparison.Ordinal) is >= 0 and var from)
        {
            var to = header.IndexOf(']', StringComparison.Ordinal);
            header = header[..from] + Base64(header[(from + 1)..to]) + header[(to + 1)..];
        }

        using var answer = await host.GetAsync("/api/read", header);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Basic realm=\"Hub\"", Assert.Single(answer.Headers.GetValues("WWW-Authenticate")), StringComparison.Ordinal);
        var error = await ErrorAsync(answer);
        Assert.Equal((401, "unauthorized"), (error.GetProperty("statusCode").GetInt32(), error.GetProperty("errorCode").GetString()));
    }

    [Fact]
    public async Task a_header_that_comes_twice_is_refused()
    {
        var (_, token) = await host.KeyAsync(AccessScopes.All);
        var address = new Uri(host.Address);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /api/read HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nAuthorization: Bearer "
                    + $"{token}\r\nConnection: close\r\n\r\n"
            ),
            Stop
        );
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Stop);
        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.Contains("once", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_is_itself_and_nobodys_owner()
    {
        var (id, token) = await host.KeyAsync(AccessScopes.AccountsRead | AccessScopes.CredentialsRead);
        using var answer = await host.GetAsync("/api/read", $"Bearer {token}");
        Assert.Equal($"{id} Careers site AccountsRead, CredentialsRead nobody", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task a_scope_that_is_missing_is_named()
    {
        var (_, token) = await host.KeyAsync(AccessScopes.All & ~AccessScopes.AccountsRead);
        using var answer = await host.GetAsync("/api/read", $"Bearer {token}");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("accounts:read", (await ErrorAsync(answer)).GetProperty("message").GetString(), StringComparison.Ordinal);
        using var any = await host.GetAsync("/api/any", $"Bearer {token}");
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Fact]
    public async Task each_scope_opens_what_asks_for_it_and_nothing_else()
    {
        foreach (var scope in AccessScopeNames.Each.Concat(AccessScopeNames.Reserved))
        {
            var (id, token) = await host.KeyAsync(AccessScopes.Sessions);
            // As an earlier version stored it: new keys do not get the reserved ones.
            await host.SetScopesAsync(id, scope);
            using var read = await host.GetAsync("/api/read", $"Bearer {token}");
            Assert.Equal(scope == AccessScopes.AccountsRead ? HttpStatusCode.OK : HttpStatusCode.Forbidden, read.StatusCode);
            using var credentials = await host.GetAsync("/api/credentials", $"Bearer {token}");
            Assert.Equal(scope == AccessScopes.CredentialsRead ? HttpStatusCode.OK : HttpStatusCode.Forbidden, credentials.StatusCode);
        }
    }

    [Fact]
    public async Task a_key_that_is_disabled_or_deleted_is_refused_with_the_next_request()
    {
        var (id, token) = await host.KeyAsync(AccessScopes.All);
        var changer = host.Get<AccessKeyEditor>();
        await changer.DisableAsync(host.Administrator, id, Stop);
        Assert.Equal("This access key is disabled.", await RefusalAsync(token));
        await changer.EnableAsync(host.Administrator, id, Stop);
        using (var answer = await host.GetAsync("/api/read", $"Bearer {token}"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await changer.DeleteAsync(host.Administrator, id, Stop);
        Assert.Equal("There is no such access key.", await RefusalAsync(token));
    }

    [Fact]
    public async Task a_key_is_refused_from_the_moment_it_expires()
    {
        var (_, token) = await host.KeyAsync(AccessScopes.All, host.Time.GetUtcNow().AddDays(30));
        using (var answer = await host.GetAsync("/api/read", $"Bearer {token}"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        host.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal("This access key has expired.", await RefusalAsync(token));
    }

    [Fact]
    public async Task each_key_has_so_many_requests_a_minute()
    {
        var (_, eager) = await host.KeyAsync(AccessScopes.All);
        var (_, other) = await host.KeyAsync(AccessScopes.All);
        for (var request = 0; request < RequestsPerMinute; request++)
        {
            using var taken = await host.GetAsync(request % 2 == 0 ? "/api/read" : "/api/any", $"Bearer {eager}");
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        using var refused = await host.GetAsync("/api/read", $"Bearer {eager}");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("rate_limited", (await ErrorAsync(refused)).GetProperty("errorCode").GetString());
        using var answer = await host.GetAsync("/api/read", $"Bearer {other}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task when_it_was_last_used_is_written_a_minute_later()
    {
        var (id, token) = await host.KeyAsync(AccessScopes.All);
        using var answer = await host.GetAsync("/api/read", $"Bearer {token}");
        Assert.Null(await host.LastUsedAsync(id));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(async () => await host.LastUsedAsync(id) is not null, "the last use is written");
    }

    [Fact]
    public async Task no_key_is_in_the_log()
    {
        var (_, token) = await host.KeyAsync(AccessScopes.All);
        using var good = await host.GetAsync("/api/read", $"Basic {Base64(token)}");
        using var bad = await host.GetAsync("/api/read", $"Bearer {token}-bad");
        Assert.Contains(host.Log.Lines, line => line.Contains("/api/read", StringComparison.Ordinal));
        Assert.DoesNotContain(
            host.Log.Lines,
            line => line.Contains(token, StringComparison.Ordinal) || line.Contains(Base64(token), StringComparison.Ordinal)
        );
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Stop));
    }

    private async Task<string?> RefusalAsync(string token)
    {
        using var answer = await host.GetAsync("/api/read", $"Bearer {token}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        return (await ErrorAsync(answer)).GetProperty("message").GetString();
    }

    /// <summary>Hub's core, its ways to sign in, and three endpoints.</summary>
    public sealed class Host : IAsyncLifetime
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("hub-test-").FullName;
        private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseCookies = false });
        private WebApplication? _app;

        public string Address => _app!.Urls.Single();

        public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

        public RecordedLog Log { get; } = new();

        public OwnerId Administrator { get; private set; }

        public async ValueTask InitializeAsync()
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Configuration["Hub:Api:RequestsPerMinute"] = $"{RequestsPerMinute}";
            builder.Services.AddHubData(new DatabaseOptions { DataDirectory = _directory });
            builder.Services.AddHubCore(builder.Configuration, withSandbox: false);
            builder.AddHubIdentity();
            builder.Services.AddMessages();
            builder.AddHubApi();
            builder.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
            builder.Services.AddSingleton<TimeProvider>(Time);
            _app = builder.Build();
            _app.UseApiErrors();
            _app.UseAuthentication();
            _app.UseAuthorization();
            _app.UseRateLimiter();
            _app.MapGet("/api/read", (HttpContext context) => Say(context)).RequireScope(AccessScopes.AccountsRead);
            _app.MapGet("/api/any", (HttpContext context) => Say(context)).RequireScope(AccessScopes.None);
            _app.MapGet("/api/credentials", (HttpContext context) => Say(context)).RequireScope(AccessScopes.CredentialsRead);
            await Get<DatabaseMigrator>().MigrateAsync(Stop);
            await _app.StartAsync(Stop);
            await using var scope = _app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Registrar>().RegisterAsync("admin@hub.example", "correct horse battery", Stop);
            await using var db = await Get<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
            Administrator = new OwnerId((await db.OfPeople().SingleAsync(Stop)).Id);
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _app!.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
            SqliteConnection.ClearAllPools();
            Directory.Delete(_directory, recursive: true);
        }

        public T Get<T>()
            where T : notnull => _app!.Services.GetRequiredService<T>();

        public async Task<(Guid Id, string Token)> KeyAsync(AccessScopes scopes, DateTimeOffset? expiresAt = null)
        {
            var issued = Assert.IsType<AccessKeyIssueOutcome.Issued>(
                await Get<AccessKeyIssuer>().IssueAsync(Administrator, new AccessKeyRequest("Careers site", scopes, expiresAt), Stop)
            );
            return (issued.Key.Id, issued.Token.Reveal());
        }

        public async Task SetScopesAsync(Guid id, AccessScopes scopes)
        {
            await using var db = await Get<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
            await db.AccessKeys.Where(key => key.Id == id).ExecuteUpdateAsync(key => key.SetProperty(one => one.Scopes, scopes), Stop);
        }

        public async Task<DateTimeOffset?> LastUsedAsync(Guid id)
        {
            await using var db = await Get<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
            return await db.AccessKeys.Where(key => key.Id == id).Select(key => key.LastUsedAt).SingleAsync(Stop);
        }

        public Task<HttpResponseMessage> GetAsync(string path, string? authorization)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Address + path);
            if (authorization is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            return _client.SendAsync(request, Stop);
        }

        private static string Say(HttpContext context)
        {
            var key = context.User.AccessKey()!;
            return $"{key.Id} {key.Name} {key.Scopes} {OwnerId.From(context.User)?.ToString() ?? "nobody"}";
        }
    }
}
