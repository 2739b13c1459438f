using System.Text;
using Hub.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>Plants keys and looks for them everywhere: they may be nowhere but encrypted, and in the request to their provider.</summary>
public sealed class CanaryTests(Chromium chromium)
{
    private const string GoodKey = "canary-good-7f3a9c51d2e84b06";
    private const string BadKey = "canary-bad-0b6d41e7a95c38f2";

    [Fact]
    public async Task a_planted_key_is_in_no_file_no_log_no_page_and_no_storage()
    {
        // The worst provider: it echoes the key into everything it answers.
        await using var standIn = await StandInProvider.StartAsync(
            Answers.Json(401, $$"""{"message":"Key {{BadKey}} is not known","firstName":"{{BadKey}}"}""", ("X-Echo", BadKey))
        );
        var directory = RunningHub.NewDirectory();
        var seen = new StringBuilder();
        try
        {
            await using (
                var hub = await RunningHub.StartInAsync(
                    directory,
                    $"Hub:Providers:Overrides:smartrecruiters:BaseUrl={standIn.Address}",
                    "Logging:LogLevel:Default=Trace",
                    "Logging:LogLevel:Hub=Trace",
                    "Logging:LogLevel:System.Net.Http=Trace",
                    "Logging:LogLevel:Microsoft.EntityFrameworkCore=Debug"
                )
            )
            {
                await using var person = await Person.OpenAsync(chromium, hub.Address);
                // What Hub sends; what the person types goes the other way.
                person.Page.WebSocket += (_, socket) =>
                    socket.FrameReceived += (_, frame) => seen.AppendLine(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
                await person.SignUpAsync("jane@example.com");
                await person.ConnectAsync("smartrecruiters", BadKey);
                await Expect(person.Page.GetByText("SmartRecruiters rejected this key.")).ToBeVisibleAsync();

                standIn.Answer = Answers.Json(
                    200,
                    $$"""{"id":"u-1","firstName":"Jane","lastName":"{{GoodKey}}","email":"{{GoodKey}}@example.com","systemRole":{"id":"ADMINISTRATOR"} }"""
                );
                await person.ApiKey.FillAsync(GoodKey);
                await person.ConnectButton.ClickAsync();
                await person.Popup.WaitForAsync();
                seen.AppendLine(await person.Page.ContentAsync());
                await person.Button("View in Accounts").ClickAsync();
                await person.Page.GetByText("1 account", new() { Exact = true }).WaitForAsync();
                seen.AppendLine(await person.Page.ContentAsync());
                await person.Page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).ClickAsync();
                await person.Button("Verify now").ClickAsync();
                await person.Alert.WaitForAsync();
                seen.AppendLine(await person.Page.ContentAsync());
                seen.AppendLine(
                    await person.Page.EvaluateAsync<string>(
                        "JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])"
                    )
                );
                await person.GoAsync("/admin/accounts");
                await person.Page.GetByText("1 account", new() { Exact = true }).WaitForAsync();
                seen.AppendLine(await person.Page.ContentAsync());
                seen.AppendLine(hub.Output);

                // Proof that the search below could find something: the key did travel, and the log is the talkative one.
                Assert.Contains(standIn.Requests, request => request.Headers["X-SmartToken"] == GoodKey);
                Assert.Contains("INSERT INTO", hub.Output, StringComparison.Ordinal);
                Assert.Contains("1 account", seen.ToString(), StringComparison.Ordinal);
                await hub.KillAsync();
            }

            foreach (var key in new[] { GoodKey, BadKey })
            {
                Assert.DoesNotContain(key, seen.ToString(), StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(key)), seen.ToString(), StringComparison.Ordinal);
                Assert.All(Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories), file => AssertHoldsNot(file, key));
            }

            Assert.Contains(Directory.EnumerateFiles(directory), file => Path.GetFileName(file) == "hub.db");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task the_token_of_an_auth_link_is_in_no_file_no_log_and_no_address_that_the_server_saw()
    {
        var directory = RunningHub.NewDirectory();
        try
        {
            string token;
            var addresses = new List<string>();
            await using (
                var hub = await RunningHub.StartInAsync(
                    directory,
                    "Logging:LogLevel:Default=Trace",
                    "Logging:LogLevel:Hub=Trace",
                    "Logging:LogLevel:Microsoft.AspNetCore=Trace",
                    "Logging:LogLevel:Microsoft.AspNetCore.SignalR=Trace",
                    "Logging:Console:LogLevel:Default=Trace",
                    "Logging:LogLevel:Microsoft.EntityFrameworkCore=Debug"
                )
            )
            {
                await using var issuer = await Person.OpenAsync(chromium, hub.Address);
                await issuer.RegisterAsync("jane@example.com");
                var link = await issuer.RequestAsync("Globex", "Sandbox ATS");
                token = link.Split('#')[1];
                await using var john = await Person.OpenAsync(chromium, hub.Address);
                john.Page.Request += (_, request) => addresses.AddRange([request.Url.Split('#')[0], .. request.Headers.Values]);
                john.Page.WebSocket += (_, socket) => addresses.Add(socket.Url);
                await john.Page.GotoAsync(link);
                await john.Button("Continue").ClickAsync();
                await john.ApiKey.WaitForAsync();
                await john.Page.ReloadAsync();
                await john.ApiKey.FillAsync("sandbox-good");
                await john.ConnectButton.ClickAsync();
                await john.Page.GetByText("You can close this tab.").WaitForAsync();
                Assert.DoesNotContain(token, await john.Page.ContentAsync(), StringComparison.Ordinal);
                Assert.DoesNotContain(
                    token,
                    await john.Page.EvaluateAsync<string>(
                        "JSON.stringify([localStorage, document.cookie, location.href, history.state, document.referrer])"
                    ),
                    StringComparison.Ordinal
                );
                // Proof that the search could find something: the log is the talkative one, and the addresses are those of this page.
                Assert.Contains("ConnectSessions", hub.Output, StringComparison.Ordinal);
                Assert.Contains(addresses, address => address.EndsWith("/connect", StringComparison.Ordinal));
                Assert.DoesNotContain(token, hub.Output, StringComparison.Ordinal);
                Assert.DoesNotContain(addresses, address => address.Contains(token, StringComparison.Ordinal));
                await hub.KillAsync();
            }

            Assert.All(Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories), file => AssertHoldsNot(file, token));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void AssertHoldsNot(string file, string key)
    {
        var bytes = File.ReadAllBytes(file);
        foreach (
            var form in new[]
            {
                Encoding.UTF8.GetBytes(key),
                Encoding.Unicode.GetBytes(key),
                Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(key))),
            }
        )
        {
            Assert.True(bytes.AsSpan().IndexOf(form) < 0, $"{Path.GetFileName(file)} holds the key");
        }
    }
}
