using System.Globalization;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Tests.Support;

namespace Hub.Tests.Accounts;

public abstract class AccountDirectoryTests(DatabaseProvider database) : AccountTests(database)
{
    public sealed class OnSqlite() : AccountDirectoryTests(DatabaseProvider.Sqlite);

    public sealed class OnSqlServer() : AccountDirectoryTests(DatabaseProvider.SqlServer);

    private AccountDirectory Accounts => Store.Get<AccountDirectory>();

    public static TheoryData<AccountSort, bool> Orders =>
        new MatrixTheoryData<AccountSort, bool>(Enum.GetValues<AccountSort>(), [false, true]);

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task the_pages_together_hold_every_account_once(AccountSort sort, bool descending)
    {
        // Equal in everything that can be sorted by, so that only the tie-break keeps them apart.
        var owner = await Store.NewOwnerAsync();
        await SeedAsync(owner, 250, _ => "Same", at: _ => Store.Time.Start);

        var pages = new List<AccountPage>();
        for (var page = 0; page < 4; page++)
        {
            pages.Add(
                await Accounts.ListAsync(owner, new AccountQuery(Sort: sort, Descending: descending, Page: page, PageSize: 70), Stop)
            );
        }

        Assert.All(pages, page => Assert.Equal(250, page.Total));
        Assert.Equal([70, 70, 70, 40], pages.Select(page => page.Rows.Count));
        Assert.Equal(250, pages.SelectMany(page => page.Rows).Select(row => row.Id).Distinct().Count());
    }

    [Fact]
    public async Task the_newest_come_first_unless_asked_otherwise()
    {
        var owner = await Store.NewOwnerAsync();
        await SeedAsync(owner, 3, Numbered);
        Assert.Equal("Account 2, Account 1, Account 0", await NamesAsync(owner, new AccountQuery()));
        Assert.Equal("Account 0, Account 1, Account 2", await NamesAsync(owner, new AccountQuery(Descending: false)));
    }

    [Theory]
    [InlineData(AccountSort.Name, false, "Anna Alt, Jane Doe, Zoe Last")]
    [InlineData(AccountSort.Name, true, "Zoe Last, Jane Doe, Anna Alt")]
    [InlineData(AccountSort.Provider, false, "Zoe Last, Jane Doe, Anna Alt")]
    [InlineData(AccountSort.Provider, true, "Anna Alt, Jane Doe, Zoe Last")]
    [InlineData(AccountSort.LinkedAt, false, "Jane Doe, Anna Alt, Zoe Last")]
    [InlineData(AccountSort.LinkedAt, true, "Zoe Last, Anna Alt, Jane Doe")]
    public async Task an_owners_accounts_are_sorted(AccountSort sort, bool descending, string expected)
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderSays(Proof);
        await LinkedAsync(owner, Request("pipedrive", ("api_token", Key)));
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        await LinkedAsync(owner);
        Store.ProviderSays(new VerificationOutcome.Verified(new ProviderIdentity("Zoe Last", null, null, "u-3")));
        await LinkedAsync(owner, Request("lever", ("api_key", Key)));

