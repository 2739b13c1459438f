using AngleSharp.Dom;
using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Web.Components.Accounts;

namespace Hub.Tests.Components;

/// <summary>The owner's list of accounts, and the browser that it shares with the Administrators' one.</summary>
public sealed class AccountBrowserTests : HubTestContext
{
    [Fact]
    public void while_it_loads_it_says_so()
    {
        var list = Render<AccountBrowser>(parameters =>
            parameters.Add(it => it.Load, (_, _) => new TaskCompletionSource<AccountPage>().Task).Add(it => it.Empty, "<p>Nothing.</p>")
        );
        Assert.Equal("Loading accounts…", list.Find("[aria-busy=true] [role=status]").TextContent);
        Assert.Empty(list.FindAll("table, .empty"));
    }

    [Fact]
    public void without_accounts_the_first_one_is_suggested()
    {
        var page = Render<AccountsPage>();
        Assert.Equal("No accounts yet", page.Find(".empty h2").TextContent);
        Assert.Equal("link", page.Find(".empty a").GetAttribute("href"));
        Assert.Empty(page.FindAll("table, [role=search]"));
    }

    [Fact]
    public async Task each_account_is_a_row_with_what_is_known_of_it()
    {
        var account = await AddAccountAsync("lumen", "Acme in Berlin", linkedAt: Now.AddHours(-3));
        await AddAccountAsync("lumen", "Theirs", await AddUserAsync("other@example.com"));

        var page = Render<AccountsPage>();

        var row = Assert.Single(page.FindAll("tbody tr"));
        Assert.Equal("Acme in Berlin", row.QuerySelector("a.name")!.TextContent);
        Assert.Equal($"accounts/{account.Id}", row.QuerySelector("a.name")!.GetAttribute("href"));
        Assert.Equal("Jane Doe · jane@acme.example · Acme", Identity(row));
        Assert.Equal("Lumen Hire", row.QuerySelector(".identity .provider")!.TextContent);
        Assert.Equal("Lumen Hire", Cell(row, "Provider"));
        Assert.Equal("Active", Cell(row, "Status"));
        Assert.Equal("3 hours ago", Cell(row, "Linked"));
        Assert.Null(row.QuerySelector("[data-label=Owner]"));
        Assert.Equal("1 account", page.Find(".foot [role=status]").TextContent);
    }

    [Fact]
    public async Task what_the_name_says_is_not_said_again()
    {
        await AddAccountAsync("lumen", "Jane Doe");
        Assert.Equal("jane@acme.example · Acme", Identity(Render<AccountsPage>().Find("tbody tr")));
    }

    [Fact]
    public async Task the_account_that_was_just_linked_is_pointed_out()
    {
        await AddAccountAsync("lumen", "Old");
        var account = await AddAccountAsync("desk", "New");
        Navigation.NavigateTo($"accounts?linked={account.Id}");

        var row = Assert.Single(Render<AccountsPage>().FindAll("tr.highlighted"));

        Assert.Equal("New", row.QuerySelector(".name")!.TextContent);
        Assert.Equal("Just linked", row.QuerySelector(".just")!.TextContent);
    }

    [Fact]
    public async Task what_providers_sent_is_shown_as_text()
    {
        const string Script = "<script>alert(1)</script>";
        await AddAccountAsync("lumen", Script, identity: new ProviderIdentity("<img src=x>", "<b>", "<i>", null));
        var page = Render<AccountsPage>();
        Assert.Equal(Script, page.Find(".name").TextContent);
        Assert.Equal("<img src=x> · <b> · <i>", Identity(page.Find("tbody tr")));
        Assert.Empty(page.FindAll("script, img, table b, table i"));
    }

    [Fact]
    public async Task an_account_whose_provider_left_the_catalog_is_still_listed()
    {
        await AddAccountAsync("gone-provider", "Old times");
        var row = Render<AccountsPage>().Find("tbody tr");
        Assert.Equal("gone-provider", Cell(row, "Provider"));
        Assert.Equal("?", row.QuerySelector("svg.logo")!.TextContent.Trim());
    }

