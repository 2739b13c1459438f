using System.Text;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Accounts;

public abstract class StoredCredentialTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : StoredCredentialTests(DatabaseProvider.Sqlite)
    {
        [Fact]
        public async Task the_files_of_the_database_do_not_hold_the_key()
        {
            Store.ProviderSays(Proof);
            // Keeps the write-ahead log where it is: other tests empty the pools, and the last connection that closes takes it away.
            await using var open = await Store.Get<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
            await open.Database.OpenConnectionAsync(Stop);
            await open.Users.AnyAsync(Stop);
            await LinkedAsync(await Store.NewOwnerAsync());

            // The files are open; together they are what a thief would take.
            var files = Directory.GetFiles(Store.Options.DataDirectory, "hub.db*");
            Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
            var bytes = new List<byte>();
            foreach (var file in files)
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var copy = new MemoryStream();
                await stream.CopyToAsync(copy, Stop);
                bytes.AddRange(copy.ToArray());
            }

            // What is not secret is found, so that the search is known to work.
            Assert.True(Holds(bytes, Encoding.UTF8.GetBytes("Jane Doe")));
            Assert.False(Holds(bytes, Encoding.UTF8.GetBytes(Key)));
            Assert.False(Holds(bytes, Encoding.Unicode.GetBytes(Key)));
            Assert.False(Holds(bytes, Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)))));
        }

        private static bool Holds(List<byte> bytes, byte[] text) =>
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).IndexOf(text) >= 0;
    }

    public sealed class OnSqlServer() : StoredCredentialTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task every_field_is_encrypted_and_reads_back_the_same()
    {
        Store.ProviderSays(Proof);
        var linked = await LinkedAsync(await Store.NewOwnerAsync(), AtAddress("acme"));

        var credentials = (await AccountAsync(linked.AccountId)).Credentials;

        Assert.Equal(2, credentials.Count);
        Assert.All(
            credentials,
            field =>
                Assert.DoesNotContain(
                    field.FieldKey == "subdomain" ? "acme" : Key,
                    Encoding.UTF8.GetString(field.Ciphertext),
                    StringComparison.Ordinal
                )
        );
        var values = Store.Get<CredentialProtector>().Unprotect(credentials)!;
        Assert.Equal("acme", values.Reveal("subdomain"));
        Assert.Equal(Key, values.Reveal("api_token"));
    }

    [Fact]
    public async Task the_same_key_is_never_the_same_ciphertext()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        await LinkedAsync(owner);
        await LinkedAsync(owner, Request() with { Target = new LinkTarget.Another() });
        var ciphertexts = await Store.QueryAsync(db => db.Credentials.Select(credential => credential.Ciphertext).ToListAsync(Stop));
        Assert.NotEqual(ciphertexts[0], ciphertexts[1]);
    }

    [Fact]
    public async Task a_ciphertext_moved_to_another_account_cannot_be_read()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        var mine = await LinkedAsync(owner);
        var other = await LinkedAsync(owner, Request(OtherKey) with { Target = new LinkTarget.Another() });
        var stolen = Assert.Single((await AccountAsync(mine.AccountId)).Credentials, field => field.FieldKey == "api_key").Ciphertext;

        await Store.QueryAsync(db =>
            db.Credentials.Where(field => field.AccountId == other.AccountId && field.FieldKey == "api_key")
                .ExecuteUpdateAsync(set => set.SetProperty(field => field.Ciphertext, stolen), Stop)
        );

        Assert.Null(StoredKeyOf(await AccountAsync(other.AccountId)));
        Assert.IsType<VerifyNowOutcome.CredentialUnreadable>(
            await Store.Get<AccountVerifier>().VerifyNowAsync(owner, other.AccountId, Stop)
        );
    }

    [Fact]
    public async Task a_ciphertext_moved_to_another_field_cannot_be_read()
    {
        Store.ProviderSays(Proof);
        var linked = await LinkedAsync(await Store.NewOwnerAsync(), AtAddress("acme"));
        var secret = Assert.Single((await AccountAsync(linked.AccountId)).Credentials, field => field.FieldKey == "api_token").Ciphertext;

        // A subdomain may end up in an address; a key must not.
        await Store.QueryAsync(db =>
            db.Credentials.Where(field => field.FieldKey == "subdomain")
                .ExecuteUpdateAsync(set => set.SetProperty(field => field.Ciphertext, secret), Stop)
        );

        Assert.Null(Store.Get<CredentialProtector>().Unprotect((await AccountAsync(linked.AccountId)).Credentials));
    }

    [Fact]
    public async Task a_ciphertext_cannot_be_read_with_another_key_ring()
    {
        Store.ProviderSays(Proof);
        var linked = await LinkedAsync(await Store.NewOwnerAsync());
        await using var elsewhere = await TestStore.CreateAsync(DatabaseProvider.Sqlite, migrate: false);
        Assert.Null(elsewhere.Get<CredentialProtector>().Unprotect((await AccountAsync(linked.AccountId)).Credentials));
    }
}
