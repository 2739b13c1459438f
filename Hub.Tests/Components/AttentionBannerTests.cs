using Bunit;
using Hub.Core.Accounts;
using Hub.Web.Components.Layout;

namespace Hub.Tests.Components;

public sealed class AttentionBannerTests : HubTestContext
{
    [Fact]
    public void who_has_nothing_to_do_sees_the_page_alone() => Assert.Equal("<p>page</p>", Show().Markup.Trim());

    [Fact]
    public void a_visitor_sees_the_page_alone()
    {
        Authorization.SetNotAuthorized();
        Assert.Equal("<p>page</p>", Show().Markup.Trim());
    }

    [Fact]
    public async Task one_account_is_a_step_away_from_its_form()
    {
        var account = await AddBrokenAsync();
        var banner = Show();
        Assert.Equal("1 account needs your attention", banner.Find(".text").TextContent);
        Assert.Equal($"accounts/{account}/edit", banner.Find("a").GetAttribute("href"));
        Assert.Equal("Hide this message", banner.Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task several_are_a_step_away_from_the_list_of_them()
    {
        await AddBrokenAsync();
        await AddBrokenAsync("tandem");
        var banner = Show();
        Assert.Equal("2 accounts need your attention", banner.Find(".text").TextContent);
        Assert.Equal("accounts?status=error,expired", banner.Find("a").GetAttribute("href"));
    }

    [Fact]
    public async Task a_key_that_expires_soon_is_said_to_before_it_does()
    {
        await AddAccountAsync("lumen", "Acme", change: account => account.KeyExpiresAt = Now + TimeSpan.FromDays(10));
        Assert.Equal("The key of 1 account expires soon", Show().Find(".text").TextContent);
    }

    [Fact]
    public async Task what_was_closed_stays_closed_until_something_changes()
    {
        var account = await AddBrokenAsync();
        var key = Show().Find("[data-attention]").GetAttribute("data-attention");
        Assert.Empty(Show(key).FindAll(".attention"));
        await ChangeAsync(account, (_, stored) => stored.StatusSince = Now + TimeSpan.FromHours(1));
        Assert.Single(Show(key).FindAll(".attention"));
    }

    [Fact]
    public async Task what_was_mended_is_gone_on_the_next_page()
    {
        var account = await AddBrokenAsync();
        var banner = Show();
        Assert.Single(banner.FindAll(".attention"));
        await ChangeAsync(account, (_, stored) => stored.SetReason(ReasonGroup.Credential, reason: null, Now));
        Navigation.NavigateTo("accounts");
        banner.Render();
        banner.WaitForAssertion(() => Assert.Empty(banner.FindAll(".attention")));
    }

    private async Task<Guid> AddBrokenAsync(string provider = "lumen") =>
        (
            await AddAccountAsync(
                provider,
                "Acme",
                change: account => account.SetReason(ReasonGroup.Credential, new StatusReason.KeyRejected(), Now)
            )
        ).Id;

    private IRenderedComponent<AttentionBanner> Show(string? closed = null) =>
        Render<AttentionBanner>(parameters => parameters.Add(it => it.ClosedKey, closed ?? "none").AddChildContent("<p>page</p>"));
}
