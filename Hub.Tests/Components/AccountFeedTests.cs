using System.Globalization;
using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Identity;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Admin;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Components;

/// <summary>What changes elsewhere changes in open pages.</summary>
public sealed class AccountFeedTests : HubTestContext
{
    private static readonly DateTimeOffset Later = Now.AddSeconds(1);

    [Fact]
    public async Task a_status_that_changes_elsewhere_changes_in_the_list()
    {
        var account = await AddAccountAsync("lumen", "Acme");
        var page = Render<AccountsPage>();
        Assert.Equal("Active", page.Find("tbody .badge").TextContent);

        await RejectAsync(account.Id);
        Time.Advance(AccountFeed.Interval);

        page.WaitForAssertion(() => Assert.Equal("Error", page.Find("tbody .badge").TextContent));
    }

    [Fact]
    public async Task a_page_is_told_in_its_own_language()
    {
        var account = await AddAccountAsync("lumen", "Acme");
        var told = new TaskCompletionSource<string>();
        using var watching = WatchIn("pl");
        await RejectAsync(account.Id);
        Time.Advance(AccountFeed.Interval);

        Assert.Equal("pl", await told.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop));

        IDisposable WatchIn(string language)
        {
            var before = CultureInfo.CurrentUICulture;
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            try
            {
                return Services
                    .GetRequiredService<AccountFeed>()
                    .Watch(_ =>
                    {
                        told.TrySetResult(CultureInfo.CurrentUICulture.Name);
                        return Task.CompletedTask;
                    });
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        }
    }

    [Fact]
    public async Task rows_stay_in_their_places_and_new_ones_come()
    {
        var first = await AddAccountAsync("lumen", "Anna");
        await AddAccountAsync("lumen", "Bert");
        Navigation.NavigateTo("accounts?order=name");
        var page = Render<AccountsPage>();

        await AddAccountAsync("lumen", "Carla");
        await ChangeAsync(
            first.Id,
            (db, it) =>
            {
                it.Name = "Zoe";
                db.AddEvent(it, AccountEventKind.Updated, Owner, Later);
            }
        );
        Time.Advance(AccountFeed.Interval);

        // Zoe would be the last one: it stands there when the page is opened again.
        page.WaitForAssertion(() => Assert.Equal(["Zoe", "Carla", "Bert"], page.FindAll("tbody .name").Select(name => name.TextContent)));
    }

    [Fact]
    public async Task administrators_see_everybodys_changes_and_an_owner_only_their_own()
    {
        var other = await AddUserAsync("other@example.com");
        var theirs = await AddAccountAsync("lumen", "Theirs", other);
        await AddAccountAsync("lumen", "Mine");
        var reads = 0;
        var mine = Render<AccountBrowser>(parameters =>
            parameters
                .Add(
                    it => it.Load,
                    (query, stop) =>
                    {
                        Interlocked.Increment(ref reads);
                        return Services.GetRequiredService<AccountDirectory>().ListAsync(Owner, query, stop);
                    }
                )
                .Add(it => it.Empty, "")
        );
        SignIn(HubRoles.Administrator);
        var all = Render<AllAccountsPage>();
        var before = reads;

        await RejectAsync(theirs.Id);
        Time.Advance(AccountFeed.Interval);

        all.WaitForAssertion(() => Assert.Contains("Error", all.FindAll("tbody .badge").Select(badge => badge.TextContent)));
        Assert.Equal(before, reads);
        Assert.Equal("Active", mine.Find("tbody .badge").TextContent);
    }

    [Fact]
    public async Task without_pages_nothing_is_read()
    {
        var feed = Services.GetRequiredService<AccountFeed>();
        var told = new TaskCompletionSource<IReadOnlySet<ChangedAccount>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var account = await AddAccountAsync("lumen", "Acme");
        await RejectAsync(account.Id);

        // What happened just before is told.
        using (feed.Watch(changes => Task.FromResult(told.TrySetResult(changes))))
        {
            Assert.Equal(new ChangedAccount(Owner.Value, account.Id), Assert.Single(await told.Task.WaitAsync(DefaultWaitTimeout, Stop)));
        }

        var again = false;
        var ended = feed.Watch(_ => Task.FromResult(again = true));
        ended.Dispose();
        ended.Dispose();
        await feed.DisposeAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(again);
    }

    [Fact]
    public async Task what_changes_while_a_page_is_busy_is_told_afterwards_in_one_piece()
    {
        var feed = Services.GetRequiredService<AccountFeed>();
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = System.Threading.Channels.Channel.CreateUnbounded<int>();
        var (one, two) = (await AddAccountAsync("lumen", "One"), await AddAccountAsync("lumen", "Two"));
        await RejectAsync(one.Id);
        using var _ = feed.Watch(async changes =>
        {
            await told.Writer.WriteAsync(changes.Count, Stop);
            await busy.Task;
        });
        Assert.Equal(1, await told.Reader.ReadAsync(Stop));

        await RejectAsync(two.Id);
        await ChangeAsync(one.Id, (db, it) => db.AddEvent(it, AccountEventKind.Updated, Owner, Later));
        Time.Advance(AccountFeed.Interval);
        busy.SetResult();

        // The first of the next readings that finds the page idle tells both, or each of two tells one.
        var sum = 0;
        while (sum < 2)
        {
            Time.Advance(AccountFeed.Interval);
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            soon.CancelAfter(TimeSpan.FromMilliseconds(100));
            try
            {
                sum += await told.Reader.ReadAsync(soon.Token);
            }
            catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
            {
                // Not yet.
            }
        }

        Assert.Equal(2, sum);
    }

    private Task RejectAsync(Guid accountId) =>
        ChangeAsync(
            accountId,
            (db, it) => db.SetReason(it, ReasonGroup.Credential, new StatusReason.KeyRejected(), Actor.User(Owner), Later)
        );
}
