using System.Net;
using System.Text.RegularExpressions;
using Hub.Core.AuthLinks;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Tests.Api;
using Hub.Tests.Support;

namespace Hub.Tests.OAuth;

/// <summary>The whole product in this process, with two providers at which people sign in; one server plays both.</summary>
public partial class SignInHub : ApiHub
{
    public const string Slug = "signer";
    public const string OtherSlug = "notary";

    /// <summary>Knows no PKCE, takes the client in a JSON body, and wraps its answers.</summary>
    public const string OddSlug = "scribe";
    private readonly string _files = RunningHub.NewDirectory();
    private string[] _settings = [];

    public OAuthProvider Provider { get; private set; } = null!;

    protected override IEnumerable<string> Settings => _settings.Select(setting => $"--{setting}");

    public override async ValueTask InitializeAsync()
    {
        Provider = await OAuthProvider.StartAsync();
        _settings =
        [
            .. await OAuthProviderFile.WriteAsync(Provider, _files, Slug),
            .. await OAuthProviderFile.WriteAsync(Provider, _files, OtherSlug),
            .. await OAuthProviderFile.WriteAsync(
                Provider,
                _files,
                OddSlug,
                OAuthProviderFile.FlowAt(Provider) with
                {
                    Pkce = false,
                    ClientAuthentication = ClientAuthentication.Body,
                    RequestFormat = TokenRequestFormat.Json,
                    Answer = new TokenAnswer
                    {
                        AccessToken = "data.access_token",
                        RefreshToken = "data.refresh_token",
                        ExpiresIn = "data.expires_in",
                    },
                    DenialCodes = ["user_denied"],
                }
            ),
        ];
        await base.InitializeAsync();
        await Provider.AcceptAsync(
            OAuthProviderFile.CallbackOf(Address, Slug),
            OAuthProviderFile.CallbackOf(Address, OtherSlug),
            OAuthProviderFile.CallbackOf(Address, OddSlug)
        );
        foreach (var slug in new[] { Slug, OtherSlug, OddSlug })
        {
            await QueryAsync(db =>
            {
                db.ProviderClients.Add(
                    new ProviderClient
                    {
                        ProviderSlug = slug,
                        ClientId = OAuthProvider.ClientId,
                        Secret = Get<ProviderClients>().Protect(slug, OAuthProvider.ClientSecret),
                        Scopes = ["me.read", "jobs.read"],
                        UpdatedAt = TimeProvider.System.GetUtcNow(),
                    }
                );
                return db.SaveChangesAsync();
            });
        }
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await Provider.DisposeAsync();
        Directory.Delete(_files, recursive: true);
        await base.DisposeAsyncCore();
    }

    /// <returns>The token of a session for a customer of the product.</returns>
    public async Task<(string Token, SessionGrant Grant)> SessionAsync(string originOwner, Guid? account = null, bool multiple = false)
    {
        var issued = Assert.IsType<SessionIssueOutcome.Issued>(
            await Get<SessionIssuer>()
                .IssueForProductAsync(
                    Guid.CreateVersion7(),
                    new SessionRequest
                    {
                        Origin = new(originOwner, $"{originOwner} Inc."),
                        AccountId = account,
                        Multiple = multiple,
                    },
                    CancellationToken.None
                )
        );
        return (issued.Token.Reveal(), issued.Session.ToGrant());
    }

    /// <returns>An attempt as the official component starts one, and the address that its window opens.</returns>
    public async Task<(Guid Attempt, string Address)> AttemptAsync(string token, string slug = Slug, string? redirect = null)
    {
        using var request = WithBody(HttpMethod.Post, "/api/hub/connection_attempts", "{}", ("x-hub-session-token", token));
        var started = await SendAsync(request, withKey: false);
        Assert.Equal(201, started.Status);
        var id = Guid.Parse(started.Json["id"]!.GetValue<string>());
        var back = redirect ?? $"{Address}/embedded/accounts/callback";
        return (
            id,
            $"/connect/oauth2/{slug}.oauth2_authorization_code?redirect_uri={Uri.EscapeDataString(back)}"
                + $"&token={token}&connection_attempt_id={id}"
        );
    }

    /// <returns>How the component's poll finds it.</returns>
    public async Task<(string Status, string? Error, Guid? Account)> PollAsync(string token, Guid attempt)
    {
        using var request = WithoutBody(HttpMethod.Get, $"/api/hub/connection_attempts/{attempt}");
        request.Headers.Add("x-hub-session-token", token);
        var json = (await SendAsync(request, withKey: false)).Json;
        return (
            json["status"]!.GetValue<string>(),
            json["error"]?["code"]?.GetValue<string>(),
            json["account"]?["id"] is { } id ? Guid.Parse(id.GetValue<string>()) : null
        );
    }

    public Window NewWindow() => new(Address);

    /// <summary>A browser's window: cookies, and no script.</summary>
    public sealed partial class Window(string hub) : IDisposable
    {
        private readonly HttpMessageInvoker _client = new(
            new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
        );

        public async Task<(int Status, string Text, string? Location)> GoAsync(string address, string? site = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(hub), address));
            if (site is not null)
            {
                request.Headers.Add("Sec-Fetch-Site", site);
            }

            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return (
                (int)response.StatusCode,
                WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)),
                response.Headers.Location?.OriginalString
            );
        }

        /// <returns>Where the browser is sent; null where it is not.</returns>
        public async Task<string?> RedirectAsync(string ticket, string site = "same-origin", bool here = false)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{hub}/connect/oauth2/start");
            request.Content = new FormUrlEncodedContent([new("ticket", ticket), new("here", here ? "1" : "")]);
            request.Headers.Add("Sec-Fetch-Site", site);
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return response.IsSuccessStatusCode ? Refresh().Match(text).Groups["url"].Value : null;
        }

        /// <summary>Opens the component's window and presses Continue there.</summary>
        public async Task<string> SetOutFromAsync(string address)
        {
            var (status, text, _) = await GoAsync(address);
            Assert.Equal(200, status);
            return Assert.IsType<string>(await RedirectAsync(TicketIn(text)));
        }

        public static string TicketIn(string page) => Ticket().Match(page).Groups["ticket"].Value;

        /// <summary>Signs in at the provider, which asks nothing.</summary>
        /// <returns>Where it sends the browser back to.</returns>
        public async Task<string> SignInAsync(string authorize)
        {
            var (_, _, location) = await GoAsync(authorize);
            return Assert.IsType<string>(location);
        }

        public void Dispose() => _client.Dispose();

        [GeneratedRegex("""http-equiv="refresh" content="0;url=(?<url>[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Refresh();

        [GeneratedRegex("""name="ticket" value="(?<ticket>[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Ticket();
    }
}
