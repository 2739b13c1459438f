using Hub.Tests.Browser;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Languages;

/// <summary>The wizard and the popup in every language, as people see them.</summary>
public sealed class SpokenPagesTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    private const string Key = "[data-field=api_key]";
    private const string Submit = "main form:has([data-field]) button[type=submit]";

    private static readonly Type[] Sets =
    [
        typeof(ConnectMessages),
        typeof(ConnectSessionMessages),
        typeof(ControlMessages),
        typeof(DateMessages),
        typeof(LayoutMessages),
        typeof(LinkMessages),
        typeof(LinkedMessages),
        typeof(MethodMessages),
        typeof(PickerMessages),
        typeof(SharedMessages),
        typeof(ValidationMessages),
        typeof(VerificationMessages),
    ];

    public static TheoryData<string> Tags => [.. Language.All.Select(language => language.Tag)];

    [Theory]
    [MemberData(nameof(Tags))]
    public async Task the_wizard_and_the_popup_speak_the_language(string tag)
    {
        var language = Language.Find(tag)!;
        var spoken = new SpokenTexts(language, Sets);
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address, locale: tag);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        var page = person.Page;

        await person.GoAsync("/link");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync(spoken.Say<PickerMessages>(texts => texts.Title));
        await ExpectNoEnglishAsync(page, spoken, "the picker");

        await person.GoAsync("/link/sandbox-ats");
        await page.Locator(Key).WaitForAsync();
        await ExpectNoEnglishAsync(page, spoken, "the form");
        await page.Locator(Key).FillAsync("two words");
        await page.Locator(Submit).ClickAsync();
        await Expect(page.Locator($"{Key}[aria-invalid=true]")).ToBeVisibleAsync();
        await ExpectNoEnglishAsync(page, spoken, "an error at a field");
        await page.Locator(Key).FillAsync("sandbox-down");
        await page.Locator(Submit).ClickAsync();
        await page.Locator("main [role=alert]").First.WaitForAsync();
        await ExpectNoEnglishAsync(page, spoken, "a notice");
        await page.Locator(Key).FillAsync("sandbox-good");
        await page.Locator(Submit).ClickAsync();
        await person.Popup.WaitForAsync();
        await ExpectNoEnglishAsync(page, spoken, "the popup");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", language.Direction);
    }

    private static async Task ExpectNoEnglishAsync(IPage page, SpokenTexts spoken, string state)
    {
        // What a provider file says is English, and marked as such.
        var text = await page.EvaluateAsync<string>(
            """
            () => {
              const copy = document.body.cloneNode(true);
              copy.querySelectorAll("[lang=en], script, style, template").forEach(element => element.remove());
              document.body.append(copy);
              const text = copy.innerText;
              copy.remove();
              return text;
            }
            """
        );
        Assert.True(!spoken.EnglishAmong(text.Split('\n')).Any(), $"{state}: {string.Join(" | ", spoken.EnglishAmong(text.Split('\n')))}");
    }
}
