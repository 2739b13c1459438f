using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser;

internal static class FieldErrors
{
    /// <summary>The field is marked invalid, and the message is tied to it, so that a screen reader says both.</summary>
    public static async Task ToShowErrorAsync(this ILocatorAssertions field, IPage page, string message)
    {
        await field.ToHaveAttributeAsync("aria-invalid", "true");
        await field.ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(message), RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.GetByText(message).First).ToBeVisibleAsync();
    }
}
