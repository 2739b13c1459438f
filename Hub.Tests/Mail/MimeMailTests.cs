using Hub.Core.Mail;
using Hub.Tests.Support;
using MimeKit;

namespace Hub.Tests.Mail;

/// <summary>Nothing that people or providers type becomes a header of its own.</summary>
public sealed class MimeMailTests
{
    private const string Injection = "Lever\r\nBcc: everybody@example.com\r\n\r\n<b>body</b>";

    private static readonly MailOptions Options = new() { From = "hub@hub.example", FromName = Injection };

    [Fact]
    public async Task a_value_with_line_breaks_stays_in_its_header()
    {
        var mail = await SentAsync(Content(subject: Injection, unsubscribe: "https://hub.example/u?t=1\r\nBcc: everybody@example.com"));
        Assert.Equal("Lever Bcc: everybody@example.com <b>body</b>", mail.Subject);
        Assert.Equal("hub@hub.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal("Lever Bcc: everybody@example.com <b>body</b>", mail.From.Mailboxes.Single().Name);
        Assert.Empty(mail.Bcc);
        Assert.Equal("text", mail.TextBody!.Trim());
        Assert.Equal("<p>html</p>", mail.HtmlBody!.Trim());
        Assert.Equal(
            ["Auto-Submitted", "Date", "From", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Message-Id", "Subject", "To"],
            mail.Headers.Select(header => header.Field).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("jane@example.com\r\nBcc: everybody@example.com")]
    [InlineData("jane@example.com, everybody@example.com")]
    [InlineData("Jane <jane@example.com>")]
    [InlineData("jane@example.com\0")]
    [InlineData("\u200bjane@example.com")]
    [InlineData("jane")]
    [InlineData("@example.com")]
    [InlineData("jane@")]
    [InlineData("")]
    public void an_address_is_one_mailbox_and_nothing_else(string address)
    {
        Assert.False(Mailbox.IsAddress(address));
        Assert.Null(MimeMail.Of(Row(), Content(to: address), Options));
    }

    [Theory]
    [InlineData("jane@example.com")]
    [InlineData("o'neil+hub@mail.example.com")]
    [InlineData("jörg@bücher.example")]
    public void addresses_of_people_are_addresses(string address) => Assert.True(Mailbox.IsAddress(address));

    [Fact]
    public async Task names_in_every_script_arrive()
    {
        const string Subject = "طلب 日本語 Zażółć 🚀";
        var mail = await SentAsync(Content(subject: Subject, replyTo: "jane@acme.example"));
        Assert.Equal(Subject, mail.Subject);
        Assert.Equal("jane@acme.example", mail.ReplyTo.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task a_mail_can_be_unsubscribed_from_with_one_click()
    {
        var mail = await SentAsync(Content(unsubscribe: "https://hub.example/mail/unsubscribe?t=abc"));
        Assert.Equal("<https://hub.example/mail/unsubscribe?t=abc>", mail.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
    }

    private static OutgoingMail Row() =>
        new()
        {
            Ciphertext = [],
            CreatedAt = Some.Time,
            ExpiresAt = Some.Time,
            NextAttemptAt = Some.Time,
        };

    private static MailContent Content(
        string to = "jane@example.com",
        string subject = "Subject",
        string? replyTo = null,
        string? unsubscribe = null
    ) =>
        new()
        {
            To = to,
            Subject = subject,
            ReplyTo = replyTo,
            Text = "text",
            Html = "<p>html</p>",
            UnsubscribeAddress = unsubscribe,
        };

    /// <returns>What a mail program reads.</returns>
    private static async Task<MimeMessage> SentAsync(MailContent content)
    {
        using var message = MimeMail.Of(Row(), content, Options)!;
        using var bytes = new MemoryStream();
        await message.WriteToAsync(bytes, TestContext.Current.CancellationToken);
        bytes.Position = 0;
        return await MimeMessage.LoadAsync(bytes, TestContext.Current.CancellationToken);
    }
}
