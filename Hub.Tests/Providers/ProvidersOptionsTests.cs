using Hub.Core.Providers;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Providers;

public sealed class ProvidersOptionsTests
{
    [Theory]
    [InlineData("https://api.sandbox.example.com", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("https://{subdomain}.sandbox.example.com", true)]
    [InlineData("ftp://example.com", false)]
    [InlineData("api.example.com", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void an_override_is_an_http_address(string? address, bool valid)
    {
        var result = Validate(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Overrides:acme:BaseUrl"] = address, ["Overrides:acme:Other"] = "x" }
        );
        Assert.Equal(valid, result.Succeeded);
        Assert.True(valid || result.FailureMessage!.Contains("Hub:Providers:Overrides:acme:BaseUrl", StringComparison.Ordinal));
    }

    [Fact]
    public void a_folder_that_does_not_exist_is_told_by_name()
    {
        var result = Validate(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Directory"] = "/nowhere/at/all" });
        Assert.Equal("Hub:Providers:Directory names a folder that does not exist: /nowhere/at/all", result.FailureMessage);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(Dictionary<string, string?> settings)
    {
        var options = new ProvidersOptions();
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Bind(options);
        return new ProvidersOptions.Validator().Validate(name: null, options);
    }
}
