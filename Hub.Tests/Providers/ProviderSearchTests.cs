using System.Diagnostics;
using Hub.Core.Providers;

namespace Hub.Tests.Providers;

public sealed class ProviderSearchTests
{
    // About as many and as alike as the catalog's, in the order of their ranks.
    private static readonly Provider[] Providers =
    [
        .. Of(
            ProviderCategory.Ats,
            "SmartRecruiters/SR",
            "Lever/LeverTRM",
            "Greenhouse/Harvest",
            "Workable",
            "Ashby/AshbyHQ",
            "Teamtailor",
            "Recruitee/Tellent",
            "Pinpoint",
            "JazzHR",
            "Breezy HR",
            "Gem",
            "Manatal",
            "Recruit CRM",
            "Recruiterflow",
            "Trakstar Hire"
        ),
        .. Of(ProviderCategory.Hris, "BambooHR", "HiBob/Bob", "Personio", "Factorial", "Sage HR/CakeHR", "Humaans", "Gusto"),
        .. Of(ProviderCategory.Learning, "TalentLMS"),
        .. Of(
            ProviderCategory.Crm,
            "HubSpot/HubSpot CRM/private app",
            "Pipedrive",
            "Close",
            "Copper/ProsperWorks",
            "Freshsales",
            "Capsule CRM",
            "Insightly",
            "Zoho CRM",
            "Nimble"
        ),
        .. Of(ProviderCategory.Support, "Zendesk", "Intercom", "Freshdesk", "Help Scout"),
        .. Of(
            ProviderCategory.Productivity,
            "Jira",
            "Linear",
            "Asana",
            "ClickUp",
            "monday.com",
            "Wrike",
            "Smartsheet",
            "Clockify",
            "Miro",
            "Float",
            "Airtable",
            "Calendly",
            "Envoy"
        ),
        .. Of(ProviderCategory.DevTools, "GitHub", "GitLab", "PagerDuty", "Opsgenie", "Figma", "Clerk"),
        .. Of(ProviderCategory.Content, "Notion", "Contentful", "PandaDoc"),
        .. Of(ProviderCategory.Communication, "Slack/Slack bot", "Quo/OpenPhone", "WhatsApp"),
        .. Of(
            ProviderCategory.Marketing,
            "Mailchimp",
            "SendGrid",
            "Brevo/Sendinblue",
            "ActiveCampaign",
            "Klaviyo",
            "MailerLite",
            "Iterable",
            "Postmark",
            "Elastic Email",
            "lemlist"
        ),
        .. Of(ProviderCategory.Surveys, "Typeform", "Jotform", "SurveySparrow"),
        .. Of(ProviderCategory.Payments, "Stripe", "Paystack", "Wise/TransferWise"),
        .. Of(ProviderCategory.Ai, "OpenAI/ChatGPT", "Anthropic/Claude"),
        .. Of(ProviderCategory.Support, "Café Désk", "ÅngstromÖl"),
    ];

    private static readonly ProviderSearch Search = new(
        ProviderCatalog.Of(Providers.Select((provider, index) => provider with { Rank = index + 1 }))
    );

    [Theory]
    [InlineData("slack", "Slack")]
    [InlineData("SLACK", "Slack")]
    [InlineData("  sl", "Slack")]
    [InlineData("smartrecruiters", "SmartRecruiters")]
    [InlineData("Smart-Recruiters", "SmartRecruiters")]
    [InlineData("zen desk", "Zendesk")]
    [InlineData("mail chimp", "Mailchimp")]
    [InlineData("bamboo", "BambooHR")]
    [InlineData("monday", "monday.com")]
    [InlineData("MONDAY.COM", "monday.com")]
    [InlineData("cafe desk", "Café Désk")]
    [InlineData("CAFÉ", "Café Désk")]
    [InlineData("angstromol", "ÅngstromÖl")]
    [InlineData("scout help", "Help Scout")]
    [InlineData("pipedrive crm", "Pipedrive")]
    public void a_name_is_found_however_it_is_written(string text, string expected) => Assert.Equal([expected], Names(text));

    [Theory]
    [InlineData("tellent", "Recruitee")]
    [InlineData("SR", "SmartRecruiters")]
    [InlineData("private app", "HubSpot")]
    [InlineData("open phone", "Quo")]
    [InlineData("sendinb", "Brevo")]
    public void another_name_is_found(string text, string expected) => Assert.Equal([expected], Names(text));

    [Theory]
    [InlineData("smart recuriters", "SmartRecruiters")]
    [InlineData("smart recuri", "SmartRecruiters")]
    [InlineData("hubspt", "HubSpot")]
    [InlineData("hupspot", "HubSpot")]
    [InlineData("slakc", "Slack")]
    [InlineData("slck", "Slack")]
    [InlineData("mailchump", "Mailchimp")]
    [InlineData("zendsek", "Zendesk")]
    [InlineData("gihtub", "GitHub")]
    [InlineData("active campain", "ActiveCampaign")]
    [InlineData("tellnet", "Recruitee")]
    public void a_slip_of_the_finger_is_forgiven(string text, string expected) => Assert.Equal(expected, Names(text).FirstOrDefault());

    [Theory]
    [InlineData("hubspt")]
    [InlineData("slakc")]
    [InlineData("mailchump")]
    public void of_what_is_spelt_alike_only_the_nearest_is_found(string text) => Assert.Single(Names(text));

