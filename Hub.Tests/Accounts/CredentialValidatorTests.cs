using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Tests.Support;
using Hub.Web.Messages;

namespace Hub.Tests.Accounts;

public sealed class CredentialValidatorTests
{
    private static readonly ProviderCatalog Catalog = ProviderCatalog.Load(directory: null, withSandbox: true);

    [Theory]
    [InlineData("", "Enter the API Token.")]
    [InlineData("token with space", "There is a space at position 6. Remove it, or copy the value again.")]
    [InlineData("token\r\nX-Injected: 1", "There is a line break at position 6. Remove it, or copy the value again.")]
    [InlineData("token\n", "There is a line break at position 6. Remove it, or copy the value again.")]
    [InlineData("token\0", "There is a control character (U+0000) at position 6. Remove it, or copy the value again.")]
    [InlineData(
        "tök\u200bén",
        "The character at position 2 cannot be part of a key. Keys contain only A to Z, digits and ASCII symbols. Copy the key again."
    )]
    [InlineData("token\u200b", "There is a zero-width space at position 6. Remove it, or copy the value again.")]
    [InlineData("to\ufeffken", "There is a byte order mark at position 3. Remove it, or copy the value again.")]
    [InlineData("to\u2060ken", "There is a word joiner at position 3. Remove it, or copy the value again.")]
    [InlineData(
        "токен",
        "The character at position 1 cannot be part of a key. Keys contain only A to Z, digits and ASCII symbols. Copy the key again."
    )]
    [InlineData("“token", "Remove the quotation mark before or after the key.")]
    [InlineData("Basic dXNlcjpwYXNz", "This looks like a whole header or command. Enter only the key.")]
    [InlineData("Bearer two words", "Remove the word “Bearer”. Enter only the key after it.")]
    [InlineData("api_key:abc", "Remove the name before the key and the sign between them.")]
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
    public void an_email_address_looks_like_one(string email, string? message) =>
        Assert.Equal(message, MessageFor("zendesk", "email", email));

