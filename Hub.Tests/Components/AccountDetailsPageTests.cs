using AngleSharp.Dom;
using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Accounts;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Shared;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Hub.Tests.Components;

public sealed class AccountDetailsPageTests : HubTestContext
{
    private const string Reference = "K7-REFERENCE";

    private static readonly ProviderIdentity Identity = new("Jane Doe", "jane@acme.example", "Acme", null);

    private static readonly (VerificationOutcome Outcome, string Title, string Tone, string Status)[] Verifications =
    [
        (new VerificationOutcome.Verified(Identity), "The key is valid", "hub-alert-success", "Active"),
        (
            VerificationSamples.Limited(Identity, "It may not read users."),
            "The key is valid, but a permission is missing",
            "hub-alert-warning",
            "Active, limited"
        ),
        (new VerificationOutcome.InvalidCredentials(null, null, null), "Lumen Hire rejected the key", "hub-alert-error", "Error"),
        (new VerificationOutcome.WrongAddress(null, null), "Lumen Hire no longer knows this address", "hub-alert-error", "Error"),
        (
            new VerificationOutcome.WrongKeyKind("api_key", "This is a partner key."),
            "The stored key is of another kind",
            "hub-alert-warning",
            "Active"
        ),
        (new VerificationOutcome.RateLimited(null), "Too many requests at Lumen Hire", "hub-alert-warning", "Active"),
        (
            new VerificationOutcome.ProviderUnavailable(UnavailableCause.TimedOut),
            "Lumen Hire is not available right now",
            "hub-alert-warning",
            "Active"
        ),
        (
            new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.Html),
            "Lumen Hire gave an unexpected answer",
            "hub-alert-warning",
            "Active"
        ),
    ];

    public static TheoryData<string> VerificationCases => [.. Verifications.Select(it => it.Outcome.ToString())];

    public AccountDetailsPageTests() => Providers = [.. SampleProviders.All, SampleProviders.Portal];

    [Fact]
    public async Task everything_that_is_known_of_the_account_is_shown()
    {
        var account = await AddAccountAsync("lumen", "Acme in Berlin", linkedAt: Now.AddDays(-2), address: "acme.lumen.example");

        var page = RenderPage(account.Id);

        Assert.Equal("Acme in Berlin", page.Find("h1").TextContent);
        Assert.Equal("Lumen Hire", page.Find(".hub-lead").TextContent);
        Assert.Equal("Active", page.Find(".hub-title .badge").TextContent);
        Assert.Equal(
            [
                "Linked as: Jane Doe",
                "Email: jane@acme.example",
                "Organization: Acme",
                "Address: acme.lumen.example",
                "Type: Production",
                $"Linked: 2 days ago · {Dates.Minute(Now.AddDays(-2))}",
            ],
            Facts(page, "details")
        );
        Assert.Contains($"Last verified: 2 days ago · {Dates.Minute(Now.AddDays(-2))}", Facts(page, "verification"));
        Assert.Equal($"accounts/{account.Id}/edit", page.FindAll(".actions a")[0].GetAttribute("href"));
        Assert.DoesNotContain("stored-key", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_that_cannot_be_read_is_to_be_entered_again()
    {
        var account = await AddAccountAsync("lumen", "Acme", change: it => it.Credentials.First().Ciphertext = [1, 2, 3]);
        Assert.False(await Services.GetRequiredService<KeyRingCheck>().FitsAsync(Stop));

        var page = RenderPage(account.Id);

        Assert.Equal("Unreadable", page.Find(".badge").TextContent);
        Assert.Equal("Hub cannot read the stored key. Enter the key again.", page.Find(".reason").TextContent);
        Assert.Equal("Enter the key again", page.Find(".actions a").TextContent);
    }

    [Fact]
    public async Task the_region_is_shown_by_its_label_and_the_method_where_there_are_several()
    {
        Providers = [SampleProviders.Atlas];
        var account = await AddAccountAsync(
            "atlas",
            "Acme",
            identity: ProviderIdentity.Unknown,
            address: "api.eu.atlas.example",
            change: it => it.AuthMethod = AuthMethodKind.Oauth2ClientCredentials
        );
        Assert.Equal(
            ["Region: Europe", "Linked with: Client credentials", "Type: Production", $"Linked: just now · {Dates.Minute(Now)}"],
            Facts(RenderPage(account.Id), "details")
        );
    }

    [Fact]
    public async Task what_the_provider_did_not_tell_has_no_line()
    {
        var account = await AddAccountAsync("lumen", "Acme", identity: ProviderIdentity.Unknown);
        Assert.Equal(["Type: Production", $"Linked: just now · {Dates.Minute(Now)}"], Facts(RenderPage(account.Id), "details"));
    }

    [Fact]
    public async Task somebody_elses_account_is_not_found()
    {
        var account = await AddAccountAsync("lumen", "Theirs", await AddUserAsync("other@example.com"));
        var page = RenderPage(account.Id);
        Assert.Equal("There is nothing here", page.Find("h1").TextContent);
        Assert.DoesNotContain("Theirs", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void an_account_that_does_not_exist_is_not_found() =>
        Assert.Equal("There is nothing here", RenderPage(Guid.CreateVersion7()).Find("h1").TextContent);

    [Fact]
    public void every_outcome_of_verifying_has_its_test_here()
    {
        Assert.Equal(Cases.Of<VerificationOutcome>(), Verifications.Select(it => it.Outcome.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                nameof(VerifyNowOutcome.AuthorizationEnded),
                nameof(VerifyNowOutcome.ChangedMeanwhile),
                nameof(VerifyNowOutcome.CredentialUnreadable),
                nameof(VerifyNowOutcome.NotFound),
                nameof(VerifyNowOutcome.NotRefreshed),
                nameof(VerifyNowOutcome.ProviderUnknown),
                nameof(VerifyNowOutcome.TooManyAttempts),
                nameof(VerifyNowOutcome.Verified),
            ],
            Cases.Of<VerifyNowOutcome>()
        );
    }

    [Theory]
    [MemberData(nameof(VerificationCases))]
    public async Task verifying_says_what_the_provider_proved_and_shows_the_new_status(string @case)
    {
        var (outcome, title, tone, status) = Verifications.Single(it => it.Outcome.ToString() == @case);
        var page = RenderPage((await AddAccountAsync("lumen", "Acme", linkedAt: Now.AddDays(-2))).Id);
        VerifyWith(_ => Task.FromResult(new VerificationReport(outcome, Reference)));

        await Button(page, "Verify now").ClickAsync();

        var notice = page.Find("[role=alert].notice");
        Assert.Equal(title, notice.QuerySelector("strong")!.TextContent);
        Assert.Contains(tone, notice.ClassList);
        Assert.Equal(status, page.Find(".badge").TextContent);
        // "Bad" is said only where the provider proved it.
        Assert.Equal(status == "Error", tone == "hub-alert-error");
        Assert.Equal(outcome is VerificationOutcome.UnexpectedAnswer, notice.TextContent.Contains(Reference, StringComparison.Ordinal));
        Assert.False(Button(page, "Verify now").HasAttribute("aria-disabled"));
    }

    [Fact]
    public async Task a_sign_in_that_the_provider_ended_is_begun_anew()
    {
        var account = await AddAccountAsync(
            "portal",
            "Acme",
            change: it =>
            {
                it.AuthMethod = AuthMethodKind.Oauth2AuthorizationCode;
                it.Token = new AccountToken { AccountId = it.Id, ExpiresAt = Now.AddDays(-1) };
                it.SetReason(ReasonGroup.Credential, new StatusReason.AuthorizationEnded(AuthorizationEnd.Revoked), Now);
            }
        );
        var page = RenderPage(account.Id);
        Assert.Equal("Expired", page.Find(".badge").TextContent);
        Assert.Equal(
            $"accounts/{account.Id}/edit",
            page.FindAll(".actions a").Single(link => link.TextContent == "Authorize again").GetAttribute("href")
        );

        await Button(page, "Verify now").ClickAsync();

        Assert.Equal("The authorization has ended", page.Find(".notice strong").TextContent);
        Assert.Equal("The status says why.", page.Find(".notice p").TextContent);
        Assert.Equal(
            "Portal ended the access. It was revoked there, or not used for too long. Authorize again.",
            page.Find(".reason").TextContent
        );
        Assert.Empty(Verifier.Invocations);
    }

    [Fact]
    public async Task a_sign_in_that_cannot_be_refreshed_for_now_is_not_judged()
    {
        var account = await AddAccountAsync(
            "portal",
            "Acme",
            change: it =>
            {
                it.AuthMethod = AuthMethodKind.Oauth2AuthorizationCode;
                it.Token = new AccountToken
                {
                    AccountId = it.Id,
                    ExpiresAt = Now.AddDays(-1),
                    CanRefresh = true,
                    Failures = 1,
                    RefreshAt = Now.AddMinutes(1),
                };
            }
        );
        var page = RenderPage(account.Id);

        await Button(page, "Verify now").ClickAsync();

        Assert.Equal("Portal is not available right now", page.Find(".notice strong").TextContent);
        Assert.Contains(
            "Hub could not refresh the access token. The status did not change.",
            page.Find(".notice").TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("Active", page.Find(".badge").TextContent);
    }

    [Fact]
    public async Task verifying_an_account_that_is_gone_finds_nothing()
    {
        var account = await AddAccountAsync("lumen", "Acme");
        var page = RenderPage(account.Id);
        await ChangeAsync(account.Id, (db, it) => db.LinkedAccounts.Remove(it));

        await Button(page, "Verify now").ClickAsync();

        Assert.Equal("There is nothing here", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task verifying_an_account_whose_provider_left_the_catalog_says_so()
    {
        var page = RenderPage((await AddAccountAsync("gone", "Old times")).Id);
        await Button(page, "Verify now").ClickAsync();
        Assert.Equal("gone is no longer offered", page.Find(".notice strong").TextContent);
        // There is no form for its key either.
        Assert.Empty(page.FindAll(".actions a"));
    }

    [Fact]
    public async Task who_verifies_too_fast_is_asked_to_wait()
    {
        var page = RenderPage((await AddAccountAsync("lumen", "Acme")).Id);
        var pace = Services.GetRequiredService<VerificationRateLimiter>();
        while (pace.Allows(Owner.Value))
        {
            // Until it is used up.
        }

        await Button(page, "Verify now").ClickAsync();

        Assert.Equal("Too many attempts", page.Find(".notice strong").TextContent);
        Assert.Empty(Verifier.Invocations);
    }

    [Fact]
    public async Task a_key_that_cannot_be_decrypted_is_said_to_be_lost()
    {
        var account = await AddAccountAsync("lumen", "Acme");
        await ChangeAsync(account.Id, (_, it) => it.Credentials.Single().Ciphertext = [1, 2, 3]);
        var page = RenderPage(account.Id);

        await Button(page, "Verify now").ClickAsync();

        Assert.Equal("Hub cannot read the stored key", page.Find(".notice strong").TextContent);
        Assert.Contains("hub-alert-error", page.Find(".notice").ClassList);
    }

    [Fact]
    public async Task a_change_while_the_provider_is_asked_is_said_and_shown()
    {
        var account = await AddAccountAsync("lumen", "Acme");
        var page = RenderPage(account.Id);
        VerifyWith(async _ =>
        {
            await ChangeAsync(account.Id, (_, it) => (it.Name, it.ConcurrencyStamp) = ("Renamed elsewhere", Guid.CreateVersion7()));
            return new VerificationReport(new VerificationOutcome.InvalidCredentials(null, null, null), Reference);
        });

        await Button(page, "Verify now").ClickAsync();

        Assert.Equal("The account changed at the same time", page.Find(".notice strong").TextContent);
        Assert.Equal("Renamed elsewhere", page.Find("h1").TextContent);
        Assert.Equal("Active", page.Find(".badge").TextContent);
    }

    [Fact]
    public async Task pressing_verify_twice_asks_once()
    {
        var done = new TaskCompletionSource<VerificationReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        VerifyWith(_ => done.Task);
        var page = RenderPage((await AddAccountAsync("lumen", "Acme")).Id);
        var pressed = Button(page, "Verify now");
        var first = pressed.ClickAsync();
        Assert.All(page.FindAll(".actions button"), button => Assert.Equal("true", button.GetAttribute("aria-disabled")));

        // The second press was on its way before the button was redrawn.
        await Button(page, "Verifying…").ClickAsync().WaitAsync(DefaultWaitTimeout, Stop);
        done.SetResult(new VerificationReport(new VerificationOutcome.RateLimited(null), Reference));
        await first;

        Assert.Single(Verifier.Invocations);
    }

    [Fact]
    public async Task leaving_the_page_cancels_the_verification()
    {
        var asked = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        VerifyWith(async cancel =>
        {
            asked.SetResult(cancel);
            await Task.Delay(Timeout.Infinite, cancel);
            throw new System.Diagnostics.UnreachableException();
        });
        var verifying = Button(RenderPage((await AddAccountAsync("lumen", "Acme")).Id), "Verify now").ClickAsync();
        var token = await asked.Task.WaitAsync(DefaultWaitTimeout, Stop);
        await DisposeComponentsAsync();
        await verifying;
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task an_account_can_be_renamed()
    {
        var dialogs = RenderDialogs();
        var page = RenderPage((await AddAccountAsync("lumen", "Acme")).Id);
        var renaming = Button(page, "Rename").ClickAsync();
        var input = dialogs.WaitForElement("[role=dialog] input");
        Assert.Equal("Acme", input.GetAttribute("value"));

        Inputs.Enter(input, "  Acme in Berlin ");
        dialogs.Find("#rename").Submit();
        await renaming;

        Assert.Equal("Acme in Berlin", page.Find("h1").TextContent);
        Assert.Empty(dialogs.FindAll("[role=dialog]"));
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("\u200b")]
    public async Task a_blank_name_is_refused_and_the_dialog_stays(string blank)
    {
        var dialogs = RenderDialogs();
        var page = RenderPage((await AddAccountAsync("lumen", "Acme")).Id);
        var renaming = Button(page, "Rename").ClickAsync();

        Inputs.Enter(dialogs.WaitForElement("[role=dialog] input"), blank);
        dialogs.Find("#rename").Submit();
        Assert.Equal(
            "Enter a name.",
            dialogs.Find("#" + dialogs.Find("[role=dialog] input").GetAttribute("aria-describedby")).TextContent.Trim()
        );

        Button(dialogs, "Cancel").Click();
        await renaming;
        Assert.Equal("Acme", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task renaming_an_account_that_is_gone_finds_nothing()
    {
        var dialogs = RenderDialogs();
        var account = await AddAccountAsync("lumen", "Acme");
        var page = RenderPage(account.Id);
        var renaming = Button(page, "Rename").ClickAsync();
        Inputs.Enter(dialogs.WaitForElement("[role=dialog] input"), "Other");
        await ChangeAsync(account.Id, (db, it) => db.LinkedAccounts.Remove(it));

        dialogs.Find("#rename").Submit();
        await renaming;

        Assert.Equal("There is nothing here", page.Find("h1").TextContent);
    }

    [Theory]
    [InlineData("Cancel", true)]
    [InlineData("Unlink", false)]
    public async Task unlinking_asks_first(string answer, bool kept)
    {
        var dialogs = RenderDialogs();
        var account = await AddAccountAsync("lumen", "Acme");
        var unlinking = Button(RenderPage(account.Id), "Unlink").ClickAsync();
        dialogs.WaitForElement("[role=dialog]");
        Assert.Equal("Unlink Acme?", dialogs.Find("[role=dialog] h2").TextContent);
        Assert.Contains(
            "It stays valid at Lumen Hire until you revoke it there.",
            dialogs.Find("[role=dialog] p").TextContent,
            StringComparison.Ordinal
        );

        Button(dialogs, answer).Click();
        await unlinking;

        Assert.Equal(kept, await ExistsAsync(account.Id));
        Assert.Equal(kept ? "" : "accounts", Location);
    }

    [Fact]
    public async Task another_account_on_the_same_page_does_not_show_the_last_ones_notice()
    {
        var first = await AddAccountAsync("gone", "Old times");
        var second = await AddAccountAsync("lumen", "Acme");
        var page = RenderPage(first.Id);
        await Button(page, "Verify now").ClickAsync();

        page.Render(parameters => parameters.Add(it => it.AccountId, second.Id));

        Assert.Equal("Acme", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll(".notice"));
    }

    private static IEnumerable<string> Facts(IRenderedComponent<AccountDetailsPage> page, string section) =>
        page.FindAll($"section[aria-labelledby={section}-title] dl > div")
            .Select(pair => $"{pair.QuerySelector("dt")!.TextContent}: {pair.QuerySelector("dd")!.TextContent.Trim()}");

    private IRenderedComponent<AccountDetailsPage> RenderPage(Guid id) =>
        Render<AccountDetailsPage>(parameters => parameters.Add(it => it.AccountId, id));

    private void VerifyWith(Func<CancellationToken, Task<VerificationReport>> answer) =>
        Verifier
            .Setup(verifier =>
                verifier.VerifyAsync(
                    SampleProviders.Lumen,
                    SampleProviders.Lumen.Methods[0],
                    It.Is<CredentialValues>(values => values.Reveal("api_key") == "stored-key"),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns((Provider _, AuthMethod _, CredentialValues _, CancellationToken cancel) => answer(cancel));

    private static IElement Button<T>(IRenderedComponent<T> component, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => component.FindAll("button").Single(button => button.TextContent == text);
}
