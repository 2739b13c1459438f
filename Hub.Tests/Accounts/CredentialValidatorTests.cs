using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;

namespace Hub.Tests.Accounts;

public sealed class CredentialValidatorTests
{
    private static readonly ProviderCatalog Catalog = ProviderCatalog.Load(directory: null, withSandbox: true);

    [Theory]
    [InlineData("", "Enter the API Token.")]
    [InlineData("token with space", "There is a space, line break or special character inside. Copy it again.")]
    [InlineData("token\r\nX-Injected: 1", "There is a space, line break or special character inside. Copy it again.")]
    [InlineData("token\n", "There is a space, line break or special character inside. Copy it again.")]
    [InlineData("token\0", "There is a space, line break or special character inside. Copy it again.")]
    [InlineData("tökén", "There is a space, line break or special character inside. Copy it again.")]
    [InlineData("token\u200b", "There is a space, line break or special character inside. Copy it again.")]
    [InlineData("токен", "There is a space, line break or special character inside. Copy it again.")]
    [InlineData("Az09-_.~!#$%&'*+/=?^`{|}:;,<>()[]@\\\"", null)]
    public void a_secret_is_visible_ascii_because_it_travels_in_a_header(string token, string? message) =>
        Assert.Equal(message, MessageFor("zendesk", "api_token", token));

    [Theory]
    [InlineData("acme", null)]
    [InlineData("acme-2", null)]
    [InlineData("a", null)]
    [InlineData("", "Enter the Subdomain.")]
    [InlineData("acme.evil", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("acme/evil", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("evil.example#", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("evil@acme", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("acme:80", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("-acme", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("acme-", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("acme\n", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("ac me", "Enter only your own part of the address: the first word before .zendesk.com.")]
    [InlineData("аcme", "Enter only your own part of the address: the first word before .zendesk.com.")]
    public void a_subdomain_is_one_label_and_cannot_change_the_host(string subdomain, string? message) =>
        Assert.Equal(message, MessageFor("zendesk", "subdomain", subdomain));

    [Fact]
    public void a_subdomain_is_at_most_as_long_as_a_label()
    {
        Assert.Null(MessageFor("zendesk", "subdomain", new string('a', 63)));
        Assert.NotNull(MessageFor("zendesk", "subdomain", new string('a', 64)));
    }

    [Theory]
    [InlineData("jane@example.com", null)]
    [InlineData("jane+hub@mail.example.com", null)]
    [InlineData("jane", "Enter an email address, for example jane@example.com.")]
    [InlineData("jane@", "Enter an email address, for example jane@example.com.")]
    [InlineData("jane@exa mple.com", "Enter an email address, for example jane@example.com.")]
    [InlineData("jane@example.com\r\nX: 1", "Enter an email address, for example jane@example.com.")]
    // A colon ends the user name of HTTP Basic.
    [InlineData("jane:doe@example.com", "Enter an email address, for example jane@example.com.")]
    public void an_email_address_looks_like_one(string email, string? message) => Assert.Equal(message, MessageFor("zendesk", "email", email));

    [Theory]
    [InlineData("SERVICE-12345", null)]
    [InlineData("Zoë 山田", null)]
    [InlineData("", "Enter the Service User ID.")]
    [InlineData("SERVICE\r\nX: 1", "There is a line break or control character inside. Copy it again.")]
    [InlineData("SERVICE\u007f", "There is a line break or control character inside. Copy it again.")]
    public void a_text_has_no_control_characters(string text, string? message) => Assert.Equal(message, MessageFor("hibob", "service_user_id", text));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef01234567", null)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF01234567", null)]
    [InlineData("0123456789abcdef0123456789abcdef0123456", "A BambooHR key has 40 characters, digits and the letters a to f. Copy it again.")]
    [InlineData("0123456789abcdef0123456789abcdef0123456x", "A BambooHR key has 40 characters, digits and the letters a to f. Copy it again.")]
    [InlineData("", "Enter the API Key.")]
    public void the_providers_own_pattern_is_kept(string key, string? message) => Assert.Equal(message, MessageFor("bamboohr", "api_key", key));

    [Theory]
    [InlineData("", null)]
    [InlineData("acme", null)]
    [InlineData("ACME", "Use lower-case letters, digits and dashes.")]
    public void an_optional_field_may_be_empty_but_not_wrong(string workspace, string? message) => Assert.Equal(message, MessageFor("sandbox-ats", "workspace", workspace));

    [Fact]
    public void nothing_is_longer_than_four_thousand_characters()
    {
        Assert.Null(MessageFor("lever", "api_key", new string('a', 4096)));
        Assert.Equal("That is longer than any API Key can be.", MessageFor("lever", "api_key", new string('a', 4097)));
    }

    [Fact]
    public void every_faulty_field_is_told_at_once_and_by_its_key()
    {
        var method = Catalog.Find("zendesk")!.Methods[0];
        var result = new CredentialValidator(method).Validate(new CredentialValues(new Dictionary<string, Secret>(StringComparer.Ordinal)));
        Assert.Equal(["subdomain", "email", "api_token"], result.Errors.Select(error => error.PropertyName));
    }

    [Fact]
    public void a_message_never_repeats_the_value() =>
        Assert.DoesNotContain("s3cret", MessageFor("zendesk", "api_token", "s3cret with space"), StringComparison.Ordinal);

    private static string? MessageFor(string slug, string field, string value)
    {
        var method = Catalog.Find(slug)!.Methods[0];
        var values = new CredentialValues(new Dictionary<string, Secret>(StringComparer.Ordinal) { [field] = new(value) });
        return new CredentialValidator(method).Validate(values).Errors.Find(error => error.PropertyName == field)?.ErrorMessage;
    }
}
