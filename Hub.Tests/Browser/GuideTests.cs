using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

/// <summary>The guide beside the form, and what the form says while a key is typed.</summary>
public sealed class GuideTests(Chromium chromium, SharedHub shared) : IClassFixture<SharedHub>
{
    [Fact]
    public async Task the_characters_of_a_key_are_counted_and_said_when_the_person_stops_typing()
    {
        await using var person = await OpenAsync();
        await person.GoAsync("/link/smartrecruiters");
        var count = person.Page.Locator("[data-count]");
        var said = person.Page.Locator("[data-count-said]");

        await person.ApiKey.PressSequentiallyAsync("DCRA1-d0b");

        await Expect(count).ToHaveTextAsync("9 of 32 characters");
        await Expect(said).ToHaveTextAsync("9 of 32 characters");
        await Expect(person.ApiKey).ToHaveAttributeAsync("aria-invalid", "false");
        await person.ApiKey.FillAsync("  DCRA1-d0b112808 ");
        await Expect(count).ToHaveTextAsync("15 of 32 characters");
        await person.ApiKey.FillAsync("");
        await Expect(count).ToBeHiddenAsync();

        await person.ApiKey.FillAsync(new string('a', 64));
        await Expect(count).ToHaveTextAsync("64 of 32 characters");
        await Expect(person.ApiKey).ToHaveAttributeAsync("aria-invalid", "false");
    }

    [Fact]
    public async Task on_a_phone_the_first_step_is_in_view_with_the_guides_heading()
    {
        await using var person = await OpenAsync(width: 390, height: 844);
        foreach (var slug in new[] { "smartrecruiters", "lever", "github", "greenhouse" })
        {
            await person.GoAsync($"/link/{slug}");
            var heading = await BoxAsync(person.Page.Locator("#guide-title"));
            var step = await BoxAsync(person.Page.Locator("aside ol > li").First);
            Assert.InRange(step.Y + step.Height - heading.Y, 0, 844 / 2f);
        }
    }

    [Fact]
    public async Task a_guide_is_in_the_language_of_the_page_or_marked_as_english()
    {
        await using var person = await Person.OpenAsync(chromium, shared.Hub.Address, locale: "de-DE");
        await person.Page.GotoAsync($"{shared.Hub.Address}/providers/smartrecruiters");
        var step = person.Page.Locator(".guide ol > li").First;
        await Expect(step).ToHaveTextAsync("Klicken Sie auf Ihr Profilbild und öffnen Sie Settings / Admin.");
        Assert.Null(await step.GetAttributeAsync("lang"));

        await person.Page.GotoAsync($"{shared.Hub.Address}/providers/lever");
        await Expect(step).ToHaveAttributeAsync("lang", "en");
        await Expect(step).ToHaveAttributeAsync("dir", "ltr");
    }

    private static async Task<(float Y, float Height)> BoxAsync(ILocator locator)
    {
        await locator.WaitForAsync();
        var box = await locator.BoundingBoxAsync();
        return (box!.Y, box.Height);
    }

    private async Task<Person> OpenAsync(int width = 1280, int height = 900)
    {
        var person = await Person.OpenAsync(chromium, shared.Hub.Address, width: width, height: height);
        await person.RegisterAsync($"{Guid.CreateVersion7():N}@example.com");
        return person;
    }
}
