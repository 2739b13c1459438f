using Hub.Core.Providers;

namespace Hub.Tests.Providers;

public sealed class ProviderFieldTests
{
    private static readonly ProviderField Subdomain = new() { Key = "subdomain", Label = "Subdomain", Kind = FieldKind.Subdomain, Suffix = ".workable.com" };
    private static readonly ProviderField Key = new() { Key = "api_key", Label = "API Key", Kind = FieldKind.Secret };

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("  Acme \n", "acme")]
    [InlineData("acme.workable.com", "acme")]
    [InlineData("ACME.Workable.COM", "acme")]
    [InlineData("acme.workable.com.", "acme")]
    [InlineData("https://acme.workable.com", "acme")]
    [InlineData("https://Acme.workable.com/backend/jobs?x=1#y", "acme")]
    [InlineData("http://acme.workable.com?x", "acme")]
    [InlineData("//acme.workable.com/", "")]
    [InlineData(".workable.com", "")]
    [InlineData("acme.eu.workable.com", "acme.eu")]
    [InlineData("acme.example.com", "acme.example.com")]
    [InlineData("acme.workable.com.evil.example", "acme.workable.com.evil.example")]
    [InlineData("evil@acme.workable.com", "evil@acme")]
    public void the_subdomain_is_taken_from_what_was_pasted(string pasted, string expected) => Assert.Equal(expected, Subdomain.Clean(pasted));

    [Theory]
    [InlineData(" \tKey-1.A/B \r\n", "Key-1.A/B")]
    [InlineData("https://example.com/Key", "https://example.com/Key")]
    public void a_secret_is_only_trimmed(string pasted, string expected) => Assert.Equal(expected, Key.Clean(pasted));
}
