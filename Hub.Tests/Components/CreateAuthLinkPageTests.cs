using Bunit;
using Hub.Core.AuthLinks;
using Hub.Core.Sessions;
using Hub.Web.Components.AuthLinks;
using Hub.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Components;

public sealed class CreateAuthLinkPageTests : HubTestContext
{
    [Fact]
    public async Task what_is_missing_is_said_at_its_field_and_nothing_is_made()
    {
        var page = Render<CreateAuthLinkPage>();
        await page.Find("form").SubmitAsync();
        Assert.Equal("Enter the customer's name.", ErrorOf(page, "Customer's name"));
        Assert.Equal("Enter the customer's ID.", ErrorOf(page, "Customer's ID"));
        Assert.Empty((await LinksAsync()).Rows);
    }

    [Fact]
    public async Task a_request_is_made_as_asked_and_its_link_is_shown_once()
    {
        Services.GetRequiredService<IOptions<ProductOptions>>().Value.Name = "Acme Careers";
        var page = Render<CreateAuthLinkPage>();
        Fill(page);
        Radio(page, "Only some providers").Change("providers");
        Checkbox(page, "Lumen Hire").Change(true);
        Checkbox(page, "Northern Desk").Change(true);
        Radio(page, "7 days").Change("7");
        await page.Find("form").SubmitAsync();

        Assert.Equal("Send this link to John at Globex", page.Find("h1").TextContent);
        var link = page.Find("#auth-link").TextContent;
        Assert.StartsWith($"{Navigation.BaseUri}connect#hub_cs_", link, StringComparison.Ordinal);
        Assert.Contains("see this link again", page.Find(".hub-alert").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("[role=img] svg"));
        Assert.Contains(link, page.Find("#auth-link-mail").TextContent, StringComparison.Ordinal);
        Assert.Contains("Hello John", page.Find("#auth-link-mail").TextContent, StringComparison.Ordinal);
        var mail = page.Find("a[href^='mailto:']").GetAttribute("href")!;
        Assert.Contains(Uri.EscapeDataString(link), mail, StringComparison.Ordinal);
        Assert.DoesNotContain(' ', mail);
        Assert.StartsWith(
            "mailto:?subject=Please%20connect%20an%20account%20to%20Acme%20Careers%20for%20Globex&body=Hello%20John",
            mail,
            StringComparison.Ordinal
        );
        var text = page.Find("#auth-link-mail").TextContent.ReplaceLineEndings("\n");
        Assert.Contains("Please connect Lumen Hire or Northern Desk to Acme Careers for Globex.", text, StringComparison.Ordinal);
        Assert.EndsWith("\nmember@example.com\nAcme Careers", text, StringComparison.Ordinal);

        var row = Assert.Single((await LinksAsync()).Rows);
        Assert.Equal(("globex-1", "Globex", "John"), (row.Origin.Id, row.Origin.Name, row.Origin.Username));
        Assert.Equal(["lumen", "desk"], row.Providers);
        Assert.Equal(Now.AddDays(7), row.ExpiresAt);
        Assert.True(row.EndsAfterOne);
        Assert.IsType<SessionOutcome.Open>(await Services.GetRequiredService<SessionOpener>().LookAsync(link.Split('#')[1], null, Stop));
    }

    [Fact]
    public async Task unless_told_otherwise_it_is_for_all_thirty_days_and_one_account()
    {
        var page = Render<CreateAuthLinkPage>();
        Fill(page);
        await page.Find("form").SubmitAsync();
        var row = Assert.Single((await LinksAsync()).Rows);
        Assert.Empty(row.Providers);
        Assert.Null(row.Categories);
        Assert.Equal((Now.AddDays(30), true), (row.ExpiresAt, row.EndsAfterOne));
    }

