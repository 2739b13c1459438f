using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hub.Tests.Api;
using Hub.Tests.Support;

namespace Hub.Tests.Hosting;

/// <summary>The key files are gone.</summary>
public sealed class KeyRingTests
{
    private const string DoesNotFit = "The key ring of this node is not the one that the credentials were encrypted with.";

    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    [Fact]
    public async Task a_lost_key_ring_is_told_at_start_in_readiness_at_the_account_and_by_the_command()
    {
        var directory = RunningHub.NewDirectory();
        try
        {
            string account;
            await using (var hub = await StartAsync(directory))
            {
                Assert.Equal((200, "Healthy"), await CallAsync(hub, "GET", "/health/ready"));
                var (_, session) = await CallAsync(
                    hub,
                    "POST",
                    "/api/connect_sessions",
                    """{"origin_owner_id":"acme","origin_owner_name":"Acme"}"""
                );
                var (status, linked) = await CallAsync(
                    hub,
                    "POST",
                    "/api/hub/accounts",
                    """{"integration_id":"sandbox-ats.api_key","credentials":{"api_key":"sandbox-good"}}""",
                    JsonNode.Parse(session)!["token"]!.GetValue<string>()
                );
                Assert.True(status == 201, linked);
                account = (await OnlyAccountAsync(hub))["id"]!.GetValue<string>();
                Assert.Equal("active", (await OnlyAccountAsync(hub))["status"]!.GetValue<string>());
            }

            Directory.Delete(Path.Combine(directory, "keys"), recursive: true);
            await using (var hub = await StartAsync(directory))
            {
                await hub.WroteAsync($"{DoesNotFit} Restore the key files and the certificate from the backup");
                await hub.WroteAsync("1 accounts cannot be read");
                var (status, text) = await CallAsync(hub, "GET", "/health/ready");
                Assert.Equal(503, status);
                Assert.StartsWith($"Unhealthy\nkey-ring: {DoesNotFit}", text, StringComparison.Ordinal);
                Assert.Equal((200, "Healthy"), await CallAsync(hub, "GET", "/health/live"));
                AssertUnreadable(await OnlyAccountAsync(hub));
            }

            var (exitCode, output) = await RunningHub.RunToEndAsync("Development", directory, ["key-ring"]);
            Assert.Equal(1, exitCode);
            Assert.Contains(DoesNotFit, output, StringComparison.Ordinal);
            Assert.Contains($"{account}  sandbox-ats  the product", output, StringComparison.Ordinal);

            (_, output) = await RunningHub.RunToEndAsync("Development", directory, ["key-ring", "accept"]);
            Assert.Contains("The key ring fits the database.", output, StringComparison.Ordinal);
            Assert.Contains("1 accounts cannot be read", output, StringComparison.Ordinal);

            await using (var hub = await StartAsync(directory))
            {
                Assert.Equal((200, "Healthy"), await CallAsync(hub, "GET", "/health/ready"));
                AssertUnreadable(await OnlyAccountAsync(hub));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Task<RunningHub> StartAsync(string directory) =>
        RunningHub.StartInAsync(directory, $"Hub:Bootstrap:AccessKey={ApiHub.Key}");

    private static void AssertUnreadable(JsonNode account)
    {
        Assert.Equal("error", account["status"]!.GetValue<string>());
        Assert.Equal("credential_unreadable", Assert.Single(account["status_reasons"]!.AsArray())!["code"]!.GetValue<string>());
    }

    private static async Task<JsonNode> OnlyAccountAsync(RunningHub hub) =>
        Assert.Single(JsonNode.Parse((await CallAsync(hub, "GET", "/api/accounts")).Text)!.AsArray())!;

    private static async Task<(int Status, string Text)> CallAsync(
        RunningHub hub,
        string method,
        string path,
        string? json = null,
        string? sessionToken = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), hub.Address + path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        if (sessionToken is null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiHub.Key);
        }
        else
        {
            request.Headers.Add("x-hub-session-token", sessionToken);
        }

        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
