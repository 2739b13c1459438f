using Hub.Core;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Mail;
using Hub.Core.Maintenance;
using Hub.Core.OAuth;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Maintenance;

/// <summary>Secrets get the newest key while other nodes read and write them.</summary>
public abstract class SecretRotationTests(DatabaseProvider database) : StoreTests(database)
{
    public sealed class OnSqlite() : SecretRotationTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : SecretRotationTests(DatabaseProvider.SqlServer);

    // Removed with the store.
    private DirectoryInfo Keys => Directory.CreateDirectory(Path.Combine(Store.Options.DataDirectory, "keys"));

    [Fact]
    public async Task everything_gets_the_newest_key_and_stays_readable()
    {
        var node = Node();
        await node.GetRequiredService<KeyRingCheck>().FitsAsync(Stop);
        var accounts = await StoreAccountsAsync(node, 120);
        await StoreOthersAsync(node);
        NewKey();
        var rotating = Node();

        var progress = new List<RotationProgress>();
        var counts = await RotateAsync(rotating, new Watch(progress.Add));

        Assert.Equal(new RotationCounts { Rotated = 244, Current = 244 }, counts);
        Assert.Equal(new RotationProgress(244, 244), progress[^1]);
        // Also a node that knew nothing of the new key.
        foreach (var reader in new[] { node, rotating })
        {
            await AssertReadableAsync(reader, accounts);
            Assert.True(await reader.GetRequiredService<KeyRingCheck>().FitsAsync(Stop));
        }

        Assert.Equal(
            "rotated 244, current 244, unreadable 0",
            await Store.QueryAsync(db =>
                db.AuditEvents.Where(one => one.Action == "credentials.rotated").Select(one => one.Detail).SingleAsync(Stop)
            )
        );
        Assert.Equal(new RotationCounts { Current = 244 }, await RotateAsync(rotating));
    }

    [Fact]
    public async Task one_that_is_stopped_goes_on_where_it_was()
    {
        var accounts = await StoreAccountsAsync(Node(), 120);
        NewKey();
        var rotating = Node();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            rotating.GetRequiredService<SecretRotation>().RotateAsync(new Watch(now => StopAt(now.Seen)), stop.Token)
        );

        var counts = await RotateAsync(rotating);

        // The mark and a batch were done.
        Assert.Equal(new RotationCounts { Rotated = 140, Current = 241 }, counts);
        await AssertReadableAsync(rotating, accounts);

        void StopAt(int seen)
        {
            if (seen > 1)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public async Task a_credential_that_is_changed_meanwhile_is_left_as_it_is()
    {
        var node = Node();
        var account = Assert.Single(await StoreAccountsAsync(node, 1));
        NewKey();
        var rotating = Node();
        var table = rotating.GetRequiredService<SecretTables>().All.OfType<SecretTable<StoredCredential>>().Single();
        await using var db = await rotating.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);
        var read = await table.ReadAsync(db, last: null, 10, Stop);
        var other = node.GetRequiredService<CredentialProtector>()
            .Protect(account, Some.Values(("api_key", "another")))
            .Single()
            .Ciphertext;
        await Store.QueryAsync(one =>
            one.Credentials.Where(field => field.FieldKey == "api_key")
                .ExecuteUpdateAsync(set => set.SetProperty(field => field.Ciphertext, other), Stop)
        );

        var replaced = 0;
        foreach (var row in read)
        {
            replaced += await row.Replace(db, row.Renew()!);
        }

        Assert.Equal((2, 1), (read.Count, replaced));
        Assert.Equal("another", (await ReadAsync(node, account))!.Reveal("api_key"));
    }

    [Fact]
    public async Task what_cannot_be_read_is_counted_and_left()
    {
        var node = Node();
        await node.GetRequiredService<KeyRingCheck>().FitsAsync(Stop);
        await StoreAccountsAsync(Node(new EphemeralDataProtectionProvider()), 1);
        var before = await CiphertextsAsync();

        Assert.Equal(new RotationCounts { Current = 1, Unreadable = 2 }, await RotateAsync(node));
        Assert.Equal(before, await CiphertextsAsync());
    }

    [Fact]
    public async Task a_foreign_key_ring_changes_nothing()
    {
        var node = Node();
        await node.GetRequiredService<KeyRingCheck>().FitsAsync(Stop);
        await StoreAccountsAsync(node, 1);
        var before = await CiphertextsAsync();

        Assert.IsType<RotationOutcome.KeyRingDoesNotFit>(
            await Node(new EphemeralDataProtectionProvider()).GetRequiredService<SecretRotation>().RotateAsync(progress: null, Stop)
        );
        Assert.Equal(before, await CiphertextsAsync());
    }

    private static async Task<RotationCounts> RotateAsync(IServiceProvider node, IProgress<RotationProgress>? progress = null) =>
        Assert.IsType<RotationOutcome.Rotated>(await node.GetRequiredService<SecretRotation>().RotateAsync(progress, Stop)).Counts;

