using System.Globalization;
using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Notices;
using Hub.Tests.Components;
using Hub.Tests.Languages;
using Hub.Tests.Support;
using Hub.Web.Languages;
using Hub.Web.Mail;
using Hub.Web.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Notices;

/// <summary>What the mails about accounts say, in whose language.</summary>
public sealed class NoticeLettersTests : HubTestContext
{
    private static readonly string[] Tags = [.. Language.All.Select(language => language.Tag)];

    private NoticeWriter Writer => Services.GetRequiredService<NoticeWriter>();

    public static TheoryData<string> Languages => [.. Tags];

    [Fact]
    public async Task a_mail_says_what_happened_and_leads_to_where_it_is_mended()
    {
        var account = Broken("Acme <Careers> & \"Co\"", new StatusReason.KeyRejected());
        var mail = await Writer.WriteAsync(Reader("jane@example.com"), new NoticedAccount(account, "key_rejected"), Stop);
        Assert.Equal("jane@example.com", mail.To);
        Assert.Equal("Your Lumen Hire account Acme <Careers> & \"Co\" does not work any more", mail.Subject);
        Assert.Contains("Lumen Hire rejected the key.", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"Enter a new key:\nhttp://localhost/accounts/{account.Id}/edit\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"http://localhost/accounts/{account.Id}/edit\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Acme &lt;Careers&gt; &amp; &quot;Co&quot;", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<Careers>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("stored-key", mail.Html + mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task each_mail_can_be_unsubscribed_from()
    {
        var owner = Reader("jane@example.com");
        var mail = await Writer.WriteAsync(owner, new NoticedAccount(Broken("Acme", new StatusReason.KeyRejected()), "key_rejected"), Stop);
        var address = Assert.IsType<string>(mail.UnsubscribeAddress);
        Assert.Contains(address, mail.Text, StringComparison.Ordinal);
        var link = Services.GetRequiredService<UnsubscribeLink>();
        var code = address[(address.IndexOf("code=", StringComparison.Ordinal) + 5)..];
        Assert.Equal(owner.Id, link.Read(code)?.Value);
        Assert.Null(link.Read(code[..^1]));
        Assert.Null(link.Read("x"));
    }

    [Theory]
    [InlineData(1, "expires in 1 day")]
    [InlineData(14, "expires in 14 days")]
    public async Task a_reminder_says_how_many_days_are_left(int days, string expected)
    {
        var account = Broken("Acme", reason: null);
        account.KeyExpiresAt = Now + TimeSpan.FromDays(days);
        var mail = await Writer.WriteAsync(Reader("jane@example.com"), new NoticedAccount(account, AccountNotice.Expiring), Stop);
        Assert.Contains(expected, mail.Subject, StringComparison.Ordinal);
        Assert.Contains("keeps working", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_digest_lists_twenty_and_counts_the_others()
    {
        var accounts = Enumerable
            .Range(1, 23)
            .Select(number => new NoticedAccount(Broken($"Account {number:00}", new StatusReason.KeyRejected()), "key_rejected"))
            .ToList();
        var mail = await Writer.WriteDigestAsync(Reader("jane@example.com"), accounts, Stop);
        Assert.Equal("23 of your accounts need your attention", mail.Subject);
        Assert.Contains("Account 20 at Lumen Hire", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Account 21", mail.Text, StringComparison.Ordinal);
        Assert.Contains("3 more accounts", mail.Text, StringComparison.Ordinal);
        Assert.Contains("http://localhost/accounts?status=error,expired", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task a_mail_is_in_the_language_of_its_reader_and_not_in_that_of_who_caused_it(string tag)
    {
        var language = Language.Find(tag)!;
        var before = CultureInfo.CurrentUICulture;
        var account = Broken("Acme", new StatusReason.KeyRejected());
        var mail = await Writer.WriteAsync(Reader("jane@example.com", tag), new NoticedAccount(account, "key_rejected"), Stop);
        var spoken = new SpokenTexts(language);
        Assert.Equal(spoken.Say<AccountMailMessages>(texts => texts.ErrorSubject("Acme", SampleProviders.Lumen.Name)), mail.Subject);
        Assert.Contains(spoken.Say<AccountMailMessages>(texts => texts.EnterKey), mail.Text, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{tag}\" dir=\"{language.Direction}\">", mail.Html, StringComparison.Ordinal);
        Assert.Equal(before, CultureInfo.CurrentUICulture);
    }

    private static HubUser Reader(string email, string? language = null)
    {
        var owner = Some.User(email);
        owner.Language = language;
        return owner;
    }

    private static LinkedAccount Broken(string name, StatusReason? reason)
    {
        var account = Some.Account(provider: SampleProviders.Lumen.Slug, name: name);
        account.SetReason(ReasonGroup.Credential, reason, Now);
        return account;
    }
}
