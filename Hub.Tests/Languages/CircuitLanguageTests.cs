using System.Text.RegularExpressions;
using Hub.Tests.Browser;
using Hub.Web.Languages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Languages;

/// <summary>A circuit speaks the language of its document, however it came about.</summary>
public sealed class CircuitLanguageTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task an_interactive_page_is_in_the_language_of_its_document()
    {
        await using var person = await SignedUpAsync("pl");
        await person.GoAsync("/accounts");
        await Expect(Date(person)).ToHaveAttributeAsync("title", TodayIn("pl"));
    }

    [Fact]
    public async Task the_language_outlives_a_lost_connection()
    {
        await using var person = await SignedUpAsync("pl");
        var sockets = new List<IWebSocketRoute>();
        await person.Page.RouteWebSocketAsync(
            "**/_blazor**",
            socket =>
            {
                sockets.Add(socket);
                socket.ConnectToServer();
            }
        );
        await person.GoAsync("/accounts");
        await Date(person).WaitForAsync();
        await sockets[^1].CloseAsync(new() { Code = 1001 });
        await person.Page.WaitForFunctionAsync("() => !document.querySelector('#components-reconnect-modal').open");
        // Rendered by the new connection.
        await person.Page.Locator("table .name").First.ClickAsync();
        await person.Page.WaitForURLAsync("**/accounts/*");
        await Expect(Date(person).First).ToHaveAttributeAsync("title", TodayIn("pl"));
        Assert.True(sockets.Count >= 2, "the connection was not cut");
    }

    [Fact]
    public async Task the_language_is_that_of_the_document_without_web_sockets()
    {
        await using var person = await SignedUpAsync("pl");
        await person.Page.AddInitScriptAsync("WebSocket = class { constructor() { throw new Error('blocked'); } }");
        await person.GoAsync("/accounts");
        await Expect(Date(person)).ToHaveAttributeAsync("title", TodayIn("pl"));
    }

    private async Task<Person> SignedUpAsync(string locale)
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address, locale: locale);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        await person.GoAsync("/link/sandbox-ats");
        await person.Page.Locator("[data-field=api_key]").FillAsync("sandbox-good");
        await person.Page.Locator("main form button[type=submit]").ClickAsync();
        await person.Popup.WaitForAsync();
        return person;
    }

    private static ILocator Date(Person person) => person.Page.Locator("main time").First;

    /// <summary>Today, as a page of that language writes it.</summary>
    private static Regex TodayIn(string tag) =>
        new(
            $"^{Regex.Escape(TimeProvider.System.GetUtcNow().ToString("D", Language.Find(tag)!.Culture))}, ",
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );
}
