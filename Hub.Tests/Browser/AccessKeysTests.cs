using System.Text;
using Hub.Core.Data;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>From the page to the first call of a product, and the end of it; the key leaves no trace.</summary>
public sealed class AccessKeysTests(Chromium chromium, AccessKeysTests.TalkativeHub talkative) : IClassFixture<AccessKeysTests.TalkativeHub>
{
    private const string BootstrapKey = "bootstrap-key-for-tests-0123456789";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <remarks>On a phone.</remarks>
    [Fact]
    public async Task a_key_is_created_copied_used_and_disabled()
    {
        var hub = talkative.Hub;
        await using var person = await Person.OpenAsync(chromium, hub.Address, ColorScheme.Dark, width: 360, height: 800);
        await person.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await person.SignInAsync(SharedHub.AdministratorEmail);
        await person.Link("Access keys").ClickAsync();
        await person.Button("Create access key").ClickAsync();
        await Expect(person.Popup.GetByLabel("Name")).ToBeFocusedAsync();
        await AccessibilityTests.CheckAsync(person, "form of an access key");
        await person.Page.Keyboard.PressAsync("Enter");
        await Expect(person.Popup.GetByText("Enter a name")).ToBeVisibleAsync();
        await AccessibilityTests.CheckAsync(person, "form of an access key with an error");
        const string name = "Careers site";
        await person.Page.Keyboard.TypeAsync(name);
        await person.Page.Keyboard.PressAsync("Enter");

        await Expect(person.Button("Copy key")).ToBeFocusedAsync();
        await AccessibilityTests.CheckAsync(person, "a new access key");
        // Escape is pressed by habit, and must not lose the key.
        await person.Page.Keyboard.PressAsync("Escape");
        await person.Button("Copy key").PressAsync("Enter");
        await Expect(person.Popup.GetByText("Copied", new() { Exact = true })).ToBeVisibleAsync();
        var key = await person.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.StartsWith("hub_ak_", key, StringComparison.Ordinal);
        await person.Button("I have stored the key").ClickAsync();
        await Expect(person.Heading(name)).ToBeVisibleAsync();

        Assert.Equal(200, await CallAsync(person, $"{key}:"));
        Assert.Equal(200, await CallAsync(person, key));
        await person.GoAsync("/admin/access-keys");
        var row = person.Page.GetByRole(AriaRole.Listitem).Filter(new() { Has = person.Heading(name) });
        await Expect(row.Locator("time").First).ToContainTextAsync("just now");
        await row.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Expect(row.GetByText("Disabled", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(401, await CallAsync(person, key));
        await AccessibilityTests.CheckAsync(person, "access keys");

        var seen =
            await person.Page.ContentAsync()
            + await person.Page.EvaluateAsync<string>("JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])")
            + hub.Output;
        Assert.Contains("INSERT INTO", seen, StringComparison.Ordinal);
        foreach (
            var form in new[]
            {
                key,
                Convert.ToBase64String(Encoding.UTF8.GetBytes(key)),
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:")),
            }
        )
        {
            Assert.DoesNotContain(form, seen, StringComparison.Ordinal);
            Assert.All(
                Directory.EnumerateFiles(hub.DataDirectory, "*", SearchOption.AllDirectories),
                file =>
                    Assert.True(Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(form)) < 0, $"{Path.GetFileName(file)} holds the key")
            );
        }
    }

    [Fact]
    public async Task a_Member_is_not_shown_the_page()
    {
        await using var member = await Person.OpenAsync(chromium, talkative.Hub.Address);
        await member.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        await member.GoAsync("/link");
        await member.Heading("Link an account").WaitForAsync();
        await Expect(member.Link("Access keys")).Not.ToBeVisibleAsync();
        Assert.Equal(403, (await member.GoAsync("/admin/access-keys"))!.Status);
        await Expect(member.Heading("This page is for Administrators")).ToBeVisibleAsync();
        // A signed-in person's cookie is no key.
        Assert.Equal(401, (await member.Page.APIRequest.GetAsync($"{talkative.Hub.Address}/api/accounts")).Status);
    }

    [Fact]
    public async Task the_bootstrap_key_works_is_made_once_and_its_last_use_survives_a_stop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to stop it with.");
        var directory = RunningHub.NewDirectory();
        try
        {
            for (var start = 0; start < 2; start++)
            {
                await using var hub = await RunningHub.StartInAsync(directory, $"Hub:Bootstrap:AccessKey={BootstrapKey}");
                using var client = new HttpMessageInvoker(new SocketsHttpHandler());
                using var request = new HttpRequestMessage(HttpMethod.Get, $"{hub.Address}/api/accounts");
                request.Headers.Add("Authorization", $"Bearer {BootstrapKey}");
                using var answer = await client.SendAsync(request, Stop);
                Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
                Assert.Equal(0, await hub.StopAsync());
            }

            await using var connection = new SqliteConnection(
                $"Data Source={new DatabaseOptions { DataDirectory = directory }.SqliteFile};Pooling=False"
            );
            await connection.OpenAsync(Stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*), COUNT(LastUsedAt) FROM AccessKeys";
            await using var reader = await command.ExecuteReaderAsync(Stop);
            await reader.ReadAsync(Stop);
            Assert.Equal((1, 1), (reader.GetInt32(0), reader.GetInt32(1)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<int> CallAsync(Person person, string userAndPassword)
    {
        var answer = await person.Page.APIRequest.GetAsync(
            new Uri(new Uri(person.Page.Url), "/api/accounts").AbsoluteUri,
            new() { Headers = [new("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword))}")] }
        );
        return answer.Status;
    }

    // The database has it open.
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>One that logs all it can.</summary>
    public sealed class TalkativeHub : IAsyncLifetime
    {
        private RunningHub? _hub;

        public RunningHub Hub => _hub!;

        public async ValueTask InitializeAsync() =>
            _hub = await RunningHub.StartAsync(
                $"Hub:Bootstrap:AdminEmail={SharedHub.AdministratorEmail}",
                $"Hub:Bootstrap:AdminPassword={Person.Password}",
                "Logging:LogLevel:Default=Trace",
                "Logging:LogLevel:Microsoft.AspNetCore=Debug",
                "Logging:LogLevel:Microsoft.EntityFrameworkCore=Debug"
            );

        public ValueTask DisposeAsync() => _hub?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
