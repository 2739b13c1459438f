using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;

namespace Hub.Tests.Components;

public sealed class SmallComponentsTests : HubTestContext
{
    public static TheoryData<string> ColorsOfTheCatalog =>
        [
            .. ProviderCatalog
                .Load(directory: null, withSandbox: true)
                .All.Select(provider => provider.Color)
                .Distinct(StringComparer.Ordinal),
        ];

    public static TheoryData<AccountStatus, string?, string, string> Statuses =>
        new()
        {
            { AccountStatus.Active, null, "Active", "good" },
            { AccountStatus.Active, "It may not read users.", "Active, limited", "limited" },
            { AccountStatus.Error, "It was revoked.", "Error", "bad" },
            { AccountStatus.Error, null, "Error", "bad" },
            { AccountStatus.Expired, "It was revoked.", "Expired", "bad" },
            { AccountStatus.Expired, null, "Expired", "bad" },
            { AccountStatus.Inactive, "It is disabled.", "Inactive", "off" },
            { AccountStatus.Suspended, "It is suspended.", "Suspended", "off" },
            { AccountStatus.Archived, "It was unlinked.", "Unlinked", "off" },
        };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void a_status_is_said_in_words_with_its_reason(AccountStatus status, string? reason, string label, string look)
    {
        var badge = Render<AccountStatusBadge>(parameters => parameters.Add(it => it.Status, status).Add(it => it.Reason, reason));
        Assert.Equal(label, badge.Find($".status.{look} .badge").TextContent);
        Assert.Equal(reason, badge.FindAll(".reason").SingleOrDefault()?.TextContent);
    }

    [Theory]
    [InlineData(FieldKind.Secret, "input")]
    [InlineData(FieldKind.Password, "input")]
    [InlineData(FieldKind.MultilineSecret, "textarea")]
    public void every_secret_is_masked_until_it_is_shown(FieldKind kind, string element)
    {
        var field = new ProviderField
        {
            Key = "secret",
            Label = "Secret",
            Kind = kind,
        };
        var input = Render<CredentialInput>(parameters => parameters.Add(it => it.Field, field).Add(it => it.Value, ""));
        Assert.True(IsMasked());
        Assert.Equal("one-time-code", input.Find(element).GetAttribute("autocomplete"));

        input.Find("button[aria-label='Show Secret']").Click();

        Assert.False(IsMasked());

        bool IsMasked() =>
            element == "input"
                ? input.Find(element).GetAttribute("type") == "password"
                : input.Find(element).GetAttribute("data-masked") == "true";
    }

    [Fact]
    public void the_table_of_statuses_has_all_of_them() =>
        Assert.Equal(Enum.GetValues<AccountStatus>(), Statuses.Select(row => row.Data.Item1).Distinct().Order());

    [Theory]
    [InlineData(false, "key")]
    [InlineData(true, "Authorize Hub again")]
    public void an_unreadable_credential_is_told_whatever_the_status_is(bool isAuthorization, string hint) =>
        Assert.All(
            Enum.GetValues<AccountStatus>(),
            status =>
            {
                var badge = Render<AccountStatusBadge>(parameters =>
                    parameters
                        .Add(it => it.Status, status)
                        .Add(it => it.IsReadable, value: false)
                        .Add(it => it.IsAuthorization, isAuthorization)
                );
                Assert.Equal("Unreadable", badge.Find(".status.bad .badge").TextContent);
                Assert.Contains(hint, badge.Find(".reason").TextContent, StringComparison.Ordinal);
            }
        );

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-59, "just now")]
    [InlineData(30, "just now")]
    [InlineData(-60, "a minute ago")]
    [InlineData(-7200, "2 hours ago")]
    [InlineData(-86400, "yesterday")]
    public void a_time_is_said_as_people_do_and_exactly_on_hover(int seconds, string expected)
    {
        var time = Render<Ago>(parameters => parameters.Add(it => it.At, Now.AddSeconds(seconds))).Find("time");
        Assert.Equal(expected, time.TextContent);
        Assert.Equal(
            Now.AddSeconds(seconds),
            DateTimeOffset.Parse(time.GetAttribute("datetime")!, System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.EndsWith(" UTC", time.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SmartRecruiters", "SR")]
    [InlineData("BambooHR", "BH")]
    [InlineData("Lever", "L")]
    [InlineData("Sandbox ATS", "SA")]
    [InlineData("lowercase", "L")]
    public void a_monogram_is_a_letter_or_two(string name, string expected) => Assert.Equal(expected, Monogram.Of(name));

    [Theory]
    [MemberData(nameof(ColorsOfTheCatalog))]
    public void a_monogram_can_be_read_on_its_colour(string color) =>
        Assert.InRange(AppCss.Contrast(Monogram.InkOn(color), color), AppCss.ReadableText, double.PositiveInfinity);

    [Theory]
    [InlineData("#ffffff", "#000000")]
    [InlineData("#f5c518", "#000000")]
    [InlineData("#000000", "#ffffff")]
    [InlineData("#2c6ecb", "#ffffff")]
    public void the_ink_is_the_one_with_more_contrast(string color, string ink) => Assert.Equal(ink, Monogram.InkOn(color));

    [Fact]
    public void a_logo_is_decoration_beside_a_name()
    {
        var logo = Render<ProviderLogo>(parameters => parameters.Add(it => it.Provider, SampleProviders.Lumen).Add(it => it.Size, 56))
            .Find("svg");
        Assert.Equal("true", logo.GetAttribute("aria-hidden"));
        Assert.Equal("56", logo.GetAttribute("width"));
        Assert.Equal("#2c6ecb", logo.QuerySelector("rect")!.GetAttribute("fill"));
        Assert.Equal("LH", logo.TextContent.Trim());
    }

    [Fact]
    public void a_provider_that_left_the_catalog_has_a_logo_too() =>
        Assert.Equal("?", Render<ProviderLogo>(parameters => parameters.Add(it => it.Provider, null)).Find("text").TextContent);

    [Fact]
    public void every_category_has_a_label_of_its_own() =>
        Assert.Distinct(Enum.GetValues<ProviderCategory>().Select(category => category.Label()));
}
