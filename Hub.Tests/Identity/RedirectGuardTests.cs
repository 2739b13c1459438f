using Hub.Web.Components.Identity;

namespace Hub.Tests.Identity;

public sealed class RedirectGuardTests
{
    private const string Base = "https://hub.example/";

    [Theory]
    [InlineData("accounts", "accounts")]
    [InlineData("/accounts?page=2", "accounts?page=2")]
    [InlineData("https://hub.example/link/lever", "link/lever")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void a_page_of_Hub_is_kept(string? uri, string expected) => Assert.Equal(expected, IdentityRedirectManager.LocalPath(uri, Base));

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("http://hub.example/")]
    [InlineData("https://hub.example.evil.example/")]
    [InlineData("https://hub.example@evil.example/")]
    [InlineData("https://hub.example//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/%2e%2e//evil.example")]
    [InlineData("/.//evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,evil")]
    public void everything_else_leads_to_the_start_page(string uri) => Assert.Equal("", IdentityRedirectManager.LocalPath(uri, Base));

    [Theory]
    [InlineData("https://hub.example/hub/accounts", "accounts")]
    [InlineData("https://hub.example/other", "")]
    [InlineData("/other", "")]
    [InlineData("../other", "")]
    public void under_a_path_base_Hub_is_what_is_below_it(string uri, string expected) =>
        Assert.Equal(expected, IdentityRedirectManager.LocalPath(uri, "https://hub.example/hub/"));
}
