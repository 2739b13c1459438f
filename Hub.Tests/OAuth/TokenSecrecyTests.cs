using System.Text;
using System.Web;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Tests.Api;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.OAuth;

/// <summary>
/// What signing in is about is in no log, however much is logged, on no page, in no file and in no answer but the one that is for it.
/// </summary>
public sealed class TokenSecrecyTests(TokenSecrecyTests.LoggingHub hub) : IClassFixture<TokenSecrecyTests.LoggingHub>
{
    [Fact]
    public async Task no_token_client_secret_code_or_state_is_anywhere_but_where_it_belongs()
    {
        var seen = new StringBuilder();
        using var window = hub.NewWindow();
        var (session, _) = await hub.SessionAsync("confidential-customer");
        var (attempt, address) = await hub.AttemptAsync(session);
        var (_, page, _) = await window.GoAsync(address);
        seen.AppendLine(page);
        var authorize = Assert.IsType<string>(await window.RedirectAsync(SignInHub.Window.TicketIn(page)));
        var back = await window.SignInAsync(authorize);
        var callback = HttpUtility.ParseQueryString(new Uri(back).Query);
        var (_, ended, onward) = await window.GoAsync(back);
        seen.AppendLine(ended)
            .AppendLine(onward)
            .AppendLine((await window.GoAsync(onward!)).Text)
            .AppendLine((await window.GoAsync(back)).Text);
        var account = Assert.NotNull((await hub.PollAsync(session, attempt)).Account);
        List<string> secrets = [OAuthProvider.ClientSecret, callback["code"]!, callback["state"]!, .. await ReadAsync()];

        await hub.QueryAsync(db =>
            db.AccountTokens.Where(token => token.AccountId == account)
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, DateTimeOffset.UnixEpoch))
        );
        secrets.AddRange(await ReadAsync());
        Assert.Equal(7, secrets.Distinct(StringComparer.Ordinal).Count());

        foreach (
            var path in new[]
            {
                $"/api/accounts/{account}",
                $"/api/accounts/{account}/meta",
                "/api/accounts",
                "/api/connectors/meta",
                $"/api/connectors/meta/{SignInHub.Slug}",
            }
        )
        {
            seen.AppendLine(await ReadAnswerAsync(ApiHub.WithoutBody(HttpMethod.Get, path)));
        }

        foreach (
            var path in new[]
            {
                "settings",
                "connectors",
                $"connectors/{SignInHub.Slug}.oauth2_authorization_code",
                $"connection_attempts/{attempt}",
                $"accounts/{account}",
            }
        )
        {
            var request = ApiHub.WithoutBody(HttpMethod.Get, $"/api/hub/{path}");
            request.Headers.Add("x-hub-session-token", session);
            seen.AppendLine(await ReadAnswerAsync(request));
        }

        var files = Directory
            .EnumerateFiles(hub.Get<DatabaseOptions>().DataDirectory, "*", SearchOption.AllDirectories)
            .Select(ReadShared)
            .ToList();
        await hub.Provider.RevokeAsync(OAuthPerson.Ines);
        await hub.QueryAsync(db =>
            db.AccountTokens.Where(token => token.AccountId == account)
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, DateTimeOffset.UnixEpoch))
        );
        Assert.Equal("sign_in_ended", (await hub.GetAsync($"/api/accounts/{account}?include=credentials")).ErrorCode(409));
        Assert.Equal(200, (await hub.DeleteAsync($"/api/accounts/{account}")).Status);
        seen.AppendLine(
            string.Join('\n', await hub.QueryAsync(db => db.AuditEvents.Select(entry => $"{entry.Action} {entry.Detail}").ToListAsync()))
        );

        // Proof that the search could find something: it is the talkative log, and these files hold the account.
        Assert.Contains(hub.Log.Lines, line => line.Contains("AccountTokens", StringComparison.Ordinal));
        Assert.Contains(files, file => Holds(file, "confidential-customer"));
        seen.AppendJoin('\n', hub.Log.Lines);
        var text = seen.ToString();
        foreach (var secret in secrets)
        {
            var form = Uri.EscapeDataString(secret);
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
            Assert.False(
                new[] { secret, form, encoded }.Any(text.Contains),
                $"secret {secrets.IndexOf(secret)} is in a log, on a page or in an answer"
            );
            Assert.False(
                files.Exists(file => Holds(file, secret) || Holds(file, encoded)),
                $"secret {secrets.IndexOf(secret)} is in a file"
            );
        }

        async Task<string> ReadAnswerAsync(HttpRequestMessage request)
        {
            var path = request.RequestUri;
            var answer = await hub.SendAsync(request);
            Assert.True(answer.Status == 200, $"{path} answered {answer.Status}: there is nothing to search.");
            return answer.Text;
        }

        async Task<string[]> ReadAsync()
        {
            var credentials = (await hub.GetAsync($"/api/accounts/{account}?include=credentials")).Json["credentials"]!.AsObject();
            Assert.Equal(["access_token"], credentials.Select(one => one.Key));
            var stored = await hub.QueryAsync(db => db.Credentials.AsNoTracking().Where(one => one.AccountId == account).ToListAsync());
            return
            [
                credentials["access_token"]!.GetValue<string>(),
                hub.Get<CredentialProtector>().Unprotect(stored)!.Reveal("refresh_token"),
            ];
        }
    }

    private static bool Holds(byte[] file, string text) =>
        file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || file.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;

    /// <summary>Hub has it open.</summary>
    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    public sealed class LoggingHub : SignInHub
    {
        public RecordedLog Log { get; } = new();

        protected override void Configure(WebApplicationBuilder builder)
        {
            foreach (var category in builder.Configuration.GetSection("Logging:LogLevel").GetChildren())
            {
                category.Value = nameof(LogLevel.Trace);
            }

            builder.Logging.AddProvider(Log);
        }
    }
}
