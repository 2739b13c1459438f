using Hub.Core;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Identity;

public abstract class SecurityEditorTests(DatabaseProvider database) : IdentityTests(database)
{
    public sealed class OnSqlite() : SecurityEditorTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : SecurityEditorTests(DatabaseProvider.SqlServer);

    private OwnerId _ada;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ada = await AddUserAsync("ada@example.com");
    }

    [Fact]
    public async Task a_change_is_saved_with_its_line_in_the_audit_trail()
    {
        var result = await ChangeAsync((users, ada) => users.ChangePasswordAsync(ada, "correct horse battery", "staple battery horse"));

        Assert.True(result.Succeeded);
        Assert.Equal(1, await LinesAsync());
    }

    [Fact]
    public async Task a_change_that_is_refused_leaves_no_line()
    {
        var result = await ChangeAsync((users, ada) => users.ChangePasswordAsync(ada, "wrong", "staple battery horse"));

        Assert.Equal("That is not your current password.", Assert.Single(result.Errors).Description);
        Assert.Equal(0, await LinesAsync());
    }

    [Fact]
    public async Task a_change_that_breaks_off_half_way_is_not_saved()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ChangeAsync(
                async (users, ada) =>
                {
                    await users.SetTwoFactorEnabledAsync(ada, enabled: true);
                    throw new InvalidOperationException("The second half fails.");
                }
            )
        );

        Assert.Equal(0, await LinesAsync());
        await using var db = await OpenAsync();
        Assert.False(await db.OfPeople().Select(user => user.TwoFactorEnabled).SingleAsync(TestContext.Current.CancellationToken));
    }

    private async Task<IdentityResult> ChangeAsync(Func<UserManager<HubUser>, HubUser, Task<IdentityResult>> change)
    {
        await using var scope = Store.Scope();
        var ada = await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().FindByIdAsync(_ada.ToString());
        return await scope
            .ServiceProvider.GetRequiredService<SecurityEditor>()
            .ChangeAsync(ada!, AuditActions.PasswordChanged, users => change(users, ada!), TestContext.Current.CancellationToken);
    }

    private async Task<int> LinesAsync()
    {
        await using var db = await OpenAsync();
        return await db.AuditEvents.CountAsync(
            entry => entry.Action == AuditActions.PasswordChanged && entry.ActorId == _ada.Value && entry.SubjectId == _ada.Value,
            TestContext.Current.CancellationToken
        );
    }
}
