using System.Collections.Concurrent;
using System.Text;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Import;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore;
using Moq;

namespace Hub.Tests.Accounts.Import;

/// <summary>Files become accounts.</summary>
public abstract class AccountImporterTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountImporterTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountImporterTests(DatabaseProvider.SqlServer);

    private const string Header = "provider,method,origin_owner_id,origin_owner_name,api_key,label,metadata,type,name,key_expires_on\n";

    private static readonly Actor AccessKey = Actor.AccessKey(Guid.CreateVersion7());

    /// <summary>The keys that the provider was asked about.</summary>
    private readonly ConcurrentQueue<string> _asked = new();

    private Func<string, CancellationToken, Task<VerificationOutcome>> _answer = (key, _) => Task.FromResult(IdentityOf(key));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Store
            .Verifier.Setup(verifier =>
                verifier.VerifyAsync(
                    It.IsAny<Provider>(),
                    It.IsAny<AuthMethod>(),
                    It.IsAny<CredentialValues>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(
                async (Provider _, AuthMethod _, CredentialValues values, CancellationToken cancellationToken) =>
                {
                    _asked.Enqueue(values.Reveal("api_key"));
                    return new VerificationReport(await _answer(values.Reveal("api_key"), cancellationToken), "REF23456");
                }
            );
    }

    [Fact]
    public async Task each_row_becomes_an_account_and_the_same_file_again_changes_nothing_and_asks_nobody()
    {
        var file =
            $"{Header}sandbox-ats,api_key,acme,Acme Inc.,{KeyOf(1)},Jobs,\"{{\"\"a\"\":1}}\",test,Jane's,2027-01-31\n"
            + $"sandbox-ats,API_KEY,beta,,{KeyOf(2)}\n";

        var created = await ImportAsync(file);

        Assert.Equal([2, 3], created.Select(row => row.Line));
        var ids = created.Select(row => Assert.IsType<ImportOutcome.Created>(row.Outcome).AccountId).ToList();
        var account = await AccountAsync(ids[0]);
        Assert.Equal(
            (HubUser.ProductId, "acme", "Acme Inc.", "Jobs", "{\"a\":1}", AccountType.Test, "Jane's"),
            (account.OwnerId, account.OriginOwnerId, account.OriginOwnerName, account.Label, account.Metadata, account.Type, account.Name)
        );
        Assert.Equal(
            (new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero), KeyExpirySource.Person),
            (account.KeyExpiresAt, account.KeyExpirySource)
        );
        Assert.Equal(KeyOf(1), StoredKeyOf(account));
        Assert.Equal((AccountType.Production, "Person 2"), ((await AccountAsync(ids[1])).Type, (await AccountAsync(ids[1])).Name));
        Assert.Equal(
            [("account.linked", AccessKey), ("account.linked", AccessKey)],
            (await AuditEventsAsync()).Select(one => (one.Action, new Actor(one.ActorKind, one.ActorId)))
        );
        Assert.Equal(
            [AccountEventKind.Created, AccountEventKind.Created],
            await Store.QueryAsync(db => db.AccountEvents.Select(one => one.Kind).ToListAsync(Stop))
        );

        var asked = _asked.Count;
        Assert.Equal(
            ids.Select(id => new ImportOutcome.Unchanged(id)),
            (await ImportAsync(file)).Select(row => row.Outcome).Cast<ImportOutcome.Unchanged>()
        );
        Assert.Equal(asked, _asked.Count);
        Assert.Equal(2, (await AuditEventsAsync()).Length);
    }

    [Fact]
    public async Task another_key_of_the_same_identity_is_an_update_and_a_repeated_row_is_unchanged()
    {
        var created = Assert.IsType<ImportOutcome.Created>(Assert.Single(await ImportAsync(RowsOf(("acme", KeyOf(1))))).Outcome);

        var rows = await ImportAsync(
            RowsOf(("acme", KeyOf(1, version: 2)), ("acme", KeyOf(1, version: 2)), ("beta", KeyOf(1, version: 2)))
        );

        Assert.Equal(new ImportOutcome.Updated(created.AccountId), rows[0].Outcome);
        Assert.Equal(new ImportOutcome.Unchanged(created.AccountId), rows[1].Outcome);
        // Another customer's account is its own.
        Assert.IsType<ImportOutcome.Created>(rows[2].Outcome);
        Assert.Equal(3, _asked.Count);
        Assert.Equal(KeyOf(1, version: 2), StoredKeyOf(await AccountAsync(created.AccountId)));
    }

    [Fact]
    public async Task a_row_that_is_wrong_is_not_sent_and_one_that_is_rejected_is_told()
    {
        _answer = (key, _) =>
            Task.FromResult(
                key == KeyOf(2) ? new VerificationOutcome.InvalidCredentials("api_key", "Make a new one.", 1)
                : key == KeyOf(3) ? new VerificationOutcome.ProviderUnavailable(UnavailableCause.TimedOut)
                : IdentityOf(key)
            );
        var rows = await ImportAsync(
            "provider,method,origin_owner_id,api_key,subdomain\n"
                + $"sandbox-ats,api_key,acme,{KeyOf(2)},\nsandbox-ats,api_key,acme,{KeyOf(3)},\n"
                + $",,acme,{KeyOf(4)},\nnobody,,acme,{KeyOf(4)},\nsandbox-ats,basic,acme,{KeyOf(4)},\n"
                + $"sandbox-ats,oauth2_authorization_code,acme,{KeyOf(4)},\nsandbox-ats,api_key,,{KeyOf(4)},\n"
                + $"sandbox-ats,api_key,acme,{KeyOf(4)},x\nsandbox-ats,api_key,acme,,\nsmartrecruiters,,acme,{KeyOf(4)},\n"
                + $"sandbox-ats,api_key,acme,{KeyOf(5)},\n"
        );

        Assert.IsType<VerificationOutcome.InvalidCredentials>(RefusalOf(rows[0]));
        Assert.IsType<VerificationOutcome.ProviderUnavailable>(RefusalOf(rows[1]));
        Assert.Equal(new ImportFault.Missing("provider"), FaultOf(rows[2]));
        Assert.Equal("provider", Assert.IsType<ImportFault.Unknown>(FaultOf(rows[3])).Property);
        Assert.Equal(["api_key"], Assert.IsType<ImportFault.Unknown>(FaultOf(rows[4])).Known);
        Assert.IsType<ImportFault.NeedsAuthorization>(FaultOf(rows[5]));
        Assert.Equal(new ImportFault.Missing("origin_owner_id"), FaultOf(rows[6]));
        Assert.Equal("fields", Assert.IsType<ImportFault.UnknownMember>(FaultOf(rows[7])).In);
        Assert.IsType<LinkOutcome.Invalid>(Assert.IsType<ImportOutcome.Refused>(rows[8].Outcome).Reason);
        Assert.IsType<ImportFault.MethodRequired>(FaultOf(rows[9]));
        Assert.IsType<ImportOutcome.Created>(rows[10].Outcome);
        Assert.Equal([KeyOf(2), KeyOf(3), KeyOf(5)], _asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task a_person_imports_accounts_of_their_own()
    {
        var owner = await Store.NewOwnerAsync();

        var row = Assert.Single(
            await ImportAsync(
                $"provider,method,api_key\nsandbox-ats,api_key,{KeyOf(1)}\n",
                new ImportRequest(owner, Actor.Hub, DryRun: false)
            )
        );

        var account = await AccountAsync(Assert.IsType<ImportOutcome.Created>(row.Outcome).AccountId);
        Assert.Equal((owner.Value, ""), (account.OwnerId, account.OriginOwnerId));
        Assert.Equal(ActorKind.Hub, Assert.Single(await AuditEventsAsync()).ActorKind);
    }

    [Fact]
    public async Task a_dry_run_verifies_and_stores_nothing()
    {
        await ImportAsync(RowsOf(("acme", KeyOf(1))));
        var audit = await AuditAsync();

        var rows = await ImportAsync(
            RowsOf(("acme", KeyOf(1)), ("acme", KeyOf(2)), ("acme", KeyOf(2))),
            new ImportRequest(new OwnerId(HubUser.ProductId), AccessKey, DryRun: true)
        );

        Assert.IsType<ImportOutcome.Unchanged>(rows[0].Outcome);
        Assert.IsType<ImportOutcome.Verified>(rows[1].Outcome);
        Assert.Equal(new ImportOutcome.Unchanged(null), rows[2].Outcome);
        Assert.Single(await AccountsAsync());
        Assert.Equal(audit, await AuditAsync());
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task the_report_has_the_order_of_the_file_and_a_provider_is_asked_about_a_few_keys_at_a_time()
    {
        var (now, most) = (0, 0);
        _answer = async (key, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5)), TimeProvider.System, cancellationToken);
            Interlocked.Decrement(ref now);
            return IdentityOf(key);
        };

        var rows = await ImportAsync(RowsOf([.. Enumerable.Range(0, 60).Select(i => ($"customer-{i}", KeyOf(i)))]));

        Assert.Equal(Enumerable.Range(2, 60).Select(line => (long)line), rows.Select(row => row.Line));
        Assert.All(rows, row => Assert.IsType<ImportOutcome.Created>(row.Outcome));
        Assert.InRange(most, 2, 8);
    }

    [Fact]
    public async Task what_is_linked_when_an_import_is_stopped_is_told_and_the_file_again_links_the_rest()
    {
        using var stop = new CancellationTokenSource();
        _answer = async (key, cancellationToken) =>
        {
            if (key == KeyOf(5))
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return IdentityOf(key);
        };
        var file = RowsOf([.. Enumerable.Range(0, 30).Select(i => ($"customer-{i}", KeyOf(i)))]);

        var told = (await ImportUntilAsync(file, new ImportRequest(new OwnerId(HubUser.ProductId), AccessKey, DryRun: false), stop.Token))
            .Select(row => Assert.IsType<ImportOutcome.Created>(row.Outcome).AccountId)
            .ToHashSet();

        Assert.Equal((await AccountsAsync()).Select(account => account.Id).ToHashSet(), told);
        Assert.InRange(told.Count, 0, 29);
        _answer = (key, _) => Task.FromResult(IdentityOf(key));
        var rows = await ImportAsync(file);
        Assert.Equal(told.Count, rows.Count(row => row.Outcome is ImportOutcome.Unchanged));
        Assert.Equal(30 - told.Count, rows.Count(row => row.Outcome is ImportOutcome.Created));
        Assert.Equal(30, (await AccountsAsync()).Length);
    }

    [Fact]
    public async Task a_provider_that_throttles_is_given_the_time_that_it_asks_for()
    {
        var throttles = 2;
        _answer = (key, _) =>
            Task.FromResult(throttles-- > 0 ? new VerificationOutcome.RateLimited(TimeSpan.FromSeconds(20)) : IdentityOf(key));

        var import = ImportAsync(RowsOf(("acme", KeyOf(1))));
        while (!import.IsCompleted)
        {
            Store.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(import, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop));
        }

        Assert.IsType<ImportOutcome.Created>(Assert.Single(await import).Outcome);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task a_database_that_is_out_of_order_ends_the_import()
    {
        var file = RowsOf(("acme", KeyOf(1)), ("beta", KeyOf(2)));
        Store.Events.FailAfter = "LinkedAccounts";
        await Assert.ThrowsAnyAsync<Exception>(() => ImportAsync(file));

        Store.Events.FailAfter = null;
        Assert.All(await ImportAsync(file), row => Assert.IsNotType<ImportOutcome.Refused>(row.Outcome));
        Assert.Equal(2, (await AccountsAsync()).Length);
    }

    private static string KeyOf(int person, int version = 1) => $"key-{person:D6}-{version:D4}-0123456789abcdefg";

    /// <summary>The person whose key it is.</summary>
    private static readonly Func<string, VerificationOutcome> IdentityOf = key =>
    {
        var person = int.Parse(key.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
        return new VerificationOutcome.Verified(new ProviderIdentity($"Person {person}", null, null, $"u-{person}"));
    };

    private static string RowsOf(params (string Customer, string Key)[] rows) =>
        "provider,method,origin_owner_id,api_key\n" + string.Concat(rows.Select(row => $"sandbox-ats,api_key,{row.Customer},{row.Key}\n"));

    private static VerificationOutcome RefusalOf(ImportedRow row) =>
        Assert.IsType<LinkOutcome.Refused>(Assert.IsType<ImportOutcome.Refused>(row.Outcome).Reason).Reason;

    private static ImportFault FaultOf(ImportedRow row) => Assert.Single(Assert.IsType<ImportOutcome.Invalid>(row.Outcome).Faults);

    private Task<List<ImportedRow>> ImportAsync(string file, ImportRequest? request = null) =>
        ImportUntilAsync(file, request ?? new ImportRequest(new OwnerId(HubUser.ProductId), AccessKey, DryRun: false), Stop);

    private async Task<List<ImportedRow>> ImportUntilAsync(string file, ImportRequest request, CancellationToken stop)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var opened = Assert.IsType<ImportOpening.Opened>(
            await ImportSource.OpenAsync(stream, ImportFormat.Csv, Store.Get<ProviderCatalog>(), request.NeedsOrigin, Stop)
        );
        var rows = new List<ImportedRow>();
        await foreach (var row in Store.Get<AccountImporter>().ImportAsync(request, opened.Source, stop))
        {
            rows.Add(row);
        }

        return rows;
    }
}
