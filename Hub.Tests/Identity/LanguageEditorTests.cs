using Hub.Core;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Identity;

public abstract class LanguageEditorTests(DatabaseProvider database) : IdentityTests(database)
{
    public sealed class OnSqlite() : LanguageEditorTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : LanguageEditorTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task a_language_is_stored_and_recorded_once()
    {
        var ada = await AddUserAsync("ada@example.com");
        var stamp = await StampAsync();

        Assert.True(await ChangeAsync(ada, "pt-BR"));
        Assert.True(await ChangeAsync(ada, "pt-BR"));

        Assert.Equal("pt-BR", await LanguageAsync());
        Assert.Equal(1, await RecordedAsync());
        // Nobody is signed out for it.
        Assert.Equal(stamp, await StampAsync());
        Assert.True(await ChangeAsync(ada, language: null));
        Assert.Null(await LanguageAsync());
        Assert.Equal(2, await RecordedAsync());
    }

    [Fact]
    public async Task an_unknown_user_has_no_language()
    {
        Assert.False(await ChangeAsync(new OwnerId(Guid.CreateVersion7()), "de"));
        Assert.Equal(0, await RecordedAsync());
    }

    private Task<bool> ChangeAsync(OwnerId user, string? language) => Store.Get<LanguageEditor>().ChangeAsync(user, language, Stop);

    private async Task<string?> LanguageAsync()
    {
        await using var db = await OpenAsync();
        return (await db.OfPeople().SingleAsync(Stop)).Language;
    }

    private async Task<string?> StampAsync()
    {
        await using var db = await OpenAsync();
        return (await db.OfPeople().SingleAsync(Stop)).SecurityStamp;
    }

    private async Task<int> RecordedAsync()
    {
        await using var db = await OpenAsync();
        return await db.AuditEvents.CountAsync(line => line.Action == AuditActions.LanguageChanged, Stop);
    }
}