    [Theory]
    [InlineData("SERVICE-12345", null)]
    [InlineData("Zoë 山田", null)]
    [InlineData("", "Enter the Service User ID.")]
    [InlineData("SERVICE\r\nX: 1", "There is a line break at position 8. Remove it, or copy the value again.")]
    [InlineData("SERVICE\u007f", "There is a control character (U+007F) at position 8. Remove it, or copy the value again.")]
    [InlineData("SERV\u200bICE", "There is a zero-width space at position 5. Remove it, or copy the value again.")]
    public void a_text_has_no_control_characters(string text, string? message) =>
        Assert.Equal(message, MessageFor("hibob", "service_user_id", text));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef01234567", null)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF01234567", null)]
    [InlineData(
        "0123456789abcdef0123456789abcdef0123456",
        "A BambooHR key has 40 characters, digits and the letters a to f. Copy it again."
    )]
    [InlineData(
        "0123456789abcdef0123456789abcdef0123456x",
        "A BambooHR key has 40 characters, digits and the letters a to f. Copy it again."
    )]
    [InlineData("", "Enter the API Key.")]
    public void the_providers_own_pattern_is_kept(string key, string? message) =>
        Assert.Equal(message, MessageFor("bamboohr", "api_key", key));

    [Theory]
    [InlineData("", null)]
    [InlineData("acme", null)]
    [InlineData("ACME", "Use lower-case letters, digits and dashes.")]
    public void an_optional_field_may_be_empty_but_not_wrong(string workspace, string? message) =>
        Assert.Equal(message, MessageFor("sandbox-ats", "workspace", workspace));

    [Fact]
    public void a_secret_has_at_most_sixteen_kilobytes_and_another_value_four_thousand_characters()
    {
        Assert.Null(MessageFor("lever", "api_key", new string('a', 16 * 1024)));
        Assert.Equal("The API Key is too long. Copy it again.", MessageFor("lever", "api_key", new string('a', (16 * 1024) + 1)));
        Assert.Equal("The Password is too long. Copy it again.", MessageFor(Password, new string('é', (8 * 1024) + 1)));
        Assert.Null(MessageFor("hibob", "service_user_id", new string('a', 4096)));
        Assert.Equal("The Service User ID is too long. Copy it again.", MessageFor("hibob", "service_user_id", new string('a', 4097)));
    }

    [Theory]
    [InlineData(" pa ss\u00a0wörd\u200b ", null)]
    [InlineData("Bearer \"k\"", null)]
    [InlineData("パスワード", null)]
    [InlineData("   ", null)]
    [InlineData("", "Enter the Password.")]
    [InlineData("ab\u0007", "There is a control character (U+0007) at position 3. Remove it, or copy the value again.")]
    public void a_password_may_be_anything_but_control_characters(string password, string? message) =>
        Assert.Equal(message, MessageFor(Password, password));

    [Fact]
    public void a_user_name_of_http_basic_has_no_colon()
    {
        var user = new ProviderField
        {
            Key = "user",
            Label = "User name",
            Kind = FieldKind.Text,
        };
        Assert.Equal("Remove the colon. The User name cannot contain one.", MessageFor(user, "jane:doe"));
        Assert.Null(MessageFor(user, "jane doé"));
        Assert.Null(MessageFor(Password, "pass:word"));
        Assert.Equal("Remove the colon. The API Key cannot contain one.", MessageFor("lever", "api_key", "abc123:"));
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----", null)]
    [InlineData("{\"name\":\"Zoë\"}", null)]
    [InlineData("a\n\tb", null)]
    [InlineData("a\n\u200bb", "There is a zero-width space at position 3. Remove it, or copy the value again.")]
    public void a_multiline_secret_has_lines(string value, string? message) =>
        Assert.Equal(message, MessageFor(Password with { Kind = FieldKind.MultilineSecret }, value));

    [Theory]
    [InlineData(FieldKind.Text, "Zoë")]
    [InlineData(FieldKind.Password, "Zoë")]
    [InlineData(FieldKind.Password, "trailing ")]
    [InlineData(FieldKind.MultilineSecret, "a\nb")]
    public void what_a_header_cannot_hold_is_the_fields_error(FieldKind kind, string value)
    {
        var field = Password with { Kind = kind };
        var method = Method(field) with
        {
            Check = Check with
            {
                Auth = new RequestAuthentication
                {
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Organization"] = "{password}" },
                },
            },
        };
        Assert.Equal("The Password can only contain the letters A to Z, digits and ASCII symbols here.", MessageFor(method, field, value));
        Assert.Null(MessageFor(method, field, "Some Organization"));
        Assert.Null(MessageFor(Method(field), field, value));
    }

    [Theory]
    [InlineData("..", false)]
    [InlineData("%2e%2E", false)]
    [InlineData("%252e%252e", false)]
    [InlineData("1/../2", false)]
    [InlineData("..%5cadmin", false)]
    [InlineData(".", false)]
    [InlineData("a..b", true)]
    [InlineData("12345", true)]
    [InlineData("a/b%20c", true)]
    public void a_value_in_a_path_does_not_climb(string value, bool allowed)
    {
        var field = Password with { Kind = FieldKind.Text };
        var method = Method(field) with
        {
            Check = Check with
            {
                Probe = new Probe { Method = ProbeMethod.Get, Path = "/companies/{password}/users?x=1" },
            },
        };
        Assert.Equal(allowed ? null : "Enter the Password alone, without “.” or “..” between slashes.", MessageFor(method, field, value));
    }

    [Theory]
    [InlineData("gitlab.example.com/git", true, null)]
    [InlineData("gitlab.example.com/git/lab", true, null)]
    [InlineData(
        "gitlab.example.com/git/../x",
        true,
        "The path after the host is not valid. Enter the path that the server is installed under."
    )]
    [InlineData(
        "gitlab.example.com/%2e%2e",
        true,
        "The path after the host is not valid. Enter the path that the server is installed under."
    )]
    [InlineData("gitlab.example.com/git", false, "Enter the host without a path. Hub cannot call this provider under a path.")]
    [InlineData("gitlab/git", true, "Enter the host of your server, for example gitlab.example.com.")]
    public void a_host_has_a_path_only_where_the_provider_may_be_installed_under_one(string host, bool basePath, string? message) =>
        Assert.Equal(message, MessageFor(Password with { Kind = FieldKind.Host, BasePathBefore = basePath ? "/-/" : null }, host));

    [Fact]
    public void every_faulty_field_is_told_at_once_and_by_its_key()
    {
        var method = Catalog.Find("zendesk")!.Methods[0];
        var errors = new CredentialValidator(method).FindErrors(Some.Values());
        Assert.Equal(["subdomain", "email", "api_token"], errors.Keys);
    }

    [Fact]
    public void a_message_never_repeats_the_value() =>
        Assert.DoesNotContain("s3cret", MessageFor("zendesk", "api_token", "s3cret with space"), StringComparison.Ordinal);

    private static string? MessageFor(string slug, string field, string value)
    {
        var method = Catalog.Find(slug)!.Methods[0];
        var values = Some.Values((field, value));
        return MessageFor(method, field, values);
    }

    private static readonly ProviderField Password = new()
    {
        Key = "password",
        Label = "Password",
        Kind = FieldKind.Password,
    };

    private static AuthMethod.Basic Sample => (AuthMethod.Basic)Catalog.Find("hibob")!.Methods[0];

    private static CredentialCheck Check =>
        Sample.Check with
        {
            Probe = new Probe { Method = ProbeMethod.Get, Path = "/" },
            Auth = new RequestAuthentication
            {
                Basic = new BasicCredentials { Username = "{user}", Password = "{password}" },
            },
        };

    private static AuthMethod.Basic Method(params ProviderField[] fields) => Sample with { Fields = fields, Check = Check };

    private static string? MessageFor(ProviderField field, string value) => MessageFor(Method(field), field, value);

    private static string? MessageFor(AuthMethod method, ProviderField field, string value) =>
        MessageFor(method, field.Key, Some.Values((field.Key, value)));

    private static string? MessageFor(AuthMethod method, string field, CredentialValues values) =>
        new CredentialValidator(method).FindErrors(values).TryGetValue(field, out var error)
            ? MessageSets.Get<ValidationMessages>().Of(error)
            : null;
}
