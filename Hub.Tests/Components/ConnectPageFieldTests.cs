using AngleSharp.Dom;
using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Components.Linking;
using Microsoft.AspNetCore.Components;

namespace Hub.Tests.Components;

/// <summary>Fields of every kind: what they start with, what leaving and mending them does, and the choice between methods.</summary>
public sealed class ConnectPageFieldTests : ConnectPageContext
{
    private const string Europe = "api.eu.atlas.example";

    public ConnectPageFieldTests() => Providers = [SampleProviders.Atlas, SampleProviders.Desk, SampleProviders.Lumen];

    [Fact]
    public void fields_start_with_what_they_are_when_nobody_changes_them()
    {
        var page = RenderPage("atlas");

        Assert.Equal("Find out for me", OptionOf(page, "Region"));
        Assert.Equal(
            ["Production"],
            page.FindAll(".option")
                .Where(option => option.QuerySelector("input[name=environment]:checked") is not null)
                .Select(option => option.TextContent.Trim())
        );
        Assert.Equal("atlas.example", ValueOf(page, "Server"));
        Assert.Equal(("", "app.example.com"), (ValueOf(page, "Mirror"), Input(page, "Mirror").GetAttribute("placeholder")));
    }

    [Fact]
    public void what_need_not_be_filled_in_says_so()
    {
        var page = RenderPage("atlas");
        Assert.Equal("Mirror (optional)", Field(page, "Mirror").Find("label").TextContent);
        Assert.Equal("Region", Field(page, "Region").Find("label").TextContent);
        Assert.Equal("false", Input(page, "Mirror").GetAttribute("aria-required"));
        Assert.Equal("true", Input(page, "Server").GetAttribute("aria-required"));
    }

    [Fact]
    public async Task whoever_leaves_the_field_right_after_Enter_connects_all_the_same()
    {
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderPage();
        Type(page, "API Key", Key);
        var connection = new TaskCompletionSource();
        Inputs.BeforeReading = () => connection.Task;

        var submitted = page.Find("form").SubmitAsync();
        Leave(page, "API Key");
        connection.SetResult();
        await submitted;

        page.WaitForAssertion(() => Assert.Equal(Key, Assert.Single(Requests).Values.Reveal("api_key")));
    }

    [Fact]
    public async Task a_region_that_is_left_open_is_sent_open_and_a_chosen_one_by_its_value()
    {
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderPage("atlas");
        Assert.Equal(["", "us", "eu", "au"], Field(page, "Region").FindAll("option").Select(option => option.GetAttribute("value")));

        await ConnectAsync(page);
        Type(page, "Region", "eu");
        await ConnectAsync(page);
        Type(page, "Region", "");
        await ConnectAsync(page);

        Assert.Equal(["", "eu", ""], Requests.Select(request => request.Values.Reveal("region")));
    }

    [Fact]
    public async Task a_choice_whose_event_never_came_is_what_is_sent()
    {
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderPage("atlas");

        Inputs.Enter(Input(page, "Region"), "eu");
        var environments = Field(page, "Environment").FindAll("input");
        Inputs.Check(environments[0], isChecked: false);
        Inputs.Check(environments[1], isChecked: true);
        await ConnectAsync(page);

        Assert.Equal(("eu", "test"), (Assert.Single(Requests).Values.Reveal("region"), Requests[0].Values.Reveal("environment")));
    }

    [Fact]
    public async Task of_two_options_one_is_pressed()
    {
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderPage("atlas");
        var group = Field(page, "Environment").Find("[role=radiogroup]");
        Assert.Equal("Environment", page.Find("#" + group.GetAttribute("aria-labelledby")).TextContent);
        Assert.Equal(["Production", "Sandbox"], group.QuerySelectorAll("label").Select(option => option.TextContent.Trim()));

        Field(page, "Environment").FindAll("input")[1].Change("test");
        await ConnectAsync(page);

        Assert.Equal("test", Assert.Single(Requests).Values.Reveal("environment"));
    }

    [Fact]
    public async Task a_reading_that_began_earlier_does_not_undo_a_choice()
    {
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderPage("atlas");
        var connection = new TaskCompletionSource();
        Inputs.BeforeReading = () => connection.Task;
        var left = Field(page, "Server").Find("[data-field-box]").TriggerEventAsync("onfieldleave", EventArgs.Empty);

        await Field(page, "Environment").FindAll("input")[1].TriggerEventAsync("onchange", new ChangeEventArgs { Value = "test" });
        connection.SetResult();
        await left;
        Inputs.BeforeReading = () => Task.CompletedTask;
        Assert.True(Field(page, "Environment").FindAll("input")[1].HasAttribute("checked"));
        await ConnectAsync(page);

        Assert.Equal("test", Assert.Single(Requests).Values.Reveal("environment"));
    }

