using Hub.Core.Mail;
using Hub.Web.Hosting;
using Hub.Web.Mail;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Mail;

public sealed class MailSettingsTests
{
    [Fact]
    public void no_mail_is_fine() => Assert.Empty(ErrorsOf(new MailOptions(), publicUrl: null));

    [Fact]
    public void a_server_and_a_sender_are_enough() => Assert.Empty(ErrorsOf(Complete()));

    [Theory]
    [InlineData("Host", "https://smtp.example.com")]
    [InlineData("Host", "smtp.example.com:587")]
    [InlineData("Port", "0")]
    [InlineData("Port", "65536")]
    [InlineData("Security", "7")]
    [InlineData("From", null)]
    [InlineData("From", "Hub <hub@example.com>")]
    [InlineData("UserName", "hub")]
    [InlineData("Password", "secret")]
    public void a_wrong_setting_is_named(string key, string? value)
    {
        var options = Complete();
        switch (key)
        {
            case "Host":
                options.Host = value;
                break;
            case "Port":
                options.Port = int.Parse(value!, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "Security":
                options.Security = (MailSecurity)7;
                break;
            case "From":
                options.From = value;
                break;
            case "UserName":
                options.UserName = value;
                break;
            default:
                options.Password = value;
                break;
        }

        Assert.Contains($"Hub:Mail:{key}", Assert.Single(ErrorsOf(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void settings_without_a_server_are_no_silent_mistake()
    {
        var options = Complete();
        options.Host = null;
        Assert.Contains("Hub:Mail:Host", Assert.Single(ErrorsOf(options)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp.example.com", 1)]
    [InlineData("127.0.0.1", 0)]
    [InlineData("localhost", 0)]
    public void a_password_leaves_the_machine_only_encrypted(string host, int errors)
    {
        var options = Complete();
        (options.Host, options.UserName, options.Password, options.Security) = (host, "hub", "secret", MailSecurity.None);
        Assert.Equal(errors, ErrorsOf(options).Count());
    }

    [Fact]
    public void links_in_mails_need_an_address() =>
        Assert.Contains("Hub:PublicUrl", Assert.Single(ErrorsOf(Complete(), publicUrl: null)), StringComparison.Ordinal);

    private static MailOptions Complete() => new() { Host = "smtp.example.com", From = "hub@example.com" };

    private static IEnumerable<string> ErrorsOf(MailOptions options, string? publicUrl = "https://hub.example.com") =>
        new MailSettings.Validator(new PublicAddress(Options.Create(new PublicAddress.Options { PublicUrl = publicUrl })))
            .Validate(name: null, options)
            .Failures
        ?? [];
}