    [Theory]
    [InlineData(new string[0], "Please connect an account to Hub for Globex.")]
    [InlineData(new[] { "lumen" }, "Please connect Lumen Hire to Hub for Globex.")]
    [InlineData(new[] { "lumen", "desk", "tandem" }, "Please connect Lumen Hire, Northern Desk or Tandem to Hub for Globex.")]
    [InlineData(new[] { "lumen", "desk", "tandem", "atlas" }, "Please connect an account to Hub for Globex.")]
    public void the_mail_names_the_providers_where_they_are_few(string[] providers, string request)
    {
        var link = Render<LinkToSend>(parameters =>
            parameters
                .Add(it => it.Link, "https://hub.example/connect#token")
                .Add(it => it.Origin, new OriginOwner("globex-1", "Globex"))
                .Add(it => it.Providers, providers)
                .Add(it => it.EndsAfterOne, true)
                .Add(it => it.ExpiresAt, Now)
                .Add(it => it.SessionId, Guid.CreateVersion7())
                .Add(it => it.Issuer, "jane@example.com")
        );
        var text = link.Find("#auth-link-mail").TextContent;
        Assert.Contains(request, text, StringComparison.Ordinal);
        Assert.EndsWith("jane@example.com", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_page_may_be_in_a_language_for_the_person()
    {
        var page = Render<CreateAuthLinkPage>();
        Fill(page);
        Inputs.Enter(Input(page, "Language of the page (optional)"), "ja");
        await page.Find("form").SubmitAsync();
        var link = page.Find("#auth-link").TextContent;
        var open = await Services.GetRequiredService<SessionOpener>().LookAsync(link.Split('#')[1], null, Stop);
        Assert.Equal("ja", Assert.IsType<SessionOutcome.Open>(open).Grant.Locale);
    }

    [Fact]
    public async Task categories_and_more_than_one_account()
    {
        var page = Render<CreateAuthLinkPage>();
        Fill(page);
        Radio(page, "Only some categories").Change("categories");
        await page.Find("form").SubmitAsync();
        Assert.Equal("Choose at least one category.", page.Find(".validation-message").TextContent);
        Assert.Empty((await LinksAsync()).Rows);

        Checkbox(page, "HR").Change(true);
        Checkbox(page, "Close the link after one account").Change(false);
        await page.Find("form").SubmitAsync();

        var row = Assert.Single((await LinksAsync()).Rows);
        Assert.Equal([Hub.Core.Providers.ProviderCategory.Hris], row.Categories);
        Assert.False(row.EndsAfterOne);
    }

    [Fact]
    public async Task a_choice_of_no_provider_is_none()
    {
        var page = Render<CreateAuthLinkPage>();
        Fill(page);
        Radio(page, "Only some providers").Change("providers");
        await page.Find("form").SubmitAsync();
        Assert.Equal("Choose at least one provider.", page.Find(".validation-message").TextContent);
        Assert.Empty((await LinksAsync()).Rows);
    }

    [Fact]
    public void providers_are_found_by_typing_chosen_and_removed()
    {
        Navigation.NavigateTo("accounts/request?provider=desk");
        var page = Render<CreateAuthLinkPage>();
        Assert.Equal(["Remove Northern Desk"], page.FindAll(".chosen button").Select(button => button.GetAttribute("aria-label")));

        page.Find(".choice .mud-input-control input").Search("candle");
        Assert.Equal(["Lumen Hire"], page.FindAll(".list label").Select(NameOf));
        page.Find(".list input").Change(true);
        page.Find("[aria-label='Remove Northern Desk']").Click();

        Assert.Equal(["Remove Lumen Hire"], page.FindAll(".chosen button").Select(button => button.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task pressing_twice_makes_one()
    {
        var page = Render<CreateAuthLinkPage>();
        Fill(page);
        var form = page.Find("form");
        await Task.WhenAll(
            form.SubmitAsync(),
            page.InvokeAsync(() => page.FindAll("form") is [var again, ..] ? again.SubmitAsync() : Task.CompletedTask)
        );
        Assert.Single((await LinksAsync()).Rows);
    }

    [Fact]
    public async Task whoever_is_signed_out_meanwhile_makes_nothing()
    {
        var page = Render<CreateAuthLinkPage>();
        Fill(page);
        Authorization.SetClaims();
        Authorization.SetNotAuthorized();
        page.Render();
        await page.Find("form").SubmitAsync();
        Assert.Empty((await LinksAsync()).Rows);
    }

    private void Fill(IRenderedComponent<CreateAuthLinkPage> page)
    {
        Inputs.Enter(Input(page, "Customer's name"), "Globex");
        Inputs.Enter(Input(page, "Customer's ID"), "globex-1");
        Inputs.Enter(Input(page, "Person (optional)"), "John");
    }

    private static AngleSharp.Dom.IElement Input(IRenderedComponent<CreateAuthLinkPage> page, string label) =>
        page.Find("#" + page.FindAll("label").Single(one => one.TextContent == label).GetAttribute("for"));

    private static string? ErrorOf(IRenderedComponent<CreateAuthLinkPage> page, string label) =>
        page.Find("#" + Input(page, label).GetAttribute("aria-describedby")).TextContent.Trim();

    private static AngleSharp.Dom.IElement Radio(IRenderedComponent<CreateAuthLinkPage> page, string label) =>
        page.FindAll("label.option").Single(one => one.TextContent.Trim() == label).QuerySelector("input")!;

    private static AngleSharp.Dom.IElement Checkbox(IRenderedComponent<CreateAuthLinkPage> page, string label) =>
        page.FindAll("label.hub-check").Single(one => NameOf(one).StartsWith(label, StringComparison.Ordinal)).QuerySelector("input")!;

    // Without the monogram.
    private static string NameOf(AngleSharp.Dom.IElement label)
    {
        var copy = (AngleSharp.Dom.IElement)label.Clone();
        copy.QuerySelector("svg")?.Remove();
        return copy.TextContent.Trim();
    }

    private Task<AuthLinkPage> LinksAsync() => Services.GetRequiredService<AuthLinkDirectory>().ListAsync(Owner, new AuthLinkQuery(), Stop);
}
