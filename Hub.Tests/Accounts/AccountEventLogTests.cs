using Hub.Core.Accounts;
using Hub.Core.Data;

namespace Hub.Tests.Accounts;

public abstract class AccountEventLogTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountEventLogTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountEventLogTests(DatabaseProvider.SqlServer);

    private AccountEventLog Log => Store.Get<AccountEventLog>();

    [Fact]
    public async Task events_are_read_by_their_numbers()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedAsync(owner)).AccountId;
        await Store.Get<AccountSuspender>().SuspendAsync(owner, account, owner, Stop);
        await Store.Get<AccountSuspender>().ResumeAsync(owner, account, owner, Stop);

        var newest = await Log.ReadNewestAsync(2, Stop);

        Assert.Equal(
            [new ChangedAccount(owner.Value, account), new ChangedAccount(owner.Value, account)],
            newest.Select(one => one.Change)
        );
        Assert.True(newest[0].Number < newest[1].Number);
        Assert.Equal([newest[1]], await Log.ReadAfterAsync(newest[0].Number, 10, Stop));
        Assert.Equal([newest[0]], await Log.ReadAfterAsync(newest[0].Number - 1, 1, Stop));
        Assert.Empty(await Log.ReadAfterAsync(newest[1].Number, 10, Stop));
    }

    [Fact]
    public async Task an_accounts_history_is_its_owners_alone()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var account = (await LinkedAsync(owner)).AccountId;
        await Store.Get<AccountSuspender>().SuspendAsync(owner, account, owner, Stop);

        var history = await Log.ListAsync(owner, account, 10, Stop);

        Assert.Equal([AccountEventKind.Suspended, AccountEventKind.Created], history.Select(one => one.Kind));
        Assert.Equal(AccountStatus.Suspended, history[0].Status);
        Assert.IsType<StatusReason.Suspended>(Assert.Single(history[0].Reasons).Reason);
        Assert.Equal([AccountEventKind.Suspended], (await Log.ListAsync(owner, account, 1, Stop)).Select(one => one.Kind));
        Assert.Empty(await Log.ListAsync(await Store.NewOwnerAsync("other@example.com"), account, 10, Stop));
    }
}
