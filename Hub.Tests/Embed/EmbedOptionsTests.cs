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
    public void an_origin_as_browsers_write_it_is_taken(string origin) => Assert.Empty(FaultsOf(origin));

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
    public void anything_else_is_named(string origin) => Assert.Contains($"Hub:Embed:AllowedOrigins: {origin} must be", Assert.Single(FaultsOf(origin)), StringComparison.Ordinal);

    [Fact]
    public void only_the_very_origin_is_allowed()
    {
        var options = new EmbedOptions { AllowedOrigins = { "https://app.example.com" } };
        Assert.True(options.Allows("https://app.example.com"));
        Assert.All(["https://app.example.com.evil.example", "http://app.example.com", "https://app.example.com:8443", "https://example.com", "null", "", null],
            origin => Assert.False(options.Allows(origin)));
        Assert.False(new EmbedOptions().Allows("https://app.example.com"));
    }

    private static IEnumerable<string> FaultsOf(string origin) =>
        new EmbedOptions.Validator().Validate(null, new EmbedOptions { AllowedOrigins = { origin } }).Failures ?? [];
}
