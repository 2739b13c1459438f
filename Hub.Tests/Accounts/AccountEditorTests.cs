using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.AuthLinks;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Sessions;

namespace Hub.Tests.Accounts;

public abstract class AccountEditorTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountEditorTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountEditorTests(DatabaseProvider.SqlServer);

    private static readonly Actor Product = Actor.AccessKey(Guid.CreateVersion7());

    private AccountEditor Editor => Store.Get<AccountEditor>();

    [Fact]
    public async Task what_is_named_changes_and_the_rest_stays()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;

        Assert.IsType<AccountEditOutcome.Edited>(
            await Editor.EditAsync(
                owner,
                id,
                new AccountEdit
                {
                    OriginOwnerId = "acme",
                    OriginOwnerName = "Acme",
                    OriginUsername = "jane",
                    Label = "EU",
                    Metadata = "{\"a\":1}",
                    Type = AccountType.Test,
                },
                Product,
                Stop
            )
        );
        Assert.IsType<AccountEditOutcome.Edited>(await Editor.EditAsync(owner, id, new AccountEdit { Label = "" }, Product, Stop));

        var account = await AccountAsync(id);
        Assert.Equal(("acme", "Acme", "jane"), (account.OriginOwnerId, account.OriginOwnerName, account.OriginUsername));
        Assert.Equal((null, "{\"a\":1}", AccountType.Test), (account.Label, account.Metadata, account.Type));
        Assert.Equal(Key, StoredKeyOf(account));
        Assert.Equal([AuditActions.AccountLinked, AuditActions.AccountEdited, AuditActions.AccountEdited], await AuditAsync());
        var entry = (await AuditEventsAsync())[^1];
        Assert.Equal((ActorKind.AccessKey, Product.Id, id), (entry.ActorKind, entry.ActorId, entry.SubjectId));
    }

    [Fact]
    public async Task another_owners_account_is_not_changed()
    {
        Store.ProviderSays(Proof);
        var id = (await LinkedAsync(await Store.NewOwnerAsync())).AccountId;
        var eve = await Store.NewOwnerAsync("eve@hub.example");

        Assert.IsType<AccountEditOutcome.NotFound>(await Editor.EditAsync(eve, id, new AccountEdit { Label = "mine" }, Product, Stop));
        Assert.IsType<CredentialOutcome.NotFound>(await Store.Get<CredentialReader>().ReadAsync(eve, id, Product, Stop));
        Assert.False(await Store.Get<AccountUnlinker>().UnlinkAsync(eve, id, Product, Stop));

        Assert.Null((await AccountAsync(id)).Label);
        Assert.Equal([AuditActions.AccountLinked], await AuditAsync());
    }

    [Fact]
    public async Task an_account_moves_to_an_origin_owner_who_has_the_same_identity()
    {
        Store.ProviderSays(Proof);
        var owner = new OwnerId(HubUser.ProductId);
        var ids = new List<Guid>();
        foreach (var origin in new[] { "acme", "globex" })
        {
            var issued = Assert.IsType<SessionIssueOutcome.Issued>(
                await Store
                    .Get<SessionIssuer>()
                    .IssueForProductAsync(Guid.CreateVersion7(), new SessionRequest { Origin = new(origin, origin) }, Stop)
            );
            ids.Add(
                Assert
                    .IsType<LinkOutcome.Linked>(
                        await Store.Linker.LinkAsync(owner, AtAddress("one") with { Session = issued.Session.ToGrant() }, null, Stop)
                    )
                    .AccountId
            );
        }

        Assert.IsType<AccountEditOutcome.Edited>(
            await Editor.EditAsync(owner, ids[1], new AccountEdit { OriginOwnerId = "acme" }, Product, Stop)
        );

        Assert.Equal(["acme", "acme"], (await AccountsAsync()).Select(account => account.OriginOwnerId));
        Assert.Equal([0, 1], (await AccountsAsync()).Select(account => account.Ordinal).Order());
    }

    [Fact]
    public async Task two_edits_at_the_same_moment_both_count()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;
        Store.Events.MeetBeforeWriting(2);

        await Task.WhenAll(
            Editor.EditAsync(owner, id, new AccountEdit { Label = "EU" }, Product, Stop),
            Editor.EditAsync(owner, id, new AccountEdit { OriginUsername = "jane" }, Product, Stop)
        );

        var account = await AccountAsync(id);
        Assert.Equal(("EU", "jane"), (account.Label, account.OriginUsername));
    }

    [Fact]
    public void what_is_wrong_is_told_by_property()
    {
        var faults = AccountEditor.FindErrors(
            new AccountEdit
            {
                OriginOwnerId = " ",
                OriginOwnerName = "",
                OriginUsername = new string('x', 256),
                Label = new string('x', 201),
                Metadata = "[]",
                Type = (AccountType)7,
            }
        );

        Assert.Equal(
            ["Label", "Metadata", "OriginOwnerId", "OriginOwnerName", "OriginUsername", "Type"],
            faults.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Empty(AccountEditor.FindErrors(new AccountEdit()));
    }

    [Fact]
    public async Task names_can_be_seen()
    {
        Assert.Equal(
            ["Label", "OriginOwnerId", "OriginOwnerName", "OriginUsername"],
            AccountEditor
                .FindErrors(
                    new AccountEdit
                    {
                        OriginOwnerId = "\u200b",
                        OriginOwnerName = "\u2060",
                        OriginUsername = "\ufeff",
                        Label = "\u200b",
                    }
                )
                .Keys.Order(StringComparer.Ordinal)
        );
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;

        Assert.IsType<AccountEditOutcome.Edited>(
            await Editor.EditAsync(
                owner,
                id,
                new AccountEdit
                {
                    OriginOwnerId = "acme",
                    OriginOwnerName = "\u202eAcme\u0000",
                    OriginUsername = " jane\u200b",
                    Label = "👩\u200d💻\tEU",
                },
                Product,
                Stop
            )
        );

        var account = await AccountAsync(id);
        Assert.Equal(("Acme", "jane", "👩\u200d💻 EU"), (account.OriginOwnerName, account.OriginUsername, account.Label));
    }

    [Fact]
    public async Task who_reads_a_credential_stands_in_the_trail()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;

        var read = Assert.IsType<CredentialOutcome.Read>(await Store.Get<CredentialReader>().ReadAsync(owner, id, Product, Stop));

        Assert.Contains(Key, read.Values.All.Values.Select(value => value.Reveal()));
        var entry = (await AuditEventsAsync())[^1];
        Assert.Equal(
            (AuditActions.CredentialRead, ActorKind.AccessKey, Product.Id, id),
            (entry.Action, entry.ActorKind, entry.ActorId, entry.SubjectId)
        );
    }

    [Fact]
    public async Task a_credential_that_cannot_be_recorded_is_not_read()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var id = (await LinkedAsync(owner)).AccountId;
        Store.Events.FailAfter = "INSERT INTO";

        await Assert.ThrowsAnyAsync<Exception>(() => Store.Get<CredentialReader>().ReadAsync(owner, id, Product, Stop));
    }
}
