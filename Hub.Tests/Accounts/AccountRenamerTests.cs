using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Accounts;

public abstract class AccountRenamerTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountRenamerTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountRenamerTests(DatabaseProvider.SqlServer);

    private AccountRenamer Renamer => Store.Get<AccountRenamer>();

    [Fact]
    public async Task an_account_gets_the_name_without_the_spaces_around_it()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);

        Assert.Equal(RenameOutcome.Renamed, await Renamer.RenameAsync(owner, linked.AccountId, "  Récruiting 🚀 ", Stop));

        Assert.Equal("Récruiting 🚀", (await AccountAsync(linked.AccountId)).Name);
        var entry = (await AuditEventsAsync())[^1];
        Assert.Equal(
            (AuditActions.AccountRenamed, owner.Value, linked.AccountId, null),
            (entry.Action, entry.ActorId, entry.SubjectId, entry.Detail)
        );
    }

    [Theory]
    [InlineData(0, RenameOutcome.NameInvalid)]
    [InlineData(1, RenameOutcome.Renamed)]
    [InlineData(200, RenameOutcome.Renamed)]
    [InlineData(201, RenameOutcome.NameInvalid)]
    public async Task a_name_has_1_to_200_characters(int length, RenameOutcome expected)
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Assert.Equal(expected, await Renamer.RenameAsync(owner, linked.AccountId, $" {new string('n', length)} ", Stop));
        Assert.Equal(expected == RenameOutcome.Renamed, (await AccountAsync(linked.AccountId)).Name.All(letter => letter == 'n'));
        Assert.Equal(expected == RenameOutcome.Renamed ? 2 : 1, (await AuditAsync()).Length);
    }

    [Theory]
    [InlineData("\u200b\u2060 \u3164", null)]
    [InlineData("\u202eRecruiting\u0007\n EU", "Recruiting EU")]
    [InlineData("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f")]
    public async Task a_name_can_be_seen_and_clicked(string typed, string? expected)
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Assert.Equal(
            expected is null ? RenameOutcome.NameInvalid : RenameOutcome.Renamed,
            await Renamer.RenameAsync(owner, linked.AccountId, typed, Stop)
        );
        Assert.Equal(expected ?? "Jane Doe", (await AccountAsync(linked.AccountId)).Name);
    }

    [Fact]
    public async Task another_owners_account_is_not_found()
    {
        Store.ProviderSays(Proof);
        var linked = await LinkedAsync(await Store.NewOwnerAsync());
        var eve = await Store.NewOwnerAsync("eve@hub.example");

        Assert.Equal(RenameOutcome.NotFound, await Renamer.RenameAsync(eve, linked.AccountId, "Mine", Stop));

        Assert.Equal("Jane Doe", (await AccountAsync(linked.AccountId)).Name);
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }

    [Fact]
    public async Task of_two_names_at_the_same_moment_one_is_kept_and_the_other_is_told()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.Events.MeetBeforeWriting(2);

        var outcomes = await Task.WhenAll(
            Renamer.RenameAsync(owner, linked.AccountId, "One", Stop),
            Renamer.RenameAsync(owner, linked.AccountId, "Two", Stop)
        );

        Assert.Equal([RenameOutcome.Renamed, RenameOutcome.ChangedMeanwhile], outcomes.Order());
        Assert.Equal(outcomes[0] == RenameOutcome.Renamed ? "One" : "Two", (await AccountAsync(linked.AccountId)).Name);
        Assert.Equal([AuditActions.AccountLinked, AuditActions.AccountRenamed], await AuditAsync());
    }

    [Theory]
    [InlineData("UPDATE")]
    [InlineData("INSERT INTO")]
    public async Task a_save_that_fails_leaves_the_old_name(string verb)
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner);
        Store.Events.FailAfter = verb;

        await Assert.ThrowsAsync<DbUpdateException>(() => Renamer.RenameAsync(owner, linked.AccountId, "Other", Stop));

        Assert.Equal("Jane Doe", (await AccountAsync(linked.AccountId)).Name);
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }
}
