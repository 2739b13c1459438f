using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.AuthLinks;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Identity;

public abstract class UserRemoverTests(DatabaseProvider database) : IdentityTests(database)
{
    public sealed class OnSqlite() : UserRemoverTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : UserRemoverTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task a_removed_user_takes_accounts_and_credentials_along_and_leaves_the_audit_trail()
    {
        await AddUserAsync("ada@example.com");
        var bob = await AddUserAsync("bob@example.com");
        var account = await AddAccountAsync(bob, "sandbox-ats");

        Assert.True(await RemoveAsync(bob));

        await using var db = await OpenAsync();
        Assert.Equal(
            ["ada@example.com"],
            await db.OfPeople().Select(user => user.Email).ToListAsync(TestContext.Current.CancellationToken)
        );
        Assert.Empty(await db.LinkedAccounts.ToListAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await db.Credentials.ToListAsync(TestContext.Current.CancellationToken));
        var trail = await db.AuditEvents.Where(entry => entry.ActorId == bob.Value).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(trail, entry => entry.Action == AuditActions.UserRegistered);
        Assert.Contains(trail, entry => entry.Action == AuditActions.UserRemoved && entry.SubjectId == bob.Value);
        Assert.Contains(
            trail,
            entry => entry.Action == AuditActions.AccountUnlinked && entry.SubjectId == account && entry.Detail == "sandbox-ats"
        );
    }

    [Fact]
    public async Task nobody_elses_accounts_are_touched()
    {
        var ada = await AddUserAsync("ada@example.com");
        var bob = await AddUserAsync("bob@example.com");
        var kept = await AddAccountAsync(ada, "sandbox-ats");
        await AddAccountAsync(bob, "sandbox-ats");

        await RemoveAsync(bob);

        await using var db = await OpenAsync();
        Assert.Equal([kept], await db.LinkedAccounts.Select(account => account.Id).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [kept],
            await db.Credentials.Select(credential => credential.AccountId).ToListAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task accounts_of_the_products_customers_stay_with_the_product_and_open_links_end()
    {
        await AddUserAsync("ada@example.com");
        var bob = await AddUserAsync("bob@example.com");
        var first = await AddAccountOfAsync(bob, "acme", ordinal: 3);
        var second = await AddAccountOfAsync(bob, "acme", ordinal: 4);
        await Store
            .Get<SessionIssuer>()
            .IssueAsync(bob, new SessionRequest { Origin = new OriginOwner("acme", "Acme") }, TestContext.Current.CancellationToken);

        Assert.True(await RemoveAsync(bob));

        await using var db = await OpenAsync();
        var kept = await db
            .LinkedAccounts.Include(account => account.Credentials)
            .OrderBy(account => account.Ordinal)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new HashSet<Guid> { first, second }, kept.Select(account => account.Id).ToHashSet());
        Assert.All(kept, account => Assert.Equal(HubUser.ProductId, account.OwnerId));
        Assert.All(kept, account => Assert.NotEmpty(account.Credentials));
        Assert.Equal([0, 1], kept.Select(account => account.Ordinal));
        Assert.Empty(await db.ConnectSessions.ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            2,
            await db.AuditEvents.CountAsync(
                entry => entry.Action == AuditActions.AccountHandedOver && entry.ActorId == bob.Value,
                TestContext.Current.CancellationToken
            )
        );
        Assert.False(
            await db.AuditEvents.AnyAsync(entry => entry.Action == AuditActions.AccountUnlinked, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task two_accounts_that_were_one_customers_only_one_stay_both()
    {
        await AddUserAsync("ada@example.com");
        var bob = await AddUserAsync("bob@example.com");
        await AddAccountOfAsync(bob, "acme", ordinal: 0, isSingle: true);
        await AddAccountOfAsync(new OwnerId(HubUser.ProductId), "acme", ordinal: 0, isSingle: true);

        Assert.True(await RemoveAsync(bob));

        Assert.Equal(
            2,
            await Store.QueryAsync(db =>
                db.LinkedAccounts.CountAsync(
                    account => account.OwnerId == HubUser.ProductId && account.OriginOwnerId == "acme",
                    TestContext.Current.CancellationToken
                )
            )
        );
    }

    [Fact]
    public async Task of_two_Administrators_who_leave_at_the_same_moment_one_stays()
    {
        var ada = await AddUserAsync("ada@example.com");
        var bob = await AddUserAsync("bob@example.com");
        await Store.InScopeAsync<UserManager<HubUser>, IdentityResult>(async users =>
            await users.AddToRoleAsync((await users.FindByIdAsync(bob.ToString()))!, HubRoles.Administrator)
        );

        var removed = await Task.WhenAll(RemoveAsync(ada), RemoveAsync(bob));

        Assert.Single(removed, one => one);
    }

    [Fact]
    public async Task the_only_Administrator_is_not_removed()
    {
        var ada = await AddUserAsync("ada@example.com");
        await AddUserAsync("bob@example.com");
        await AddAccountAsync(ada, "sandbox-ats");

        Assert.False(await RemoveAsync(ada));

        await using var db = await OpenAsync();
        Assert.True(await db.Users.AnyAsync(user => user.Id == ada.Value, TestContext.Current.CancellationToken));
        Assert.True(await db.LinkedAccounts.AnyAsync(TestContext.Current.CancellationToken));
        Assert.False(
            await db.AuditEvents.AnyAsync(entry => entry.Action == AuditActions.UserRemoved, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task one_of_two_Administrators_is_removed_and_the_next_user_is_a_Member()
    {
        var ada = await AddUserAsync("ada@example.com");
        var bob = await AddUserAsync("bob@example.com");
        await using (var scope = Store.Scope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>();
            await users.AddToRoleAsync((await users.FindByIdAsync(bob.ToString()))!, HubRoles.Administrator);
        }

        Assert.True(await RemoveAsync(ada));
        var later = Assert.IsType<RegistrationOutcome.Registered>(await RegisterAsync("carl@example.com"));

        Assert.False(later.IsFirstAdministrator);
    }

    private async Task<Guid> AddAccountOfAsync(OwnerId owner, string originOwnerId, int ordinal, bool isSingle = false)
    {
        var id = await AddAccountAsync(owner, "sandbox-ats");
        await Store.QueryAsync(db =>
            db.LinkedAccounts.Where(account => account.Id == id)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(account => account.OriginOwnerId, originOwnerId)
                            .SetProperty(account => account.Ordinal, ordinal)
                            .SetProperty(account => account.IsSingle, isSingle),
                    TestContext.Current.CancellationToken
                )
        );
        return id;
    }

    private async Task<bool> RemoveAsync(OwnerId id)
    {
        await using var scope = Store.Scope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().FindByIdAsync(id.ToString());
        return await scope.ServiceProvider.GetRequiredService<UserRemover>().RemoveAsync(user!, TestContext.Current.CancellationToken);
    }
}
