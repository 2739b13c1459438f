using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Notices;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Notices;

public abstract class AttentionReaderTests(DatabaseProvider database) : StoreTests(database)
{
    public sealed class OnSqlite() : AttentionReaderTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AttentionReaderTests(DatabaseProvider.SqlServer);

    private OwnerId _owner;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _owner = await Store.NewOwnerAsync();
    }

    [Fact]
    public async Task accounts_that_work_need_nobody()
    {
        await AddAsync();
        await AddAsync(expiresIn: 15);
        await AddAsync(new StatusReason.Suspended(), ReasonGroup.Suspension, expiresIn: 2);
        await AddAsync(new StatusReason.KeyRejected(), owner: await Store.NewOwnerAsync("john@hub.example"));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task one_is_named_and_several_are_counted()
    {
        var broken = await AddAsync(new StatusReason.KeyRejected());
        var one = Assert.IsType<Attention>(await FindAsync());
        Assert.Equal((1, broken, false), (one.Count, one.AccountId, one.IsExpiringOnly));

        await AddAsync(new StatusReason.KeyExpired());
        await AddAsync(expiresIn: 3);
        var several = Assert.IsType<Attention>(await FindAsync());
        Assert.Equal((3, null, false), (several.Count, several.AccountId, several.IsExpiringOnly));
        Assert.NotEqual(one.Key, several.Key);
    }

    [Fact]
    public async Task a_key_that_expires_soon_is_said_to()
    {
        var account = await AddAsync(expiresIn: 13);
        var found = Assert.IsType<Attention>(await FindAsync());
        Assert.Equal((1, account, true), (found.Count, found.AccountId, found.IsExpiringOnly));
    }

    [Fact]
    public async Task the_key_stays_until_something_changes()
    {
        var account = await AddAsync(new StatusReason.KeyRejected());
        var before = Assert.IsType<Attention>(await FindAsync()).Key;
        Store.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(before, Assert.IsType<Attention>(await FindAsync()).Key);
        await ChangeAsync(account, reason: null);
        await ChangeAsync(account, new StatusReason.KeyRejected());
        Assert.NotEqual(before, Assert.IsType<Attention>(await FindAsync()).Key);
    }

    private Task<Attention?> FindAsync() => Store.Get<AttentionReader>().FindAsync(_owner, Stop);

    private async Task<Guid> AddAsync(
        StatusReason? reason = null,
        ReasonGroup group = ReasonGroup.Credential,
        int? expiresIn = null,
        OwnerId? owner = null
    )
    {
        var account = Some.Account((owner ?? _owner).Value);
        account.KeyExpiresAt = expiresIn is { } days ? Store.Time.GetUtcNow() + TimeSpan.FromDays(days) : null;
        await Store.QueryAsync(db => db.LinkedAccounts.Add(account).Context.SaveChangesAsync(Stop));
        await ChangeAsync(account.Id, reason, group);
        return account.Id;
    }

    private Task<int> ChangeAsync(Guid account, StatusReason? reason, ReasonGroup group = ReasonGroup.Credential) =>
        Store.QueryAsync(async db =>
        {
            var stored = await db.LinkedAccounts.SingleAsync(one => one.Id == account, Stop);
            db.SetReason(stored, group, reason, Actor.Hub, Store.Time.GetUtcNow());
            return await db.SaveChangesAsync(Stop);
        });
}