    /// <summary>Accounts with two fields each.</summary>
    private async Task<List<Guid>> StoreAccountsAsync(IServiceProvider node, int count)
    {
        var accounts = Enumerable
            .Range(0, count)
            .Select(_ =>
                Some.Account(
                    protector: node.GetRequiredService<CredentialProtector>(),
                    values: Some.Values(("api_key", "stored-key"), ("workspace", "acme"))
                )
            )
            .ToList();
        await Store.QueryAsync(db =>
        {
            db.LinkedAccounts.AddRange(accounts);
            return db.SaveChangesAsync(Stop);
        });
        return [.. accounts.Select(account => account.Id)];
    }

    /// <summary>A registered client's secret, what waits for an authorization, and a mail.</summary>
    private Task<int> StoreOthersAsync(IServiceProvider node) =>
        Store.QueryAsync(db =>
        {
            db.ProviderClients.Add(
                new ProviderClient
                {
                    ProviderSlug = "lever",
                    ClientId = "app",
                    Secret = node.GetRequiredService<ProviderClients>().Protect("lever", "secret-of-the-app"),
                    UpdatedAt = Store.Time.GetUtcNow(),
                }
            );
            var attempt = new ConnectionAttempt { OwnerId = HubUser.ProductId, CreatedAt = Store.Time.GetUtcNow() };
            attempt.Prepare(
                "lever",
                replaces: null,
                asAnother: false,
                AttemptReturn.Popup,
                new Hub.Core.Credentials.Secret("ticket"),
                new AuthorizationPayload { Values = Some.Values(("workspace", "acme")) }.Protect(
                    node.GetRequiredService<IDataProtectionProvider>(),
                    attempt.Id
                )
            );
            db.ConnectionAttempts.Add(attempt);
            var mail = Guid.CreateVersion7();
            db.OutgoingMails.Add(
                new OutgoingMail
                {
                    Id = mail,
                    Ciphertext = node.GetRequiredService<OutgoingMails>().Protector(mail).Protect("a mail"u8.ToArray()),
                    CreatedAt = Store.Time.GetUtcNow(),
                    ExpiresAt = Store.Time.GetUtcNow().AddDays(1),
                    NextAttemptAt = Store.Time.GetUtcNow(),
                }
            );
            return db.SaveChangesAsync(Stop);
        });

    private async Task AssertReadableAsync(IServiceProvider node, List<Guid> accounts)
    {
        foreach (var account in accounts)
        {
            var values = await ReadAsync(node, account);
            Assert.Equal(("stored-key", "acme"), (values?.Reveal("api_key"), values?.Reveal("workspace")));
        }

        var (clients, attempts, mails) = await Store.QueryAsync(async db =>
            (
                await db.ProviderClients.ToListAsync(Stop),
                await db.ConnectionAttempts.ToListAsync(Stop),
                await db.OutgoingMails.ToListAsync(Stop)
            )
        );
        Assert.All(
            mails,
            mail => Assert.Equal("a mail"u8, node.GetRequiredService<OutgoingMails>().Protector(mail.Id).Unprotect(mail.Ciphertext))
        );
        Assert.All(
            clients,
            client =>
                Assert.Equal(
                    "secret-of-the-app",
                    node.GetRequiredService<ProviderClients>().Unprotect(client.ProviderSlug, client.Secret)?.Reveal()
                )
        );
        Assert.All(
            attempts,
            attempt =>
                Assert.Equal(
                    "acme",
                    AuthorizationPayload
                        .Unprotect(node.GetRequiredService<IDataProtectionProvider>(), attempt.Id, attempt.Payload)
                        ?.Values.Reveal("workspace")
                )
        );
    }

    private Task<CredentialValues?> ReadAsync(IServiceProvider node, Guid account) =>
        Store.QueryAsync(async db =>
            node.GetRequiredService<CredentialProtector>()
                .Unprotect(await db.Credentials.Where(field => field.AccountId == account).ToListAsync(Stop))
        );

    private Task<List<byte[]>> CiphertextsAsync() =>
        Store.QueryAsync(db => db.Credentials.OrderBy(field => field.FieldKey).Select(field => field.Ciphertext).ToListAsync(Stop));

    /// <summary>As the console command makes it, in a process of its own.</summary>
    private void NewKey()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var alone = Files(new ServiceCollection()).BuildServiceProvider();
        alone.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
    }

    private IServiceCollection Files(IServiceCollection services)
    {
        services.AddLogging().AddDataProtection().SetApplicationName("Hub").PersistKeysToFileSystem(Keys);
        return services;
    }

    private ServiceProvider Node(IDataProtectionProvider? keyRing = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHubData(Store.Options);
        services.AddHubCore(new ConfigurationBuilder().Build(), withSandbox: true);
        services.AddSingleton<TimeProvider>(Store.Time);
        services.AddSingleton<IDataProtectionProvider>(
            keyRing
                ?? new SharedKeyRing(
                    Keys,
                    () => Files(new ServiceCollection()).BuildServiceProvider().GetRequiredService<IDataProtectionProvider>()
                )
        );
        return services.BuildServiceProvider();
    }

    private sealed class Watch(Action<RotationProgress> see) : IProgress<RotationProgress>
    {
        public void Report(RotationProgress value) => see(value);
    }
}