        Assert.Equal(expected, await NamesAsync(owner, new AccountQuery(Sort: sort, Descending: descending)));
    }

    [Theory]
    [InlineData(false, "Jane Doe, Anna Alt")]
    [InlineData(true, "Anna Alt, Jane Doe")]
    public async Task accounts_in_error_are_apart_from_active_ones(bool descending, string expected)
    {
        var owner = await Store.NewOwnerAsync();
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        var anna = await LinkedAsync(owner);
        Store.ProviderSays(Proof);
        await LinkedAsync(owner);
        Store.ProviderSays(VerificationSamples.Of(nameof(VerificationOutcome.InvalidCredentials)));
        await Store.Get<AccountVerifier>().VerifyNowAsync(owner, anna.AccountId, Stop);

        Assert.Equal(expected, await NamesAsync(owner, new AccountQuery(Sort: AccountSort.Status, Descending: descending)));
    }

    [Fact]
    public async Task names_are_sorted_as_people_sort_them()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync();
        foreach (var name in new[] { "Zebra", "apple", "Berlin" })
        {
            var linked = await LinkedAsync(owner, Request(name) with { Target = new LinkTarget.Another() });
            await Store.Get<AccountRenamer>().RenameAsync(owner, linked.AccountId, name, Stop);
        }

        Assert.Equal("apple, Berlin, Zebra", await NamesAsync(owner, new AccountQuery(Sort: AccountSort.Name, Descending: false)));
    }

    [Theory]
    [InlineData(AccountSort.LinkedAt, true)]
    [InlineData(AccountSort.Name, false)]
    public async Task the_account_that_shall_stand_first_does(AccountSort sort, bool descending)
    {
        Store.ProviderSays(new VerificationOutcome.Verified(Anna));
        var owner = await Store.NewOwnerAsync();
        await LinkedAsync(owner);
        Store.ProviderSays(Proof);
        var jane = await LinkedAsync(owner);
        Store.ProviderSays(new VerificationOutcome.Verified(Anna with { Name = "Zoe", ExternalId = "z" }));
        await LinkedAsync(owner);

        Assert.StartsWith(
            "Jane Doe, ",
            await NamesAsync(owner, new AccountQuery(Sort: sort, Descending: descending, First: jane.AccountId)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task everyones_accounts_are_sorted_by_owner()
    {
        Store.ProviderSays(Proof);
        await LinkedAsync(await Store.NewOwnerAsync("zoe@hub.example"));
        await LinkedAsync(await Store.NewOwnerAsync("adam@hub.example"));
        var page = await Accounts.ListEveryonesAsync(new AccountQuery(Sort: AccountSort.Owner, Descending: false), Stop);
        Assert.Equal("adam@hub.example, zoe@hub.example", string.Join(", ", page.Rows.Select(row => row.OwnerEmail)));
    }

    [Fact]
    public async Task a_row_has_what_pages_show()
    {
        Store.ProviderSays(VerificationSamples.Limited(Jane, "It may not read users."));
        var owner = await Store.NewOwnerAsync();
        var linked = await LinkedAsync(owner, AtAddress("acme"));

        var row = await Accounts.FindAsync(owner, linked.AccountId, Stop);

        var account = await AccountAsync(linked.AccountId);
        Assert.Equal(
            new AccountRow(
                linked.AccountId,
                "workable",
                AuthMethodKind.ApiKey,
                "Jane Doe",
                Jane with
                {
                    ExternalId = null,
                },
                "acme.workable.com",
                AccountStatus.Active,
                row!.Reasons,
                account.LinkedAt,
                account.VerifiedAt,
                "jane@hub.example",
                OriginOwner.None
            )
            {
                StatusSince = account.LinkedAt,
                CredentialSince = account.LinkedAt,
                NextVerificationAt = row.NextVerificationAt,
            },
            row
        );
        Assert.Equal([new DatedReason(VerificationSamples.Missing, account.LinkedAt)], row.Reasons);
        var listed = Assert.Single((await Accounts.ListAsync(owner, new AccountQuery(), Stop)).Rows);
        Assert.Equal(row with { Reasons = listed.Reasons }, listed);
        Assert.Equal(row.Reasons, listed.Reasons);
    }

    [Fact]
    public async Task owners_see_only_their_own()
    {
        Store.ProviderSays(Proof);
        var jane = await Store.NewOwnerAsync();
        var eve = await Store.NewOwnerAsync("eve@hub.example");
        var janes = await LinkedAsync(jane);

        Assert.Equal(0, (await Accounts.ListAsync(eve, new AccountQuery(), Stop)).Total);
        Assert.Equal(0, (await Accounts.ListAsync(eve, new AccountQuery("Jane"), Stop)).Total);
        Assert.Null(await Accounts.FindAsync(eve, janes.AccountId, Stop));
        Assert.Equal(0, await Accounts.CountAsync(eve, "smartrecruiters", Stop));
        Assert.Equal(1, (await Accounts.ListAsync(jane, new AccountQuery(), Stop)).Total);
        Assert.Equal(1, await Accounts.CountAsync(jane, "smartrecruiters", Stop));
        Assert.Equal(0, await Accounts.CountAsync(jane, "workable", Stop));
        Assert.Equal(1, (await Accounts.ListEveryonesAsync(new AccountQuery(), Stop)).Total);
    }

    [Theory]
    [InlineData("100%", "100% done")]
    [InlineData("%", "100% done")]
    [InlineData("a_b", "a_b")]
    [InlineData("_", "a_b")]
    [InlineData("[1]", "list [1]")]
    [InlineData("[", "list [1]")]
    [InlineData("]", "list [1]")]
    [InlineData(@"\", @"back\slash")]
    [InlineData(@"k\s", @"back\slash")]
    [InlineData("'", "o'brien")]
    [InlineData("  BRIEN ", "o'brien")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("nothing like it", "")]
    public async Task a_search_takes_every_character_as_itself(string search, string? expected)
    {
        string[] names = ["100% done", "a_b", "axb", "list [1]", "list 1", @"back\slash", "o'brien"];
        var owner = await Store.NewOwnerAsync();
        await SeedAsync(owner, names.Length, number => names[number]);

        var page = await Accounts.ListAsync(owner, new AccountQuery(search, Descending: false), Stop);

        Assert.Equal(expected ?? string.Join('\n', names), string.Join('\n', page.Rows.Select(row => row.Name)));
        Assert.Equal(page.Rows.Count, page.Total);
    }

    [Theory]
    [InlineData("jane doe")]
    [InlineData("JANE@ACME")]
    [InlineData("acme")]
    [InlineData("smart rec")]
    [InlineData("SmartRecruiters")]
    public async Task a_search_finds_by_name_identity_and_provider(string search)
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync("owner@hub.example");
        var linked = await LinkedAsync(owner);
        Store.ProviderSays(new VerificationOutcome.Verified(new ProviderIdentity("Other", "other@else.example", "Else", "u-9")));
        await LinkedAsync(owner, Request("lever", ("api_key", Key)));

        Assert.Equal(linked.AccountId, Assert.Single((await Accounts.ListAsync(owner, new AccountQuery(search), Stop)).Rows).Id);
        Assert.Equal(linked.AccountId, Assert.Single((await Accounts.ListEveryonesAsync(new AccountQuery(search), Stop)).Rows).Id);
    }

    [Fact]
    public async Task only_the_search_in_everyones_accounts_looks_at_the_owner()
    {
        Store.ProviderSays(Proof);
        var owner = await Store.NewOwnerAsync("someone@customer.example");
        await LinkedAsync(owner);
        // In the owner's own list it would find everything.
        Assert.Empty((await Accounts.ListAsync(owner, new AccountQuery("customer"), Stop)).Rows);
        Assert.Single((await Accounts.ListEveryonesAsync(new AccountQuery("customer"), Stop)).Rows);
    }

    [Theory]
    [InlineData(int.MaxValue, 100)]
    [InlineData(100, 100)]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    public async Task a_page_has_1_to_100_rows(int size, int expected)
    {
        var owner = await Store.NewOwnerAsync();
        await SeedAsync(owner, 120, Numbered);
        var page = await Accounts.ListAsync(owner, new AccountQuery(PageSize: size), Stop);
        Assert.Equal(expected, page.Rows.Count);
        Assert.Equal(120, page.Total);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(int.MinValue, 3)]
    [InlineData(1, 0)]
    [InlineData(int.MaxValue, 0)]
    public async Task a_page_before_the_first_is_the_first_and_one_after_the_last_is_empty(int page, int expected)
    {
        var owner = await Store.NewOwnerAsync();
        await SeedAsync(owner, 3, Numbered);
        var answer = await Accounts.ListAsync(owner, new AccountQuery(Page: page), Stop);
        Assert.Equal(expected, answer.Rows.Count);
        Assert.Equal(3, answer.Total);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task paging_happens_in_the_database_and_credentials_are_left_alone(AccountSort sort, bool descending)
    {
        var owner = await Store.NewOwnerAsync();
        await SeedAsync(owner, 3, Numbered);
        Store.Events.Forget();

        await Accounts.ListAsync(owner, new AccountQuery("Account", sort, descending, Page: 1, PageSize: 2), Stop);
        await Accounts.FindAsync(owner, Guid.CreateVersion7(), Stop);
        await Accounts.CountAsync(owner, "lever", Stop);

        string[] paging = Store.Options.Provider == DatabaseProvider.Sqlite ? ["LIMIT", "OFFSET"] : ["OFFSET", "FETCH NEXT"];
        var commands = Store.Events.Commands.ToList();
        Assert.Equal(4, commands.Count);
        Assert.Contains("COUNT(*)", commands[0], StringComparison.Ordinal);
        Assert.All(paging, word => Assert.Contains(word, commands[1], StringComparison.Ordinal));
        // Rows that are equal otherwise would be free to change places between two pages.
        Assert.Matches(@"ORDER BY .*[""\[]Id[""\]]", commands[1]);
        Assert.Contains(Store.Options.Provider == DatabaseProvider.Sqlite ? "LIMIT 1" : "TOP(1)", commands[2], StringComparison.Ordinal);
        Assert.Contains("COUNT(*)", commands[3], StringComparison.Ordinal);
        Assert.All(commands, command => Assert.DoesNotContain("Ciphertext", command, StringComparison.OrdinalIgnoreCase));
    }

    private static string Numbered(int number) => string.Create(CultureInfo.InvariantCulture, $"Account {number}");

    /// <summary>Many accounts at once; linking them one by one would take a while.</summary>
    private Task<int> SeedAsync(OwnerId owner, int count, Func<int, string> name, Func<int, DateTimeOffset>? at = null) =>
        Store.QueryAsync(async db =>
        {
            for (var number = 0; number < count; number++)
            {
                var linkedAt = at?.Invoke(number) ?? Store.Time.Start.AddMinutes(number);
                db.LinkedAccounts.Add(Some.Account(owner.Value, "smartrecruiters", name(number), linkedAt: linkedAt));
            }

            return await db.SaveChangesAsync(Stop);
        });

    private async Task<string> NamesAsync(OwnerId owner, AccountQuery query) =>
        string.Join(", ", (await Accounts.ListAsync(owner, query, Stop)).Rows.Select(row => row.Name));
}
