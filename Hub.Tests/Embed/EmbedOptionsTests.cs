using Hub.Web.Embed;

namespace Hub.Tests.Embed;

public sealed class EmbedOptionsTests
{
    [Theory]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("https://xn--mller-kva.example")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1:3000")]
    [InlineData("http://[::1]:3000")]
    public void an_origin_as_browsers_write_it_is_taken(string origin) => Assert.Empty(FindErrors(origin));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("app.example.com")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/embed")]
    [InlineData("https://App.example.com")]
    [InlineData("https://app.example.com:443")]
    [InlineData("https://*.example.com")]
    [InlineData("https://müller.example")]
    [InlineData("https://user@app.example.com")]
    [InlineData("https://app.example.com; script-src *")]
    [InlineData("https://app.example.com https://other.example.com")]
    [InlineData("ftp://app.example.com")]
    [InlineData("file:///etc/passwd")]
    public void anything_else_is_named(string origin) =>
        Assert.Contains($"Hub:Embed:AllowedOrigins: {origin} must be", Assert.Single(FindErrors(origin)), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://shop.localhost:3000")]
    [InlineData("http://a.shop.localhost")]
    [InlineData("http://*.localhost:3000")]
    public void names_below_localhost_are_for_development_alone(string origin)
    {
        Assert.Empty(FindErrors(origin, isDevelopment: true));
        Assert.Single(FindErrors(origin));
    }

    [Theory]
    [InlineData("http://*.example.com")]
    [InlineData("https://*.example.com")]
    [InlineData("http://*.localhost.example:3000")]
    [InlineData("http://*.localhost:3000/")]
    [InlineData("http://*localhost:3000")]
    [InlineData("http://*.*.localhost:3000")]
    [InlineData("http://app.example.com")]
    public void nothing_else_is_a_name_below_localhost(string origin) => Assert.Single(FindErrors(origin, isDevelopment: true));

    [Fact]
    public void a_wildcard_allows_the_names_below_localhost_at_its_port()
    {
        var options = new EmbedOptions { AllowedOrigins = { "http://*.localhost:3000" } };
        Assert.True(options.Allows("http://shop.localhost:3000"));
        Assert.All(
            [
                "http://localhost:3000",
                "http://shop.localhost:3001",
                "http://shop.localhost",
                "https://shop.localhost:3000",
                "http://evillocalhost:3000",
                "http://shop.localhost:3000.example",
            ],
            origin => Assert.False(options.Allows(origin))
        );
    }

    [Fact]
    public void only_the_very_origin_is_allowed()
    {
        var options = new EmbedOptions { AllowedOrigins = { "https://app.example.com" } };
        Assert.True(options.Allows("https://app.example.com"));
        Assert.All(
            [
                "https://app.example.com.evil.example",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://example.com",
                "null",
                "",
                null,
            ],
            origin => Assert.False(options.Allows(origin))
        );
        Assert.False(new EmbedOptions().Allows("https://app.example.com"));
    }

    private static IEnumerable<string> FindErrors(string origin, bool isDevelopment = false) =>
        new EmbedOptions.Validator(isDevelopment).Validate(null, new EmbedOptions { AllowedOrigins = { origin } }).Failures ?? [];
}
