using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.AuthLinks;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Identity;

/// <summary>SQL Server ends one of two writers that wait for each other. Whoever it is tries again, from the beginning.</summary>
public abstract class DeadlockTests(DatabaseProvider database) : IdentityTests(database)
{
    public sealed class OnSqlite() : DeadlockTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : DeadlockTests(DatabaseProvider.SqlServer)
    {
        [Fact]
        public async Task a_session_is_issued()
        {
            var ada = await AddUserAsync("ada@example.com");
            EndOneWriter();
            Assert.IsType<SessionIssueOutcome.Issued>(
                await Store.Get<SessionIssuer>().IssueAsync(ada, new SessionRequest { Origin = new("acme", "Acme") }, Stop)
            );
            await AssertRetriedAsync(AuditActions.SessionIssued);
        }

        [Fact]
        public async Task no_connection_goes_back_to_the_pool_as_SERIALIZABLE()
        {
            await AddUserAsync("ada@example.com");
            Assert.True(await RemoveAsync(await AddUserAsync("bob@example.com")));
            var level = await Store.QueryAsync(db =>
                db.Database.SqlQueryRaw<short>(
                        "SELECT transaction_isolation_level AS Value FROM sys.dm_exec_sessions WHERE session_id = @@SPID"
                    )
                    .ToListAsync(Stop)
            );
            const short ReadCommitted = 2;
            Assert.Equal([ReadCommitted], level);
        }
    }

    [Fact]
    public async Task somebody_registers()
    {
        EndOneWriter();
        await AddUserAsync("ada@example.com");
        await AssertRetriedAsync(AuditActions.UserRegistered);
        Assert.Equal(1, await Store.QueryAsync(db => db.OfPeople().CountAsync(Stop)));
    }

    [Fact]
    public async Task a_user_is_removed()
    {
        await AddUserAsync("ada@example.com");
        var bob = await AddUserAsync("bob@example.com");
        await AddAccountAsync(bob, "sandbox-ats");
        EndOneWriter();
        Assert.True(await RemoveAsync(bob));
        await AssertRetriedAsync(AuditActions.UserRemoved);
        Assert.Equal(1, await Store.QueryAsync(db => db.OfPeople().CountAsync(Stop)));
    }

    [Fact]
    public async Task a_password_is_changed()
    {
        var ada = await AddUserAsync("ada@example.com");
        EndOneWriter();
        await using var scope = Store.Scope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>();
        var user = (await users.FindByIdAsync(ada.ToString()))!;
        var result = await scope
            .ServiceProvider.GetRequiredService<SecurityEditor>()
            .ChangeAsync(
                user,
                AuditActions.PasswordChanged,
                one => one.ChangePasswordAsync(user, "correct horse battery", "staple battery horse"),
                Stop
            );
        Assert.True(result.Succeeded, $"{result}");
        await AssertRetriedAsync(AuditActions.PasswordChanged);
        Assert.True(
            await Store.InScopeAsync<UserManager<HubUser>, bool>(async fresh =>
                await fresh.CheckPasswordAsync((await fresh.FindByIdAsync(ada.ToString()))!, "staple battery horse")
            )
        );
    }

    [Fact]
    public async Task an_access_key_is_disabled()
    {
        var ada = await AddUserAsync("ada@example.com");
        var key = Assert
            .IsType<AccessKeyIssueOutcome.Issued>(
                await Store.Get<AccessKeyIssuer>().IssueAsync(ada, new AccessKeyRequest("Product", AccessScopes.All, ExpiresAt: null), Stop)
            )
            .Key;
        EndOneWriter();
        Assert.Equal(AccessKeyEditOutcome.Changed, await Store.Get<AccessKeyEditor>().DisableAsync(ada, key.Id, Stop));
        await AssertRetriedAsync(AuditActions.AccessKeyDisabled);
        Assert.True(await Store.QueryAsync(db => db.AccessKeys.AnyAsync(one => one.Id == key.Id && one.DisabledAt != null, Stop)));
    }

    protected void EndOneWriter() =>
        (Store.Events.FailAfter, Store.Events.Failures, Store.Events.Failure) = ("INTO", 1, () => SqlErrors.Create(1205, severity: 13));

    protected async Task AssertRetriedAsync(string action)
    {
        Assert.Equal(1, Store.Events.Failed);
        Assert.Equal(1, await Store.QueryAsync(db => db.AuditEvents.CountAsync(line => line.Action == action, Stop)));
    }

    protected async Task<bool> RemoveAsync(OwnerId owner)
    {
        await using var scope = Store.Scope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().FindByIdAsync(owner.ToString());
        return await scope.ServiceProvider.GetRequiredService<UserRemover>().RemoveAsync(user!, Stop);
    }
}
