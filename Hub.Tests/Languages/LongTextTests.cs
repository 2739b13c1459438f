using Hub.Tests.Api;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Hub.Tests.Languages;

/// <summary>Every page has room for long words, on a small phone.</summary>
public sealed class LongTextTests(Chromium chromium, LongTextTests.LongHub hub) : IClassFixture<LongTextTests.LongHub>
{
    [Fact]
    public async Task nothing_is_cut_off_or_beside_the_page() =>
        await PageLayout.CheckAsync(look => new PageWalk(chromium, hub, look, width: 360), PageLayout.CutAsync);

    /// <summary>Hub with texts as long as German ones.</summary>
    public sealed class LongHub : ApiHub
    {
        protected override IEnumerable<string> Settings =>
            ["--Hub:SignInAttemptsPerMinute=0", "--Hub:Embed:AllowedOrigins:0=https://product.example"];

        protected override void Configure(WebApplicationBuilder builder) => builder.AddPseudoLocale(PseudoLocale.Lengthen);
    }
}