    [Theory]
    [InlineData("xl")]
    [InlineData("gme")]
    [InlineData("nobody")]
    [InlineData("nothing like it")]
    [InlineData("salesforce")]
    [InlineData("workday")]
    [InlineData("jane doe")]
    [InlineData("paul")]
    [InlineData("apple")] // Not a slip for "applicant".
    [InlineData("!!!")]
    [InlineData("%")]
    public void what_fits_nothing_finds_nothing(string text) => Assert.Empty(Names(text));

    [Theory]
    [InlineData("crm", ProviderCategory.Crm)]
    [InlineData("payments", ProviderCategory.Payments)]
    [InlineData("Paym", ProviderCategory.Payments)]
    [InlineData("recruiting", ProviderCategory.Ats)]
    [InlineData("recruting", ProviderCategory.Ats)]
    [InlineData("hr", ProviderCategory.Hris)]
    [InlineData("ai", ProviderCategory.Ai)]
    [InlineData("dev tools", ProviderCategory.DevTools)]
    [InlineData("developer", ProviderCategory.DevTools)]
    [InlineData("work management", ProviderCategory.Productivity)]
    [InlineData("help desk", ProviderCategory.Support)]
    [InlineData("forms", ProviderCategory.Surveys)]
    public void a_categorys_word_lists_the_category(string text, ProviderCategory category) =>
        Assert.Subset(
            Names(text).ToHashSet(StringComparer.Ordinal),
            Providers.Where(provider => provider.Category == category).Select(provider => provider.Name).ToHashSet(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("payments")]
    [InlineData("learning")]
    [InlineData("ats")] // In WhatsApp too.
    [InlineData("surveys")]
    public void a_categorys_word_lists_nothing_else(string text) =>
        Assert.Single(Search.Find(text).Select(provider => provider.Category).Distinct());

    [Theory]
    // A name that begins with it, a name in which a word does, another name.
    [InlineData("recruit", new[] { "Recruitee", "Recruit CRM", "Recruiterflow", "SmartRecruiters" })]
    // A whole name before a beginning of a name that is used more.
    [InlineData("gem", new[] { "Gem" })]
    [InlineData("bob", new[] { "HiBob" })]
    // Part of a name comes last, and needs four letters.
    [InlineData("desk", new[] { "Café Désk", "Zendesk", "Freshdesk" })]
    [InlineData("hub", new[] { "HubSpot", "GitHub" })]
    [InlineData("s", new[] { "SmartRecruiters", "Sage HR", "Smartsheet", "Slack", "SendGrid", "SurveySparrow", "Stripe" })]
    public void what_fits_best_comes_first_and_then_what_is_used_most(string text, string[] expected) =>
        Assert.Equal(expected, Names(text).Take(expected.Length));

    [Fact]
    public void a_whole_name_does_not_bring_what_merely_holds_it()
    {
        var search = new ProviderSearch(
            ProviderCatalog.Of(Provider("Clever", ProviderCategory.Learning), Provider("Lever", ProviderCategory.Ats))
        );
        Assert.Equal(["Lever"], search.Find("lever").Select(provider => provider.Name));
        Assert.Equal(["Clever"], search.Find("clev").Select(provider => provider.Name));
        Assert.Equal(["Lever", "Clever"], search.Find("leve").Select(provider => provider.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t")]
    public void nothing_finds_all_most_used_first(string? text) => Assert.Equal(Providers.Select(provider => provider.Name), Names(text));

    [Fact]
    public void every_provider_of_the_catalog_comes_first_by_its_name_and_is_found_by_its_other_names()
    {
        var catalog = ProviderCatalog.Load(directory: null, withSandbox: true);
        var search = new ProviderSearch(catalog);
        Assert.All(
            catalog.All,
            provider =>
            {
                Assert.Equal(provider.Slug, search.Find(provider.Name)[0].Slug);
                Assert.All(provider.Aliases, alias => Assert.Contains(provider, search.Find(alias)));
            }
        );
    }

    [Fact]
    public void an_answer_takes_far_less_time_than_a_key_press()
    {
        // Nothing fits these, so each is compared with every spelling. The first round warms up.
        string[] texts = ["smart recuriters", "actve campagin", "slakc", "zzzzzzzzzzzzzzzzzzzzz", new('x', 10_000)];
        foreach (var text in texts)
        {
            Search.Find(text);
        }

        // The best of the rounds: in the others the machine may have been busy with something else.
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var text in texts)
            {
                Search.Find(text);
            }

            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(start).Ticks / texts.Length));
        }

        Assert.True(best < TimeSpan.FromMilliseconds(16), $"{best.TotalMilliseconds} ms");
    }

    private static IEnumerable<string> Names(string? text) => Search.Find(text).Select(provider => provider.Name);

    /// <param name="names">Each with its other names behind slashes.</param>
    private static IEnumerable<Provider> Of(ProviderCategory category, params string[] names) =>
        names.Select(name => name.Split('/')).Select(parts => Provider(parts[0], category, parts[1..]));

    private static Provider Provider(string name, ProviderCategory category, params string[] aliases) =>
        new()
        {
            Slug = name,
            Name = name,
            Category = category,
            Color = "#123456",
            Rank = 1,
            Aliases = aliases,
            Sources = [],
            Methods = [],
        };
}
