using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Accounts;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Data;

/// <summary>What is easily lost between a program and a database: the ends of long values, and the offsets of times.</summary>
public abstract class StoredValuesTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : StoredValuesTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : StoredValuesTests(DatabaseProvider.SqlServer);

    [Fact]
    public async Task the_longest_values_that_can_come_fit()
    {
        var longest = new ProviderIdentity(new string('ñ', 200), new string('m', 200), new string('界', 200), new string('i', 200));
        Store.ProviderSays(new VerificationOutcome.Verified(longest));

        var linked = await LinkedAsync(await Store.NewOwnerAsync(), AtAddress(new string('a', 63), new string('k', 4096)));

        var account = await AccountAsync(linked.AccountId);
        Assert.Equal(longest with { ExternalId = null }, account.Identity);
        Assert.Equal(longest.Name, account.Name);
    }

    [Fact]
    public async Task the_longest_sentence_of_an_old_version_fits_as_a_reason()
    {
        // Each of these letters is escaped with six characters.
        var reason = new StatusReason.Unknown(new string('\u0001', 500));
        Store.ProviderSays(Proof);
        var linked = await LinkedAsync(await Store.NewOwnerAsync());

        await Store.QueryAsync(async db =>
        {
            (await db.LinkedAccounts.SingleAsync(Stop)).SetReason(ReasonGroup.Credential, reason, DateTimeOffset.UnixEpoch);
            return await db.SaveChangesAsync(Stop);
        });

        Assert.Equal(reason, (await AccountAsync(linked.AccountId)).FindReason());
    }

    [Theory]
    [InlineData(FailureRule.HelpLength, true)]
    [InlineData(FailureRule.HelpLength + 1, false)]
    public void help_that_is_too_long_is_refused_with_its_catalog_file(int length, bool accepted)
    {
        const string Help = "The key works, but it cannot read users. In a real provider you would grant it that right.";
        using var reader = new StreamReader(typeof(StoredValuesTests).Assembly.GetManifestResourceStream("catalog/sandbox-ats.yaml")!);
        var yaml = reader.ReadToEnd();
        Assert.Contains(Help, yaml, StringComparison.Ordinal);

        var (_, faults) = ProviderFile.Read("sandbox-ats.yaml", yaml.Replace(Help, new string('h', length), StringComparison.Ordinal));

        Assert.Equal(accepted, !faults.Any());
    }

    [Fact]
    public async Task a_passkey_may_have_the_longest_id_that_authenticators_choose()
    {
        var id = Enumerable.Repeat((byte)7, 1023).ToArray();
        var owner = await Store.NewOwnerAsync();
        await Store.InScopeAsync<UserManager<HubUser>, IdentityResult>(async users =>
            await users.AddOrUpdatePasskeyAsync(
                (await users.FindByIdAsync(owner.ToString()))!,
                new UserPasskeyInfo(
                    id,
                    [1],
                    Store.Time.GetUtcNow(),
                    signCount: 0,
                    transports: null,
                    isUserVerified: true,
                    isBackupEligible: false,
                    isBackedUp: false,
                    attestationObject: [2],
                    clientDataJson: [3]
                )
            )
        );

        var found = await Store.InScopeAsync<UserManager<HubUser>, HubUser?>(users => users.FindByPasskeyIdAsync(id));
        Assert.Equal(owner.Value, found?.Id);
    }

    [Fact]
    public async Task times_are_compared_as_instants_whatever_the_clock_on_the_wall_shows()
    {
        var noonInTokyo = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.FromHours(9)).AddTicks(1);
        var nineInRome = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(1));
        await Store.NewOwnerAsync();
        await Store.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, noonInTokyo), Stop));

        Assert.Equal(noonInTokyo, (await Store.QueryAsync(db => db.OfPeople().SingleAsync(Stop))).LockoutEnd);
        Assert.True(await Store.QueryAsync(db => db.Users.AnyAsync(user => user.LockoutEnd < nineInRome, Stop)));
        Assert.False(await Store.QueryAsync(db => db.Users.AnyAsync(user => user.LockoutEnd < noonInTokyo, Stop)));
    }
}