    [Theory]
    [InlineData("Server", "https://Atlas.acme.example/login?x=1", "atlas.acme.example")]
    [InlineData("Server", "", "atlas.example")]
    [InlineData("Client ID", "  client\t", "client")]
    [InlineData("API Key", "Bearer \"lum-1\"", "lum-1")]
    [InlineData("API Key", " 'lum-1' ", "lum-1")]
    public void what_was_pasted_is_cleaned_when_the_field_is_left(string field, string pasted, string shown)
    {
        var page = RenderPage("atlas");
        Enter(page, field, pasted);
        Assert.Equal(shown, ValueOf(page, field));

        // What cleans to the same as before must not stay as it was typed.
        Enter(page, field, pasted);
        Assert.Equal(shown, ValueOf(page, field));
    }

    [Fact]
    public void a_field_is_judged_when_it_is_left_and_not_before()
    {
        var page = RenderPage("atlas");
        Type(page, "API Key", "two words");
        Assert.Null(ErrorOf(page, "API Key"));

        Leave(page, "API Key");

        Assert.Equal("There is a space at position 4. Remove it, or copy the value again.", ErrorOf(page, "API Key"));
        Assert.Null(ErrorOf(page, "Server"));
    }

    [Fact]
    public void an_empty_field_that_is_passed_by_is_no_mistake_yet()
    {
        var page = RenderPage("atlas");
        Leave(page, "API Key");
        Enter(page, "Client ID", "client");
        Enter(page, "Client ID", "");
        Assert.Null(ErrorOf(page, "API Key"));
        Assert.Null(ErrorOf(page, "Client ID"));
    }

    [Fact]
    public void the_message_goes_while_it_is_mended_and_comes_back_where_it_was_not()
    {
        var page = RenderPage("atlas");
        Enter(page, "API Key", "two words");

        Type(page, "API Key", "two words");
        Assert.Null(ErrorOf(page, "API Key"));

        // Typed back to what it was: the browser reports no change.
        Leave(page, "API Key");
        Assert.NotNull(ErrorOf(page, "API Key"));
    }

    [Fact]
    public async Task what_the_provider_said_of_a_field_stays_when_it_is_left_as_it_is()
    {
        AnswerWith(Refused(new VerificationOutcome.InvalidCredentials("api_key", null, null)));
        var page = RenderPage("atlas");
        Enter(page, "API Key", Key);
        await ConnectAsync(page);

        Leave(page, "API Key");

        Assert.Equal("Atlas Suite rejected this key.", ErrorOf(page, "API Key"));
    }

    [Fact]
    public async Task where_every_region_refused_it_says_that_every_region_was_asked()
    {
        AnswerWith(
            Refused(new VerificationOutcome.InvalidCredentials("api_key", "Make a new one.", 2)) with
            {
                IsRejectedInAllRegions = true,
            }
        );
        var page = RenderPage("atlas");

        await ConnectAsync(page);

        Assert.Equal(
            "Atlas Suite rejected this key. Hub tried each option of “Region”: United States, Europe, Australia. Make a new one.",
            ErrorOf(page, "API Key")
        );
        Assert.Equal("Make a key.", page.Find("aside li[aria-current=step]").TextContent.Trim());
    }

    [Theory]
    [InlineData(null, "Region")]
    [InlineData("environment", "Environment")]
    public async Task a_wrong_region_is_told_at_its_choice_and_goes_with_another_choice(string? key, string label)
    {
        AnswerWith(Refused(new VerificationOutcome.WrongAddress(key, "It stands in the address.")));
        var page = RenderPage("atlas");

        await ConnectAsync(page);

        Assert.Equal(
            $"Atlas Suite does not know this account there. Choose another option for “{label}”. It stands in the address.",
            ErrorOf(page, label)
        );
        if (label == "Environment")
        {
            Field(page, label).FindAll("input")[1].Change("test");
        }
        else
        {
            Type(page, label, "eu");
        }

        Assert.Null(ErrorOf(page, label));
    }

    [Fact]
    public async Task a_key_is_linked_with_the_day_on_which_it_expires()
    {
        AnswerWith(Refused(new VerificationOutcome.InvalidCredentials("api_key", null, 2)));
        var page = RenderPage();
        page.FindAll("form button").Single(button => button.TextContent == "Does this key expire?").Click();
        Inputs.Enter(page.Find("input[type=date]"), "2027-03-31");
        Enter(page, "API Key", Key);

        await ConnectAsync(page);

        Assert.Equal(new DateOnly(2027, 3, 31), Assert.Single(Requests).KeyExpiresOn);
        Assert.Equal("2027-03-31", page.Find("input[type=date]").GetAttribute("value"));
    }

