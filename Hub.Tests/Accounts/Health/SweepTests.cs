using System.Collections.Concurrent;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Hub.Tests.Accounts.Health;

/// <summary>The words in which tests of background verification are told. The clock stands still unless the test moves it.</summary>
public abstract class SweepTests(DatabaseProvider database) : AccountTests(database)
{
    protected const string Sandbox = "sandbox-ats";

    protected static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Later than any account that works is due.</summary>
    protected static readonly TimeSpan Due = Day * 1.2;

    protected static readonly VerificationOutcome Down = new VerificationOutcome.ProviderUnavailable(UnavailableCause.ServerError);

    protected static VerificationOutcome Rejection => VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials));

    /// <summary>The accounts' keys that the provider was asked about.</summary>
    protected ConcurrentQueue<string> Asked { get; } = new();

    protected OwnerId Owner { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Store.Time.AutoAdvanceAmount = TimeSpan.Zero;
        Says(Proof);
        Owner = await Store.NewOwnerAsync();
    }

    protected DateTimeOffset Now => Store.Time.GetUtcNow();

    protected void Says(VerificationOutcome outcome) => Does((_, _) => Task.FromResult(outcome));

    protected void Reports(VerificationReport report) =>
        Store
            .Verifier.Setup(one =>
                one.VerifyAsync(It.IsAny<Provider>(), It.IsAny<AuthMethod>(), It.IsAny<CredentialValues>(), It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(report);

    protected void Does(Func<string, CancellationToken, Task<VerificationOutcome>> answer) =>
        Store
            .Verifier.Setup(one =>
                one.VerifyAsync(It.IsAny<Provider>(), It.IsAny<AuthMethod>(), It.IsAny<CredentialValues>(), It.IsAny<CancellationToken>())
            )
            .Returns(
                async (Provider _, AuthMethod _, CredentialValues values, CancellationToken cancellationToken) =>
                {
                    var key = values.Reveal("api_key");
                    Asked.Enqueue(key);
                    return new VerificationReport(await answer(key, cancellationToken), "REF23456")
                    {
                        Duration = TimeSpan.FromMilliseconds(120),
                    };
                }
            );

    protected async Task<Guid> LinkedAsync(string key = Key)
    {
        var account = (await LinkedAsync(Owner, Request(Sandbox, ("api_key", key)))).AccountId;
        Asked.Clear();
        return account;
    }

    protected void Pass(TimeSpan time) => Store.Time.Advance(time);

    protected Task<int> RunAsync() => Store.Get<VerificationJob>().RunAsync(Stop);

    /// <summary>Lets the time pass after which it is due, and verifies it.</summary>
    protected async Task<LinkedAccount> VerifiedAsync(Guid account)
    {
        Pass((await HealthAsync(account)).NextVerificationAt!.Value - Now);
        Assert.Equal(1, await RunAsync());
        return await AccountAsync(account);
    }

    protected Task<AccountHealth> HealthAsync(Guid account) =>
        Store.QueryAsync(db => db.AccountHealth.SingleAsync(one => one.AccountId == account, Stop));

    protected Task<AccountEventKind[]> EventsAsync(Guid account) =>
        Store.QueryAsync(db =>
            db.AccountEvents.Where(one => one.AccountId == account).OrderBy(one => one.Sequence).Select(one => one.Kind).ToArrayAsync(Stop)
        );

    /// <summary>Accounts that were linked one after another over the last day.</summary>
    protected Task<int> AddAsync(int count) =>
        Store.QueryAsync(async db =>
        {
            for (var i = 0; i < count; i++)
            {
                var id = Guid.CreateVersion7();
                var account = new LinkedAccount
                {
                    Id = id,
                    OwnerId = Owner.Value,
                    ProviderSlug = Sandbox,
                    AuthMethod = AuthMethodKind.ApiKey,
                    Name = $"Account {i}",
                    IdentityKey = LinkedAccount.AnonymousKey(id),
                    Ordinal = 0,
                    LinkedAt = Now,
                    Health = new AccountHealth
                    {
                        AccountId = id,
                        ProviderSlug = Sandbox,
                        NextVerificationAt = Now + (Day * ((i + 1.0) / count)),
                    },
                };
                foreach (var field in Store.Get<CredentialProtector>().Protect(id, Some.Values(("api_key", $"key-{i}"))))
                {
                    account.Credentials.Add(field);
                }

                db.LinkedAccounts.Add(account);
            }

            return await db.SaveChangesAsync(Stop);
        });

    /// <summary>Another node on the same database, with the same key ring.</summary>
    private protected ServiceProvider OtherNode(IDataProtectionProvider? keyRing = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHubData(Store.Options);
        services.AddHubCore(
            new ConfigurationBuilder().AddCommandLine([.. Settings.Select(setting => $"--{setting}")]).Build(),
            withSandbox: true
        );
        services.AddSingleton<TimeProvider>(Store.Time);
        services.AddSingleton(Store.Verifier.Object);
        services.AddSingleton(keyRing ?? Store.Get<IDataProtectionProvider>());
        return services.BuildServiceProvider();
    }
}
