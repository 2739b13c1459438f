using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Api;

/// <summary>
/// The whole product in this process, reached over real HTTP, with an access key of all scopes. In this process, because tests also look
/// at its routes, its log and its store.
/// </summary>
public class ApiHub : IAsyncLifetime
{
    public const string Key = "hub_ak_of_the_tests_0123456789abcdefghij";

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly string _directory = RunningHub.NewDirectory();
    private WebApplication? _app;

    internal WebApplication App => _app!;

    public string Address { get; private set; } = "";

    public static AuthenticationHeaderValue Basic(string key) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")));

    public virtual async ValueTask InitializeAsync()
    {
        var builder = HubApplication.CreateBuilder([
            "--environment=Development",
            "--urls=http://127.0.0.1:0",
            $"--Hub:DataDirectory={_directory}",
            $"--Hub:Bootstrap:AccessKey={Key}",
            "--Hub:Api:RequestsPerMinute=100000000",
            .. Settings,
        ]);
        builder.Logging.ClearProviders();
        AsyncStore.AddTo(builder.Services);
        Configure(builder);
        _app = builder.Build();
        await HubApplication.PrepareAsync(_app, CancellationToken.None);
        await _app.StartAsync();
        Address = _app.Urls.FirstOrDefault()?.TrimEnd('/') ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _client.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            SqliteConnection.ClearAllPools();
        }

        Directory.Delete(_directory, recursive: true);
        await DisposeAsyncCore();
    }

    /// <summary>What a derived one has beside it.</summary>
    protected virtual ValueTask DisposeAsyncCore() => ValueTask.CompletedTask;

    protected virtual IEnumerable<string> Settings => [];

    protected virtual void Configure(WebApplicationBuilder builder) { }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public async Task<TResult> QueryAsync<TResult>(Func<HubDbContext, Task<TResult>> query)
    {
        await using var db = Get<IDbContextFactory<HubDbContext>>().CreateDbContext();
        return await query(db);
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(WithoutBody(HttpMethod.Get, path));

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(WithoutBody(HttpMethod.Delete, path));

    public Task<ApiAnswer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(WithBody(HttpMethod.Post, path, json, headers));

    public Task<ApiAnswer> PatchAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(WithBody(HttpMethod.Patch, path, json, headers));

    /// <param name="request">With a path; the address is this Hub's.</param>
    /// <param name="withKey">Sends the key along, unless the request brings its own authorization.</param>
    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request, bool withKey = true)
    {
        using (request)
        {
            request.RequestUri = new Uri(Address + request.RequestUri!.OriginalString);
            if (withKey && !request.Headers.NonValidated.Contains("Authorization"))
            {
                request.Headers.Authorization = Basic(Key);
            }

            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return new ApiAnswer((int)response.StatusCode, text, response.Content.Headers.ContentType?.MediaType, response.Headers);
        }
    }

    public static HttpRequestMessage WithoutBody(HttpMethod method, string path) => new(method, new Uri(path, UriKind.Relative));

    public static HttpRequestMessage WithBody(HttpMethod method, string path, string json, params (string Name, string Value)[] headers)
    {
        var request = WithoutBody(method, path);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Links an account of the sandbox for a customer of the product, as the connect page does.</summary>
    /// <param name="key">One of the sandbox's keys.</param>
    public async Task<Guid> LinkAsync(string originOwner, string key = "sandbox-good")
    {
        var issued = Assert.IsType<SessionIssueOutcome.Issued>(
            await Get<SessionIssuer>()
                .IssueForProductAsync(
                    Guid.CreateVersion7(),
                    new SessionRequest { Origin = new(originOwner, $"{originOwner} Inc."), Multiple = true },
                    CancellationToken.None
                )
        );
        return Assert
            .IsType<LinkOutcome.Linked>(
                await Get<IAccountLinker>()
                    .LinkAsync(
                        new OwnerId(HubUser.ProductId),
                        new LinkCommand.Link("sandbox-ats", AuthMethodKind.ApiKey, Some.Values(("api_key", key), ("workspace", "acme")))
                        {
                            Session = issued.Session.ToGrant(),
                        },
                        progress: null,
                        CancellationToken.None
                    )
            )
            .AccountId;
    }

    /// <summary>Puts an account into the store that no provider was asked about.</summary>
    /// <param name="owner">The product, unless given.</param>
    public async Task<Guid> StoreAsync(string originOwner, string provider = "sandbox-ats", Guid? owner = null, bool rejected = false)
    {
        var now = TimeProvider.System.GetUtcNow();
        var account = Some.Account(
            owner,
            provider,
            originOwner: originOwner,
            linkedAt: now,
            protector: Get<CredentialProtector>(),
            values: Some.Values(("api_key", "sandbox-good"))
        );
        if (rejected)
        {
            account.SetReason(ReasonGroup.Credential, new StatusReason.KeyRejected(), now);
        }

        await QueryAsync(db =>
        {
            db.LinkedAccounts.Add(account);
            return db.SaveChangesAsync();
        });
        return account.Id;
    }

    /// <returns>A new access key.</returns>
    public async Task<string> NewKeyAsync(AccessScopes scopes, DateTimeOffset? expiresAt = null, DateTimeOffset? disabledAt = null)
    {
        var token = BearerToken.New(BearerToken.AccessKeyPrefix);
        var now = TimeProvider.System.GetUtcNow();
        await QueryAsync(db =>
        {
            db.AccessKeys.Add(
                new AccessKey
                {
                    Name = "A key",
                    Hash = BearerToken.HashOf(token.Reveal())!,
                    Hint = "abcd",
                    Scopes = scopes,
                    CreatedById = null,
                    CreatedAt = now,
                    ExpiresAt = expiresAt,
                    DisabledAt = disabledAt,
                }
            );
            return db.SaveChangesAsync();
        });
        return token.Reveal();
    }

    /// <returns>A person who signs in to Hub.</returns>
    public async Task<Guid> NewPersonAsync()
    {
        var user = Some.User(createdAt: TimeProvider.System.GetUtcNow());
        await QueryAsync(db => db.Users.Add(user).Context.SaveChangesAsync());
        return user.Id;
    }
}

public sealed record ApiAnswer(int Status, string Text, string? MediaType, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>It is an error, and has the shape that every error has.</summary>
    public string ErrorCode(int status)
    {
        Assert.True(Status == status, $"{Status} instead of {status}: {Text}");
        Assert.Equal("application/json", MediaType);
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        var error = Json;
        Assert.Equal(status, error["statusCode"]!.GetValue<int>());
        Assert.Equal(status, error["status"]!.GetValue<int>());
        Assert.NotEmpty(error["message"]!.GetValue<string>());
        Assert.Equal(error["message"]!.GetValue<string>(), error["detail"]!.GetValue<string>());
        Assert.NotEmpty(error["title"]!.GetValue<string>());
        Assert.StartsWith("/api", error["instance"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", error["timestamp"]!.GetValue<string>());
        var code = error["errorCode"]!.GetValue<string>();
        Assert.Equal($"urn:hub:error:{code}", error["type"]!.GetValue<string>());
        return code;
    }

    public IReadOnlyList<string> Errors => [.. Json["errors"]!.AsArray().Select(one => one!.GetValue<string>())];
}