    [Fact]
    public async Task another_method_keeps_what_both_ask_for_and_stands_in_the_address()
    {
        AnswerWith(Refused(new VerificationOutcome.InvalidCredentials("api_key", null, 2)));
        var page = RenderPage("atlas");
        Assert.Equal(["API key Recommended", "Client credentials"], Methods(page));
        Enter(page, "Client ID", "client");
        Enter(page, "API Key", Key);
        await ConnectAsync(page);

        page.Find("input[value=oauth2_client_credentials]").Change("oauth2_client_credentials");

        Assert.Equal("?method=oauth2_client_credentials", Location);
        Assert.Equal(
            ["Region", "Client ID", "Client Secret"],
            page.FindComponents<CredentialInput>().Select(input => input.Instance.Field.Label)
        );
        Assert.Equal("client", ValueOf(page, "Client ID"));
        Assert.Equal("Make a client.", page.Find("aside ol > li").TextContent.Trim());
        Assert.Empty(page.FindAll("[aria-invalid=true], aside [aria-current]"));

        await ConnectAsync(page);

        Assert.Equal(AuthMethodKind.Oauth2ClientCredentials, Requests[1].AuthMethod);
        Assert.Equal("client", Requests[1].Values.Reveal("client_id"));
        // Not a secret of the other method.
        Assert.False(Requests[1].Values.All.ContainsKey("api_key"));
    }

    [Theory]
    [InlineData("oauth2_client_credentials", "Client credentials")]
    [InlineData("api_key", "API key")]
    [InlineData("basic", "API key")]
    [InlineData("<nonsense>", "API key")]
    public void an_address_can_name_the_method(string name, string chosen)
    {
        Navigation.NavigateTo($"link/atlas?method={Uri.EscapeDataString(name)}");
        var page = RenderPage("atlas");
        Assert.StartsWith(chosen, page.Find(".option.chosen").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(chosen == "API key" ? "API Key" : "Client Secret", page.FindComponents<CredentialInput>()[^1].Instance.Field.Label);
    }

    [Fact]
    public async Task a_new_key_starts_with_the_method_and_region_of_its_account_and_may_be_of_another_method()
    {
        var account = await AddAccountAsync(
            "atlas",
            "Acme",
            address: Europe,
            change: it => it.AuthMethod = AuthMethodKind.Oauth2ClientCredentials
        );
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderEdit(account.Id);
        Assert.Equal(["API key", "Client credentials In use"], Methods(page));
        Assert.Equal("Client credentials In use", Text(page.Find(".option.chosen")));
        Assert.Equal("Europe", OptionOf(page, "Region"));

        await ConnectAsync(page);
        page.Find("input[value=api_key]").Change("api_key");
        await ConnectAsync(page);

        Assert.Equal([AuthMethodKind.Oauth2ClientCredentials, AuthMethodKind.ApiKey], Edits.Select(edit => edit.AuthMethod));
        Assert.All(Edits, edit => Assert.Equal((account.Id, "eu"), (edit.AccountId, edit.Values.Reveal("region"))));
    }

    [Fact]
    public void a_guide_to_share_opens_beside_the_form()
    {
        var link = RenderPage("atlas").Find("a[href='providers/atlas']");
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal("Share this guide (opens in a new tab)", link.TextContent);
    }

    [Fact]
    public async Task the_popup_names_the_region()
    {
        AnswerWith(Linked with { Address = Europe });
        var dialogs = RenderDialogs();
        var connecting = ConnectAsync(RenderPage("atlas"));
        dialogs.WaitForElement("[role=dialog]");

        Assert.Equal(
            ["jane@acme.example", "Acme", "Region: Europe"],
            dialogs.FindAll("[role=dialog] .hub-hint").Select(line => line.TextContent)
        );

        dialogs.FindAll("button").Single(button => button.TextContent == "Link another").Click();
        await connecting;
    }

    private string OptionOf(IRenderedComponent<IComponent> page, string label) =>
        Field(page, label).FindAll("option").Single(option => option.GetAttribute("value") == ValueOf(page, label)).TextContent;

    private static string? ErrorOf(IRenderedComponent<IComponent> page, string label)
    {
        var faulty = Field(page, label).FindAll("[aria-invalid=true]");
        return faulty.Count == 0 ? null : page.Find("#" + faulty[0].GetAttribute("aria-describedby")).TextContent.Trim();
    }

    private static LinkOutcome.Refused Refused(VerificationOutcome outcome) => new(outcome, "K7-REFERENCE");

    private static IEnumerable<string> Methods(IRenderedComponent<IComponent> page) =>
        page.FindAll("[aria-labelledby=auth-method-label] .option").Select(Text);

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
