using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Core.AuthLinks;
using Hub.Tests.Support;

namespace Hub.Tests.Official;

/// <summary><c>@stackone/stackone-client-ts</c> from npm, unchanged, with only <c>serverURL</c> set to Hub's.</summary>
public sealed class SdkTests
{
    private const string AccessKey = "an-access-key-of-the-tests-0123456789abcdef";

    [Fact]
    public async Task every_call_that_Hub_supports_ends_as_the_SDK_expects()
    {
        OfficialClients.Require();
        await using var hub = await RunningHub.StartAsync($"Hub:Bootstrap:AccessKey={AccessKey}");
        var owner = SessionsOf.NewOwner();
        var account = await LinkAsync(hub, new SessionRequest { Origin = owner, Providers = ["sandbox-ats"] });

        var answers = JsonNode
            .Parse(await OfficialClients.RunAsync("sdk.cjs", $"{hub.Address}/api", AccessKey, account, owner.Id))!
            .AsObject();

        var session = Of("createConnectSession", 201)["connectSessionTokenAuthLink"]!;
        Assert.Equal(
            (owner.Id, "Acme GmbH", "jane", "sandbox-ats", "trial", "production"),
            (
                session["originOwnerId"]!.GetValue<string>(),
                session["originOwnerName"]!.GetValue<string>(),
                session["originUsername"]!.GetValue<string>(),
                session["provider"]!.GetValue<string>(),
                session["label"]!.GetValue<string>(),
                session["type"]!.GetValue<string>()
            )
        );
        Assert.Equal(["ats"], session["categories"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal($"{hub.Address}/connect#{session["token"]!.GetValue<string>()}", session["authLinkUrl"]!.GetValue<string>());
        var authenticated = Of("authenticateConnectSession", 201)["connectSession"]!;
        Assert.Equal(session["id"]!.GetValue<long>(), authenticated["id"]!.GetValue<long>());
        Refused("authenticateConnectSessionUnknown", "UnauthorizedResponse", 401);

        var listed = Assert.Single(Of("listLinkedAccounts", 200)["classes"]!.AsArray())!;
        Assert.Equal(
            (account, "active", "Sandbox ATS"),
            (listed["id"]!.GetValue<string>(), listed["status"]!.GetValue<string>(), listed["providerName"]!.GetValue<string>())
        );
        Assert.Empty(Of("listLinkedAccountsOfNobody", 200)["classes"]!.AsArray());
        Assert.Equal(account, Of("getAccount", 200)["linkedAccount"]!["id"]!.GetValue<string>());
        Assert.Equal("sandbox-ats", Of("getAccountMetaInfo", 200)["linkedAccountMeta"]!["provider"]!.GetValue<string>());
        // This SDK always sends a type and empty objects along; they change nothing.
        var updated = Of("updateAccount", 200)["linkedAccount"]!;
        Assert.Equal(
            ("Acme AG", "anna", "active"),
            (
                updated["originOwnerName"]!.GetValue<string>(),
                updated["originUsername"]!.GetValue<string>(),
                updated["status"]!.GetValue<string>()
            )
        );

        Assert.True(Of("listConnectorsMeta", 200)["classes"]!.AsArray().Count >= 77);
        Assert.Equal(
            ("smartrecruiters", "ats"),
            (
                Of("getConnectorMeta", 200)["connectorsMeta"]!["provider"]!.GetValue<string>(),
                Of("getConnectorMeta", 200)["connectorsMeta"]!["category"]!.GetValue<string>()
            )
        );
        Refused("getConnectorMetaUnknown", "NotFoundResponse", 404);

        Assert.Equal(account, Of("deleteAccount", 200)["linkedAccount"]!["id"]!.GetValue<string>());
        Refused("getAccountGone", "NotFoundResponse", 404);
        Refused("getAccountStranger", "UnauthorizedResponse", 401);

        JsonNode Of(string call, int status)
        {
            Assert.True(
                answers[call]!["statusCode"]?.GetValue<int>() == status && answers[call]!["error"] is null,
                $"{call}: {answers[call]!.ToJsonString()}"
            );
            return answers[call]!["data"]!;
        }

        void Refused(string call, string error, int status)
        {
            var answer = answers[call]!;
            Assert.True(
                answer["error"]?.GetValue<string>() == error
                    && answer["typed"]!.GetValue<bool>()
                    && answer["statusCode"]!.GetValue<int>() == status,
                $"{call}: {answer.ToJsonString()}"
            );
            Assert.NotEmpty(answer["message"]!.GetValue<string>());
        }
    }

    private static async Task<string> LinkAsync(RunningHub hub, SessionRequest request)
    {
        await using var sessions = new SessionsOf(hub);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var link = new HttpRequestMessage(HttpMethod.Post, $"{hub.Address}/api/hub/accounts");
        link.Headers.Add("x-hub-session-token", (await sessions.IssueAsync(request)).Token);
        link.Content = JsonContent.Create(new { integration_id = "sandbox-ats", credentials = new { api_key = "sandbox-good" } });
        using var answer = await client.SendAsync(link, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
    }
}
