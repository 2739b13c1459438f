using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Mail;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Mail;

/// <summary>Mails wait in the store and are sent to a real server; the clock is the test's.</summary>
public abstract class MailJobTests(DatabaseProvider database) : StoreTests(database)
{
    public sealed class OnSqlite() : MailJobTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : MailJobTests(DatabaseProvider.SqlServer);

    private const string Link = "https://hub.example/Account/ResetPassword?code=canary-4b1d";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly MailServer _server = new();
    private readonly RecordedLog _log = new();

    protected override string[] Settings =>
        ["Hub:Mail:Host=127.0.0.1", $"Hub:Mail:Port={_server.Port}", "Hub:Mail:Security=None", "Hub:Mail:From=hub@hub.example"];

    private OutgoingMails Mails => Store.Get<OutgoingMails>();

    [Fact]
    public async Task a_mail_is_sent_once_and_its_row_is_deleted()
    {
        await AddAsync("jane@example.com");
        var job = NewJob();

        Assert.Equal(1, await job.RunAsync(Stop));
        Assert.Equal(0, await job.RunAsync(Stop));

        var mail = Assert.Single(_server.Mails);
        Assert.Equal(("jane@example.com", "Reset your password"), (mail.To.Mailboxes.Single().Address, mail.Subject));
        Assert.Equal($"Open {Link}", mail.TextBody!.Trim());
        Assert.Equal($"<a href=\"{Link}\">Open</a>", mail.HtmlBody!.Trim());
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task nobody_can_read_a_mail_in_the_store()
    {
        await AddAsync("jane@example.com");
        var stored = await Store.QueryAsync(db => db.OutgoingMails.SingleAsync(Stop));
        var text = System.Text.Encoding.Latin1.GetString(stored.Ciphertext);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task several_mails_go_by_one_connection()
    {
        await AddAsync("a@example.com", "b@example.com", "c@example.com");
        Assert.Equal(3, await NewJob().RunAsync(Stop));
        Assert.Equal(1, _server.Connections);
    }

    [Fact]
    public async Task of_two_nodes_one_sends_a_mail()
    {
        await AddAsync([.. Enumerable.Range(0, 12).Select(number => $"jane{number}@example.com")]);
        var sent = await Task.WhenAll(NewJob().RunAsync(Stop), NewJob().RunAsync(Stop));
        Assert.Equal(12, sent.Sum());
        Assert.Equal(12, _server.Mails.Select(mail => mail.MessageId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(12, _server.Mails.Count);
    }

    [Fact]
    public async Task a_mail_waits_while_the_server_is_down_and_is_sent_once_it_is_back()
    {
        await AddAsync("jane@example.com", "john@example.com");
        var job = NewJob();
        _server.Stop();
        for (var run = 0; run < 4; run++)
        {
            Assert.Equal(0, await job.RunAsync(Stop));
            Assert.Equal(2, await WaitingAsync());
            Store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        _server.Start();
        Store.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, await job.RunAsync(Stop));
        Assert.Equal(2, _server.Mails.Count);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task a_server_that_is_down_is_not_asked_by_every_run()
    {
        await AddAsync("jane@example.com");
        var job = NewJob();
        _server.Answer = (_, _) => MailServer.Hangup;
        await job.RunAsync(Stop);
        await job.RunAsync(Stop);
        Assert.Equal(1, _server.Connections);
    }

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData("END")]
    public async Task a_server_that_hangs_delays_mail_and_loses_none(string at)
    {
        await AddAsync("jane@example.com");
        var job = NewJob();
        // With silence at its end, the mail is none of the server's.
        _server.Answer = (command, _) => command == at ? MailServer.Silence : null;
        var run = job.RunAsync(Stop);
        while (!run.IsCompleted)
        {
            Store.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(run, Task.Delay(20, Stop));
        }

        Assert.Equal(0, await run);
        Assert.Equal(1, await WaitingAsync());
        _server.Answer = (_, _) => null;
        Store.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await job.RunAsync(Stop));
        Assert.Single(_server.Mails);
    }

    [Theory]
    [InlineData("RCPT", "450 4.2.0 greylisted")]
    [InlineData("END", "452 4.3.1 no space left")]
    public async Task a_mail_that_is_not_taken_now_is_sent_later_and_holds_no_other_up(string at, string answer)
    {
        await AddAsync("busy@example.com", "jane@example.com");
        var job = NewJob();
        var isBusy = false;
        _server.Answer = (command, line) =>
        {
            isBusy = command == "RCPT" ? line.Contains("busy", StringComparison.Ordinal) : isBusy;
            return command == at && isBusy ? answer : null;
        };
        Assert.Equal(1, await job.RunAsync(Stop));
        Assert.Equal(0, await job.RunAsync(Stop));
        Assert.Equal(1, await WaitingAsync());

        _server.Answer = (_, _) => null;
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await job.RunAsync(Stop));
        Assert.Equal(["busy@example.com", "jane@example.com"], RecipientsInOrder());
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 <gone@example.com> does not exist")]
    [InlineData("END", "554 5.7.1 not wanted")]
    public async Task a_mail_that_is_rejected_for_good_is_deleted_and_the_log_does_not_say_whose_it_was(string at, string answer)
    {
        await AddAsync("gone@example.com", "jane@example.com");
        var isGone = false;
        _server.Answer = (command, line) =>
        {
            isGone = command == "RCPT" ? line.Contains("gone", StringComparison.Ordinal) : isGone;
            return command == at && isGone ? answer : null;
        };
        Assert.Equal(1, await NewJob().RunAsync(Stop));
        Assert.Equal(0, await WaitingAsync());
        Assert.Contains(_log.Lines, line => line.Contains($"status {answer[..3]}", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains('@') || line.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_mail_whose_answer_was_lost_is_sent_again_under_the_same_id()
    {
        await AddAsync("jane@example.com");
        var job = NewJob();
        _server.Answer = (command, _) => command == "END" ? MailServer.Hangup : null;
        Assert.Equal(0, await job.RunAsync(Stop));
        _server.Answer = (_, _) => null;
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await job.RunAsync(Stop));
        Assert.Single(_server.Mails.Select(mail => mail.MessageId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task a_mail_that_is_of_no_use_any_more_is_deleted_unsent()
    {
        await AddAsync("jane@example.com");
        Store.Time.Advance(Day);
        Assert.Equal(0, await NewJob().RunAsync(Stop));
        Assert.Empty(_server.Mails);
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task a_mail_of_a_node_that_stopped_is_sent_by_another_after_its_lease()
    {
        await AddAsync("jane@example.com");
        await Store.QueryAsync(db =>
            db.OutgoingMails.ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(mail => mail.LeaseId, Guid.CreateVersion7())
                        .SetProperty(mail => mail.LeasedUntil, Store.Time.GetUtcNow() + MailJob.Lease),
                Stop
            )
        );
        Assert.Equal(0, await NewJob().RunAsync(Stop));
        Store.Time.Advance(MailJob.Lease);
        Assert.Equal(1, await NewJob().RunAsync(Stop));
    }

    [Fact]
    public async Task a_node_with_another_key_ring_leaves_mails_to_the_others()
    {
        await AddAsync("jane@example.com");
        await Store.Get<KeyRingCheck>().FitsAsync(Stop);
        await Store.QueryAsync(async db =>
        {
            (await db.KeyRingMarks.SingleAsync(Stop)).Ciphertext = [1, 2, 3];
            return await db.SaveChangesAsync(Stop);
        });
        Assert.Equal(0, await NewJob().RunAsync(Stop));
        Assert.Equal(1, await WaitingAsync());
    }

    [Fact]
    public async Task a_server_without_encryption_gets_nothing_where_it_is_required()
    {
        await AddAsync("jane@example.com");
        Store.Get<IOptions<MailOptions>>().Value.Security = MailSecurity.StartTls;
        Assert.Equal(0, await NewJob().RunAsync(Stop));
        Assert.DoesNotContain(_server.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Equal(1, await WaitingAsync());
    }

    [Fact]
    public async Task the_server_gets_name_and_password_and_no_log_does()
    {
        await AddAsync("jane@example.com");
        var options = Store.Get<IOptions<MailOptions>>().Value;
        (options.UserName, options.Password) = ("hub", "canary-password");
        Assert.Equal(1, await NewJob().RunAsync(Stop));
        Assert.Contains($"AUTH PLAIN {Convert.ToBase64String("\0hub\0canary-password"u8)}", _server.Lines);

        await AddAsync("jane@example.com");
        _server.Answer = (command, _) => command == "AUTH" ? "535 5.7.8 wrong" : null;
        Assert.Equal(0, await NewJob().RunAsync(Stop));
        Assert.Equal(1, await WaitingAsync());
        Assert.Contains(_log.Lines, line => line.Contains("cannot be used", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task nothing_is_queued_where_no_mail_is_configured()
    {
        Store.Get<IOptions<MailOptions>>().Value.Host = null;
        await AddAsync("jane@example.com");
        Assert.Equal(0, await WaitingAsync());
    }

    private Task AddAsync(params string[] recipients) =>
        Mails.AddAsync(
            [
                .. recipients.Select(to => new MailContent
                {
                    To = to,
                    Subject = "Reset your password",
                    Text = $"Open {Link}",
                    Html = $"<a href=\"{Link}\">Open</a>",
                }),
            ],
            Day,
            Stop
        );

    /// <summary>A node's.</summary>
    private MailJob NewJob()
    {
        var services = Store.Get<IServiceProvider>();
        return ActivatorUtilities.CreateInstance<MailJob>(
            services,
            ActivatorUtilities.CreateInstance<SmtpTransport>(services),
            new LoggerFactory([_log]).CreateLogger<MailJob>()
        );
    }

    private Task<int> WaitingAsync() => Store.QueryAsync(db => db.OutgoingMails.CountAsync(Stop));

    private string[] RecipientsInOrder() =>
        [.. _server.Mails.Select(mail => mail.To.Mailboxes.Single().Address).Order(StringComparer.Ordinal)];
}
