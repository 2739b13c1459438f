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
            page => AccessibilityTests.FindViolationsAsync(page)
        );

    public sealed class PlainHub : ApiHub
    {
        protected override IEnumerable<string> Settings =>
            ["--Hub:SignInAttemptsPerMinute=0", "--Hub:Embed:AllowedOrigins:0=https://product.example"];
    }
}
