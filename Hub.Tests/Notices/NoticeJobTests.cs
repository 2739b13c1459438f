using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Mail;
using Hub.Core.Notices;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Notices;

/// <summary>Who is mailed about which accounts, and how often. What the mails say is another test's.</summary>
public abstract class NoticeJobTests(DatabaseProvider database) : StoreTests(database)
{
    public sealed class OnSqlite() : NoticeJobTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : NoticeJobTests(DatabaseProvider.SqlServer);

    private readonly Recorder _writer = new();
    private OwnerId _owner;

    protected override string[] Settings => ["Hub:Mail:Host=127.0.0.1", "Hub:Mail:From=hub@hub.example"];

    private DateTimeOffset Now => Store.Time.GetUtcNow();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _owner = await Store.NewOwnerAsync();
    }

    [Fact]
    public async Task an_account_that_broke_is_mailed_once()
    {
        await BreakAsync(await AddAccountAsync("Acme"));
        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());
        Assert.Equal(["Acme: key_rejected"], _writer.Mails);
        Assert.Equal(1, await QueuedAsync());
    }

    [Fact]
    public async Task an_account_that_recovered_is_not_mailed()
    {
        var account = await AddAccountAsync("Acme");
        await BreakAsync(account);
        await ChangeAsync(account, reason: null);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task an_account_that_was_unlinked_is_not_mailed()
    {
        var account = await AddAccountAsync("Acme");
        await BreakAsync(account);
        await Store.QueryAsync(db => db.LinkedAccounts.Where(one => one.Id == account).ExecuteDeleteAsync(Stop));
        await AssertNothingAsync();
    }

    [Fact]
    public async Task an_account_of_somebody_else_by_now_is_not_mailed()
    {
        var account = await AddAccountAsync("Acme");
        await BreakAsync(account);
        var other = await Store.NewOwnerAsync("john@hub.example");
        await Store.QueryAsync(async db =>
        {
            (await db.LinkedAccounts.SingleAsync(Stop)).OwnerId = other.Value;
            return await db.SaveChangesAsync(Stop);
        });
        await AssertNothingAsync();
    }

    [Fact]
    public async Task who_wants_no_mail_gets_none_and_the_choice_is_recorded_once()
    {
        var editor = Store.Get<NoticesEditor>();
        Assert.True(await editor.ChangeAsync(_owner, byMail: false, Stop));
        Assert.True(await editor.ChangeAsync(_owner, byMail: false, Stop));
        Assert.False(await editor.ChangeAsync(new OwnerId(Guid.CreateVersion7()), byMail: false, Stop));
        await BreakAsync(await AddAccountAsync("Acme"));
        await AssertNothingAsync();
        var recorded = await Store.QueryAsync(db =>
            db.AuditEvents.Where(line => line.Action == AuditActions.NoticesByMailChanged).ToListAsync(Stop)
        );
        Assert.Equal((_owner.Value, "off"), (Assert.Single(recorded).ActorId, recorded[0].Detail));
    }

    [Fact]
    public async Task an_account_that_breaks_again_and_again_is_mailed_once_a_day()
    {
        var account = await AddAccountAsync("Acme");
        for (var time = 0; time < 3; time++)
        {
            await BreakAsync(account);
            await RunAsync();
            await ChangeAsync(account, reason: null);
            Store.Time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Single(_writer.Mails);
        Store.Time.Advance(TimeSpan.FromDays(1));
        await BreakAsync(account);
        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task another_cause_is_another_mail()
    {
        var account = await AddAccountAsync("Acme");
        await BreakAsync(account);
        await RunAsync();
        await ChangeAsync(account, reason: null);
        await ChangeAsync(account, new StatusReason.KeyExpired());
        await RunAsync();
        Assert.Equal(["Acme: key_rejected", "Acme: key_expired"], _writer.Mails);
    }

    [Fact]
    public async Task a_key_that_expires_soon_is_mailed_unless_it_was_replaced_meanwhile()
    {
        var (soon, replaced) = (await AddAccountAsync("Soon"), await AddAccountAsync("Replaced"));
        await Store.QueryAsync(async db =>
        {
            foreach (var account in await db.LinkedAccounts.ToListAsync(Stop))
            {
                account.KeyExpiresAt = Now + TimeSpan.FromDays(account.Id == soon ? 3 : 300);
                db.AddNotice(account, AccountNotice.Expiring, Now);
            }

            return await db.SaveChangesAsync(Stop);
        });
        Assert.Equal(1, await RunAsync());
        Assert.Equal(["Soon: expiring"], _writer.Mails);
        Assert.NotEqual(soon, replaced);
    }

    [Fact]
    public async Task more_than_five_at_once_are_one_digest()
    {
        await BreakManyAsync(8);
        Assert.Equal(1, await RunAsync());
        Assert.Equal("8 accounts", Assert.Single(_writer.Mails));
        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task five_are_five_mails_and_what_follows_in_the_hour_is_a_digest_at_its_end()
    {
        await BreakManyAsync(NoticeJob.Single);
        Assert.Equal(5, await RunAsync());
        Store.Time.Advance(TimeSpan.FromMinutes(10));
        await BreakManyAsync(3);
        Assert.Equal(0, await RunAsync());
        Store.Time.Advance(TimeSpan.FromMinutes(20));
        await BreakManyAsync(2);
        Assert.Equal(0, await RunAsync());
        Store.Time.Advance(TimeSpan.FromMinutes(41));
        Assert.NotEqual(0, await RunAsync());
        Assert.Equal(5, _writer.Accounts.Skip(5).Count());
        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task one_persons_many_accounts_hold_no_other_person_up()
    {
        await BreakManyAsync(8);
        await RunAsync();
        var john = await Store.NewOwnerAsync("john@hub.example");
        await BreakAsync(await AddAccountAsync("Johns", john));
        Assert.Equal(1, await RunAsync());
        Assert.Equal("Johns: key_rejected", _writer.Mails[^1]);
    }

    [Fact]
    public async Task of_two_nodes_one_mails()
    {
        await BreakManyAsync(3);
        var queued = await Task.WhenAll(NewJob().RunAsync(Stop), NewJob().RunAsync(Stop));
        Assert.Equal(3, queued.Sum());
        Assert.Equal(3, await QueuedAsync());
    }

    [Fact]
    public async Task where_no_mail_is_configured_nothing_waits()
    {
        Store.Get<Microsoft.Extensions.Options.IOptions<MailOptions>>().Value.Host = null;
        await BreakAsync(await AddAccountAsync("Acme"));
        await AssertNothingAsync();
    }

    private async Task AssertNothingAsync()
    {
        Assert.Equal(0, await RunAsync());
        Assert.Empty(_writer.Mails);
        Assert.Equal(0, await QueuedAsync());
        Assert.Equal(0, await Store.QueryAsync(db => db.AccountNotices.CountAsync(Stop)));
    }

    private Task<int> RunAsync() => NewJob().RunAsync(Stop);

    private NoticeJob NewJob() => ActivatorUtilities.CreateInstance<NoticeJob>(Store.Get<IServiceProvider>(), _writer);

    private Task<int> QueuedAsync() => Store.QueryAsync(db => db.OutgoingMails.CountAsync(Stop));

    private async Task<Guid> AddAccountAsync(string name, OwnerId? owner = null)
    {
        var account = Some.Account((owner ?? _owner).Value, name: name);
        await Store.QueryAsync(db => db.LinkedAccounts.Add(account).Context.SaveChangesAsync(Stop));
        return account.Id;
    }

    private async Task BreakManyAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await BreakAsync(await AddAccountAsync($"Account {number}"));
        }
    }

    private Task<int> BreakAsync(Guid account) => ChangeAsync(account, new StatusReason.KeyRejected());

    private Task<int> ChangeAsync(Guid account, StatusReason? reason) =>
        Store.QueryAsync(async db =>
        {
            var stored = await db.LinkedAccounts.SingleAsync(one => one.Id == account, Stop);
            db.SetReason(stored, ReasonGroup.Credential, reason, Actor.Hub, Now);
            return await db.SaveChangesAsync(Stop);
        });

    /// <summary>Writes what it is asked to write about.</summary>
    private sealed class Recorder : NoticeWriter
    {
        private readonly List<string> _mails = [];
        private readonly List<Guid> _accounts = [];

        public IReadOnlyList<string> Mails => _mails;

        public IReadOnlyList<Guid> Accounts => _accounts;

        public override Task<MailContent> WriteAsync(HubUser owner, NoticedAccount account, CancellationToken cancellationToken) =>
            Record(owner, $"{account.Account.Name}: {account.Cause}", [account]);

        public override Task<MailContent> WriteDigestAsync(
            HubUser owner,
            IReadOnlyList<NoticedAccount> accounts,
            CancellationToken cancellationToken
        ) => Record(owner, $"{accounts.Count} accounts", accounts);

        private Task<MailContent> Record(HubUser owner, string subject, IReadOnlyList<NoticedAccount> accounts)
        {
            lock (_mails)
            {
                _mails.Add(subject);
                _accounts.AddRange(accounts.Select(one => one.Account.Id));
            }

            return Task.FromResult(
                new MailContent
                {
                    To = owner.Email!,
                    Subject = subject,
                    Text = subject,
                    Html = subject,
                }
            );
        }
    }
}
