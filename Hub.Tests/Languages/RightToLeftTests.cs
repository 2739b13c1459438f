using Hub.Tests.Api;
using Hub.Tests.Browser;

namespace Hub.Tests.Languages;

/// <summary>Every page in Arabic's direction.</summary>
public sealed class RightToLeftTests(Chromium chromium, RightToLeftTests.PlainHub hub) : IClassFixture<RightToLeftTests.PlainHub>
{
    [Fact]
    public async Task a_page_is_mirrored_and_accessible_on_a_phone() =>
        await PageLayout.CheckAsync(
            look => new PageWalk(chromium, hub, look, width: 360, locale: "ar"),
            PageLayout.MirroredAsync,
            PageLayout.CutAsync,
            async page => [.. (await AccessibilityTests.FindViolationsAsync(page)).Where(IsViolation)]
        );

    // CutAsync looks at the width, and allows a pixel that rounding brings. The table of accounts has its rows a moment after its head.
    private static bool IsViolation(string found) =>
        !found.StartsWith("scrolls sideways", StringComparison.Ordinal)
        && !found.StartsWith("aria-required-children", StringComparison.Ordinal);

    public sealed class PlainHub : ApiHub
    {
        protected override IEnumerable<string> Settings =>
            ["--Hub:SignInAttemptsPerMinute=0", "--Hub:Embed:AllowedOrigins:0=https://product.example"];
    }
}