    [Fact]
    public async Task searching_puts_the_text_into_the_address_and_shows_what_matches()
    {
        await AddAccountAsync("lumen", "Berlin");
        await AddAccountAsync("desk", "Paris");
        Navigation.NavigateTo("accounts?page=2&order=name");
        var page = Render<AccountsPage>();

        page.Find("[role=search] input").Search("ber & co");
        Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Equal("accounts?order=name&q=ber%20%26%20co", Location));
        page.WaitForAssertion(() => Assert.Equal("No account matches “ber & co”.", page.Find(".none p").TextContent));

        page.Find("[role=search] input").Search("berl");
        Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Equal(["Berlin"], Names(page)));
    }

    [Fact]
    public async Task without_a_match_one_press_shows_all_again()
    {
        await AddAccountAsync("lumen", "Berlin");
        Navigation.NavigateTo("accounts?q=%3Cscript%3E");
        var page = Render<AccountsPage>();
        Assert.Equal("No account matches “<script>”.", page.Find(".none p").TextContent);

        page.Find(".none button").Click();

        Assert.Equal("accounts", Location);
        Assert.Equal(["Berlin"], Names(page));
    }

    [Fact]
    public async Task a_header_orders_by_its_column_and_pressed_again_the_other_way_round()
    {
        await AddAccountAsync("lumen", "Anna", linkedAt: Now.AddDays(-1));
        await AddAccountAsync("desk", "Zoe", linkedAt: Now);
        Navigation.NavigateTo("accounts");
        var page = Render<AccountsPage>();
        Assert.Equal("Linked descending", Sorted(page));
        Assert.Equal(["Zoe", "Anna"], Names(page));

        Header(page, "Account").Click();
        Assert.Equal("accounts?order=name", Location);
        Assert.Equal("Account ascending", Sorted(page));
        Assert.Equal(["Anna", "Zoe"], Names(page));

        Header(page, "Account").Click();
        Assert.Equal("Account descending", Sorted(page));
        Assert.Equal(["Zoe", "Anna"], Names(page));

        Header(page, "Linked").Click();
        Header(page, "Linked").Click();
        Assert.Equal("Linked ascending", Sorted(page));
        Assert.Equal(["Anna", "Zoe"], Names(page));
    }

    [Fact]
    public async Task the_order_can_be_chosen_where_there_are_no_headers()
    {
        await AddAccountAsync("lumen", "Anna");
        await AddAccountAsync("desk", "Zoe");
        Navigation.NavigateTo("accounts");
        var page = Render<AccountsPage>();

        page.Find("select").Change("name-desc");

        Assert.Equal("accounts?order=name-desc", Location);
        Assert.Equal("name-desc", page.Find("option[selected]").GetAttribute("value"));
        Assert.Equal(["Zoe", "Anna"], Names(page));
    }

    [Fact]
    public async Task an_owners_list_is_not_ordered_by_owner()
    {
        await AddAccountAsync("lumen", "Anna");
        Navigation.NavigateTo("accounts?order=owner");
        var page = Render<AccountsPage>();
        Assert.DoesNotContain(page.FindAll("option"), option => option.TextContent.StartsWith("Owner", StringComparison.Ordinal));
        Assert.Equal("newest", page.Find("option[selected]").GetAttribute("value"));
    }

    [Fact]
    public async Task pages_stand_in_the_address()
    {
        await AddManyAsync(25);
        Navigation.NavigateTo("accounts?order=name");
        var page = Render<AccountsPage>();
        Assert.Equal("25 accounts", page.Find(".foot [role=status]").TextContent);
        Assert.Equal(20, Names(page).Count());

        await page.InvokeAsync(() => Navigation.NavigateTo(PageLink(page, "2")));

        Assert.Equal("accounts?order=name&page=2", Location);
        page.WaitForAssertion(() => Assert.Equal(["Account 21", "Account 22", "Account 23", "Account 24", "Account 25"], Names(page)));

        // The browser sends the choice once more after a lost connection.
        page.Find("select").Change("name");
        Assert.Equal("accounts?order=name&page=2", Location);

        await page.InvokeAsync(() => Navigation.NavigateTo(PageLink(page, "1")));

        Assert.Equal("accounts?order=name", Location);
        page.WaitForAssertion(() => Assert.Equal("Account 01", Names(page).First()));
    }

    [Theory]
    [InlineData("99")]
    [InlineData("2147483647")]
    public async Task a_page_beyond_the_end_shows_the_last_one(string number)
    {
        await AddManyAsync(21);
        Navigation.NavigateTo($"accounts?order=name&page={number}");
        var page = Render<AccountsPage>();
        Assert.Equal(["Account 21"], Names(page));
        Assert.Equal("2", page.Find("nav [aria-current]").TextContent.Trim());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    public async Task a_page_before_the_first_is_the_first(string number)
    {
        await AddManyAsync(21);
        Navigation.NavigateTo($"accounts?order=name&page={number}");
        Assert.Equal("Account 01", Names(Render<AccountsPage>()).First());
    }

    [Theory]
    [InlineData("page=two")]
    [InlineData("linked=nothing")]
    public async Task an_address_that_makes_no_sense_shows_the_list(string query)
    {
        await AddAccountAsync("lumen", "Anna");
        Navigation.NavigateTo($"accounts?{query}");
        Assert.Equal(["Anna"], Names(Render<AccountsPage>()));
    }

    [Fact]
    public async Task the_answer_to_an_older_question_does_not_win()
    {
        var slow = new TaskCompletionSource<AccountPage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new Queue<Task<AccountPage>>([slow.Task, Task.FromResult(PageOf("New"))]);
        var list = Render<AccountBrowser>(parameters => parameters.Add(it => it.Load, (_, _) => answers.Dequeue()).Add(it => it.Empty, ""));

        await list.InvokeAsync(() => Navigation.NavigateTo("accounts?q=new"));
        Assert.Equal("New", list.Find(".name").TextContent);
        await list.InvokeAsync(() => slow.SetResult(PageOf("Old")));

        // A later message goes through the same queue, so that the late answer was looked at by now.
        await list.InvokeAsync(() => { });
        Assert.Equal("New", list.Find(".name").TextContent);
    }

    private async Task AddManyAsync(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await AddAccountAsync("lumen", $"Account {number:00}");
        }
    }

    private static AccountPage PageOf(string name) =>
        new(
            [
                new AccountRow(
                    Guid.CreateVersion7(),
                    "lumen",
                    AuthMethodKind.ApiKey,
                    name,
                    ProviderIdentity.Unknown,
                    null,
                    AccountStatus.Active,
                    [],
                    Now,
                    Now,
                    "",
                    OriginOwner.None
                ),
            ],
            1
        );

    private static IEnumerable<string> Names(IRenderedComponent<AccountsPage> page) =>
        page.FindAll("tbody .name").Select(name => name.TextContent);

    private static string Cell(IElement row, string label) => row.QuerySelector($"[data-label={label}]")!.TextContent.Trim();

    private static IElement Header(IRenderedComponent<AccountsPage> page, string label) =>
        page.FindAll("th button").Single(header => header.TextContent == label);

    private static string PageLink(IRenderedComponent<AccountsPage> page, string number) =>
        page.FindAll("nav a").Single(link => link.TextContent == number).GetAttribute("href")!;

    private static string Identity(IElement row) => row.QuerySelector(".identity > :last-child")!.TextContent;

    private static string Sorted(IRenderedComponent<AccountsPage> page)
    {
        var header = page.FindAll("[aria-sort]").Single(header => header.GetAttribute("aria-sort") != "none");
        return $"{header.TextContent} {header.GetAttribute("aria-sort")}";
    }
}
