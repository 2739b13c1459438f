using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Accounts;
using Hub.Tests.Support;
using Hub.Web.Components.Linking;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Hub.Tests.Components;

/// <summary>The form of an account that is linked already: what is stored, what is replaced, and each way it ends.</summary>
public sealed class EditAccountPageTests : ConnectPageContext
{
    private const string StoredKey = "lum_0123456789-end1";

    [Fact]
    public async Task the_form_begins_with_what_is_stored_and_shows_of_a_secret_the_end()
    {
        Providers = [SampleProviders.Atlas];
        var account = await AddAtlasAsync();

        var page = RenderEdit(account.Id);

        Assert.Equal("Edit Acme in Berlin", page.Find("h1").TextContent);
        Assert.Equal("acme-client", ValueOf(page, "Client ID"));
        Assert.Equal(
            "Europe",
            page.FindComponents<CredentialInput>()
                .Single(it => it.Instance.Field.Key == "region")
                .Find("option[selected], option:checked")
                .TextContent
        );
        var secret = Assert.Single(page.FindComponents<StoredSecret>());
        Assert.Equal(("API Key", "end1"), (secret.Instance.Field.Label, secret.Instance.End));
        Assert.DoesNotContain(StoredKey, page.Markup, StringComparison.Ordinal);
        Assert.Equal("Verify and save", page.Find("button[type=submit]").TextContent.Trim());
        Assert.Contains("Make a key.", page.Find("aside").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_is_not_touched_is_left_to_what_is_stored()
    {
        Providers = [SampleProviders.Atlas];
        var account = await AddAtlasAsync();
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderEdit(account.Id);

        Type(page, "Client ID", "other-client");
        await ConnectAsync(page);

        var edit = Assert.Single(Edits);
        Assert.Equal((account.Id, account.CredentialSince), (edit.AccountId, edit.Seen!.Value));
        Assert.Equal("other-client", edit.Values.Reveal("client_id"));
        Assert.DoesNotContain("api_key", edit.Values.All.Keys);
    }

    [Fact]
    public async Task a_secret_is_replaced_by_its_button_and_kept_by_another()
    {
        var account = await AddLumenAsync();
        AnswerWith(new LinkOutcome.ProviderUnknown());
        var page = RenderEdit(account.Id);

        await page.Find(".stored button").ClickAsync();
        Assert.Empty(page.FindComponents<StoredSecret>());
        Type(page, "API Key", Key);
        await ConnectAsync(page);
        Assert.Equal(Key, Edits[0].Values.Reveal("api_key"));

        var keep = page.Find("button.keep-stored");
        Assert.Equal("Keep the stored API Key", keep.TextContent);
        await keep.ClickAsync();
        Assert.Single(page.FindComponents<StoredSecret>());
        await ConnectAsync(page);
        Assert.DoesNotContain("api_key", Edits[1].Values.All.Keys);
    }

    [Fact]
    public async Task a_stored_secret_that_is_rejected_is_asked_for()
    {
        var account = await AddLumenAsync();
        AnswerWith(new LinkOutcome.Refused(new VerificationOutcome.InvalidCredentials(FieldKey: null, Help: null, GuideStep: null), "7"));
        var page = RenderEdit(account.Id);

        await ConnectAsync(page);

        Assert.Empty(page.FindComponents<StoredSecret>());
        Assert.Contains("rejected this key", Field(page, "API Key").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_changed_address_says_that_the_secret_is_needed_again()
    {
        Providers = [SampleProviders.Tandem with { Methods = [Workable] }];
        var account = await AddAsync("tandem", ("subdomain", "acme"), ("api_key", StoredKey));
        var page = RenderEdit(account.Id);
        Assert.Empty(page.FindAll(".stored [role=status]"));

        Enter(page, "Subdomain", "globex");
        Assert.Contains("enter it again", page.Find(".stored [role=status]").TextContent, StringComparison.Ordinal);
        Enter(page, "Subdomain", "acme");
        Assert.Empty(page.FindAll(".stored [role=status]"));
    }

    [Fact]
    public async Task an_account_that_was_changed_elsewhere_is_not_overwritten_and_entries_stay()
    {
        var account = await AddLumenAsync();
        var page = RenderEdit(account.Id);
        await page.Find(".stored button").ClickAsync();
        Type(page, "API Key", Key);
        AnswerWith(new LinkOutcome.ChangedMeanwhile(Now.AddMinutes(5)));
        await ChangeAsync(account.Id, (_, stored) => stored.CredentialSince = Now.AddMinutes(5));

        await ConnectAsync(page);

        var notice = page.Find("[role=alert]");
        Assert.Contains("This account was changed in the meantime", notice.TextContent, StringComparison.Ordinal);
        Assert.Contains("12:05", notice.TextContent, StringComparison.Ordinal);
        Assert.Equal(Key, ValueOf(page, "API Key"));

        await notice.QuerySelector("button")!.ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Loaded", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(Key, ValueOf(page, "API Key"));
        await ConnectAsync(page);
        Assert.Equal(Now.AddMinutes(5), Edits[1].Seen);
    }

    [Fact]
    public async Task after_loading_what_was_not_changed_is_what_is_stored_now()
    {
        Providers = [SampleProviders.Atlas];
        var account = await AddAtlasAsync();
        var page = RenderEdit(account.Id);
        AnswerWith(new LinkOutcome.ChangedMeanwhile(Now));
        await ChangeAsync(
            account.Id,
            (_, stored) => stored.ReplaceCredential(Protector.Protect(stored.Id, AtlasValues("client-of-today", StoredKey)))
        );
        await ConnectAsync(page);

        await page.Find("[role=alert] button").ClickAsync();

        page.WaitForAssertion(() => Assert.Equal("client-of-today", ValueOf(page, "Client ID")));
    }

    [Fact]
    public async Task another_identity_is_a_question_that_names_both()
    {
        var account = await AddLumenAsync();
        var present = new PresentAccount(account.Id, Now, "Acme in Berlin");
        AnswerWith(new LinkOutcome.WouldReplace(present, new ProviderIdentity("Anna Alt", null, null, "u-2")));
        var page = RenderEdit(account.Id);
        await ConnectAsync(page);

        Assert.Equal("Replace the account of Acme in Berlin with the account of Anna Alt?", page.Find("#replace-title").TextContent);
        Assert.Contains("The account keeps its ID.", page.Find("section.hub-alert").TextContent, StringComparison.Ordinal);

        AnswerWith(new LinkOutcome.ProviderUnknown());
        await page.FindAll("section.hub-alert button").Single(button => button.TextContent == "Replace account").ClickAsync();
        Assert.Equal(new Replacement.Agreed(present), Edits[1].Replacement);
    }

    [Fact]
    public async Task the_popup_says_what_changed_and_leads_back_to_the_account()
    {
        var account = await AddLumenAsync();
        var (_, dialogs, saving) = Save(
            account,
            Linked with
            {
                AccountId = account.Id,
                AccountName = "Acme in Berlin",
                Updated = true,
                MissingPermission = VerificationSamples.Missing,
                Change = new AccountChange(["api_key"], IsOtherMethod: false, AccountStatus.Error, AccountStatus.Active),
            }
        );

        Assert.Equal("New key saved", dialogs.Find("[role=dialog] h2").TextContent);
        Assert.Equal(
            ["Changed: API Key.", "The account is active again."],
            dialogs.FindAll(".change").Select(change => change.TextContent)
        );
        Assert.Contains("it replaces the old key", dialogs.Find(".next").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            "Saved, but a permission is missing. It may not read users.",
            dialogs.Find("[role=alert].hub-alert-warning").TextContent
        );
        Assert.DoesNotContain(dialogs.FindAll("button"), button => button.TextContent == "Link another");
        dialogs.FindAll("button").Single(button => button.TextContent == "Back to the account").Click();
        await saving;
        Assert.Equal($"accounts/{account.Id}", Location);
    }

    [Theory]
    [InlineData(true, "Changes saved", "accepted the key with these values")]
    [InlineData(false, "Nothing changed", "accepted the stored key")]
    public async Task what_is_no_new_key_is_not_called_one(bool isChanged, string title, string text)
    {
        Providers = [SampleProviders.Atlas];
        var account = await AddAtlasAsync();
        var (_, dialogs, saving) = Save(
            account,
            Linked with
            {
                Updated = true,
                Change = new AccountChange(
                    isChanged ? ["client_id"] : [],
                    IsOtherMethod: false,
                    AccountStatus.Active,
                    AccountStatus.Active
                ),
            }
        );
        Assert.Equal(title, dialogs.Find("[role=dialog] h2").TextContent);
        Assert.Contains(text, dialogs.Find(".next").TextContent, StringComparison.Ordinal);
        dialogs.FindAll("button").Single(button => button.TextContent == "Back to the account").Click();
        await saving;
    }

    [Fact]
    public async Task dismissing_the_popup_leaves_the_same_words_on_the_page_which_can_be_used_again()
    {
        var account = await AddLumenAsync();
        var (page, dialogs, saving) = Save(account, Linked with { AccountId = account.Id, AccountName = "Acme in Berlin", Updated = true });
        await ChangeAsync(account.Id, (_, stored) => stored.CredentialSince = Now.AddMinutes(1));
        var dialog = dialogs.FindComponent<LinkedDialog>();
        await dialog.InvokeAsync(dialog.Instance.Dialog.Cancel);
        await saving;

        var status = page.Find(".hub-alert-success[role=status]");
        Assert.Equal(
            "Acme in Berlin is saved. Back to the account",
            string.Join(' ', status.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        );
        Assert.Equal($"accounts/{account.Id}", status.QuerySelector("a")!.GetAttribute("href"));
        Assert.Single(page.FindComponents<StoredSecret>());
    }

    [Fact]
    public async Task somebody_elses_account_is_not_found()
    {
        var account = await AddAccountAsync("lumen", "Their secret project", await AddUserAsync("other@example.com"));
        var page = RenderEdit(account.Id);
        Assert.Equal("There is nothing here", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task what_cannot_be_read_any_more_is_to_be_entered_anew()
    {
        var account = await AddLumenAsync();
        await ChangeAsync(account.Id, (_, stored) => stored.Credentials.Single().Ciphertext = [1, 2, 3]);
        var page = RenderEdit(account.Id);
        Assert.Empty(page.FindComponents<StoredSecret>());
        Assert.Equal("", ValueOf(page, "API Key"));
    }

    [Fact]
    public async Task an_account_whose_provider_is_gone_says_so()
    {
        var account = await AddAccountAsync("former", "Acme");
        var page = RenderEdit(account.Id);
        Assert.Empty(page.FindAll("form"));
        Assert.Contains("was removed from Hub", page.Markup, StringComparison.Ordinal);
    }

    private CredentialProtector Protector => Services.GetRequiredService<CredentialProtector>();

    private static AuthMethod Workable =>
        ((AuthMethod.ApiKey)SampleProviders.Lumen.Methods[0]) with
        {
            BaseUrl = "https://{subdomain}.tandem.example",
            Fields =
            [
                new ProviderField
                {
                    Key = "subdomain",
                    Label = "Subdomain",
                    Kind = FieldKind.Subdomain,
                },
                .. SampleProviders.Lumen.Methods[0].Fields,
            ],
        };

    private Task<LinkedAccount> AddLumenAsync() => AddAsync("lumen", ("api_key", StoredKey));

    private Task<LinkedAccount> AddAtlasAsync() =>
        AddAccountAsync(
            "atlas",
            "Acme in Berlin",
            change: account => account.ReplaceCredential(Protector.Protect(account.Id, AtlasValues("acme-client", StoredKey)))
        );

    private static CredentialValues AtlasValues(string client, string key) =>
        Some.Values(("region", "eu"), ("environment", "live"), ("server", "atlas.example"), ("client_id", client), ("api_key", key));

    private Task<LinkedAccount> AddAsync(string provider, params (string Key, string Value)[] values) =>
        AddAccountAsync(
            provider,
            "Acme in Berlin",
            change: account => account.ReplaceCredential(Protector.Protect(account.Id, Some.Values(values)))
        );

    private (IRenderedComponent<EditAccountPage> Page, IRenderedComponent<MudDialogProvider> Dialogs, Task Saving) Save(
        LinkedAccount account,
        LinkOutcome.Linked outcome
    )
    {
        AnswerWith(outcome);
        var dialogs = RenderDialogs();
        var page = RenderEdit(account.Id);
        var saving = ConnectAsync(page);
        dialogs.WaitForElement("[role=dialog]");
        return (page, dialogs, saving);
    }
}
