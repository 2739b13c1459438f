using System.Net;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.OAuth;

/// <summary>One server that plays several providers, each odd in a way of its own, for tests of what becomes of tokens.</summary>
public sealed class TokenProvider : IAsyncLifetime
{
    public const string Plain = "plain";
    public const string Bearer = "bearer";

    private const string Callback = "http://127.0.0.1:1/callback";

    private readonly string _files = RunningHub.NewDirectory();

    public OAuthProvider Server { get; private set; } = null!;

    /// <summary>With these Hub knows the providers.</summary>
    public string[] Settings { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Server = await OAuthProvider.StartAsync(callbacks: Callback);
        var signIn = OAuthProviderFile.FlowAt(Server);
        await AddAsync(Plain, signIn);
        await AddAsync(
            Bearer,
            signIn with
            {
                Revoke = new Revocation { Url = $"https://oauth.example{Server.Paths.RevokeOwn}", Form = RevocationForm.Bearer },
            }
        );
        await AddAsync(
            "wrapped",
            signIn with
            {
                Answer = new TokenAnswer
                {
                    AccessToken = "data.access_token",
                    RefreshToken = "data.refresh_token",
                    ExpiresIn = "data.expires_in",
                },
            }
        );
        await AddAsync("hourly", signIn with { Answer = new TokenAnswer { Lifetime = 1800 } });
        foreach (var unit in new[] { ExpiryUnit.Milliseconds, ExpiryUnit.AtSeconds, ExpiryUnit.AtMilliseconds, ExpiryUnit.AtDate })
        {
            await AddAsync(
                $"{unit}".ToLowerInvariant(),
                signIn with
                {
                    Answer = new TokenAnswer { ExpiresIn = "expires", Unit = unit },
                }
            );
        }

        await AddAsync("like-github", signIn with { Expiry = [Rule(200, "error", "bad_refresh_token")] });
        await AddAsync("like-slack", signIn with { Expiry = [Rule(200, "error", "invalid_refresh_token")] });
        await AddAsync("like-hubspot", signIn with { Expiry = [Rule(400, "status", "BAD_REFRESH_TOKEN")] });
        await AddAsync("like-atlassian", signIn with { Expiry = [Rule(403, "error", "invalid_grant")] });
        await AddAsync(
            "like-slack-client",
            signIn with
            {
                ClientErrors =
                [
                    ClientRule(200, "bad_client_secret", ClientFault.Credentials),
                    ClientRule(200, "bad_redirect_uri", ClientFault.RedirectUri),
                ],
            }
        );
        Reset();
    }

    /// <summary>As a provider is that does what the standard says, with tokens for an hour.</summary>
    public void Reset()
    {
        Server.Mend();
        (Server.Person, Server.Pkce, Server.RefreshTokens, Server.Lifetime) = (
            OAuthPerson.Ines,
            PkcePolicy.Optional,
            RefreshTokens.SingleUse,
            TimeSpan.FromHours(1)
        );
        Server.AnswersAsForm = false;
        (Server.TokenAnswer, Server.Refusal, Server.BeforeToken, Server.BeforeTokenAnswer) = (null, null, null, null);
    }

    /// <summary>Signs in, and links the account with what the provider gave.</summary>
    public async Task<LinkOutcome.Linked> LinkAsync(IServiceProvider hub, OwnerId owner, string slug, bool asAnother = false)
    {
        using var browser = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            QueryHelpers.AddQueryString(
                $"{Server.Address.AbsoluteUri.TrimEnd('/')}{Server.Paths.Authorize}",
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["response_type"] = "code",
                    ["client_id"] = OAuthProvider.ClientId,
                    ["redirect_uri"] = Callback,
                    ["scope"] = "me.read",
                }
            )
        );
        using var response = await browser.SendAsync(request, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var code = QueryHelpers.ParseQuery(response.Headers.Location!.Query)["code"].ToString();

        await RegisterAsync(hub, slug);
        var provider = Get<ProviderCatalog>(hub).Find(slug)!;
        var method = provider.FindAuthorizationCodeMethod()!;
        var nothing = Some.Values();
        var client = await Get<ProviderClients>(hub).FindAsync(provider, CancellationToken.None);
        var granted = Assert.IsType<TokenOutcome.Granted>(
            await Get<TokenEndpointClient>(hub)
                .RedeemAsync(provider, method, client!, nothing, code, verifier: null, Callback, CancellationToken.None)
        );
        return Assert.IsType<LinkOutcome.Linked>(
            await Get<IAccountLinker>(hub)
                .LinkAsync(
                    owner,
                    new LinkCommand.Authorized(
                        slug,
                        method.Kind,
                        nothing,
                        granted.Tokens,
                        AttemptId: Guid.Empty,
                        LinkTarget.Of(accountId: null, asAnother)
                    ),
                    progress: null,
                    CancellationToken.None
                )
        );
    }

    /// <summary>Registers Hub's client, where there is none.</summary>
    public static async Task RegisterAsync(IServiceProvider hub, string slug, string secret = OAuthProvider.ClientSecret)
    {
        await using var db = await Get<IDbContextFactory<HubDbContext>>(hub).CreateDbContextAsync();
        if (!await db.ProviderClients.AnyAsync(client => client.ProviderSlug == slug))
        {
            db.ProviderClients.Add(
                new ProviderClient
                {
                    ProviderSlug = slug,
                    ClientId = OAuthProvider.ClientId,
                    Secret = Get<ProviderClients>(hub).Protect(slug, secret),
                    UpdatedAt = DateTimeOffset.UnixEpoch,
                }
            );
            await db.SaveChangesAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    private static T Get<T>(IServiceProvider hub)
        where T : notnull => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<T>(hub);

    private async Task AddAsync(string slug, AuthorizationCodeFlow signIn) =>
        Settings = [.. Settings.Union(await OAuthProviderFile.WriteAsync(Server, _files, slug, signIn), StringComparer.Ordinal)];

    private static ClientErrorRule ClientRule(int status, string value, ClientFault cause) =>
        new()
        {
            Status = status,
            Body = new BodyCondition { Path = "error", OneOf = [value] },
            Cause = cause,
        };

    private static ExpiryRule Rule(int status, string path, string value) =>
        new()
        {
            Status = status,
            Body = new BodyCondition { Path = path, OneOf = [value] },
        };
}
