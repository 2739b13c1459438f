using Bunit;
using Hub.Core.Accounts;
using Hub.Core.Inputs;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Hub.Tests.Components;

/// <summary>
/// What the user is told for every outcome: in which words, at which place; and that what was typed survives each of them.
/// </summary>
public sealed class ConnectPageOutcomeTests : ConnectPageContext
{
    private const string Reference = "K7-REFERENCE";
    private const string Warning = "hub-alert-warning";
    private const string Error = "hub-alert-error";

    private static readonly (VerificationOutcome Outcome, string Field, string Message, int? Step)[] AtField =
    [
        (
            new VerificationOutcome.InvalidCredentials("api_token", "Create a new one.", 2),
            "API Token",
            "Northern Desk rejected this key. Create a new one.",
            2
        ),
        (new VerificationOutcome.InvalidCredentials("email", null, null), "E-mail", "Northern Desk rejected this key.", null),
        (new VerificationOutcome.InvalidCredentials(null, null, 1), "API Token", "Northern Desk rejected this key.", 1),
        (new VerificationOutcome.WrongKeyKind("api_token", "This is a partner key."), "API Token", "This is a partner key.", null),
        (
            new VerificationOutcome.WrongAddress("note", "Only the EU."),
            "Region",
            "Northern Desk does not know this address. Only the EU.",
            null
        ),
        (new VerificationOutcome.WrongAddress(null, null), "Subdomain", "Northern Desk does not know this address.", null),
    ];

    private static readonly (VerificationOutcome Outcome, string Title, string Text, string Tone, bool WithReference)[] InBanner =
    [
        (
            new VerificationOutcome.RateLimited(TimeSpan.FromSeconds(30)),
            "Too many requests at Northern Desk",
            "Your entries are still here.",
            Warning,
            false
        ),
        (new VerificationOutcome.RateLimited(null), "Too many requests at Northern Desk", "Your entries are still here.", Warning, false),
        Unavailable(UnavailableCause.NameNotResolved, "Hub could not find the provider's address on the network."),
        Unavailable(UnavailableCause.ConnectionFailed, "did not accept the connection"),
        Unavailable(UnavailableCause.ConnectionReset, "The connection ended"),
        Unavailable(UnavailableCause.TlsFailed, "Hub could not make a secure connection."),
        Unavailable(UnavailableCause.TimedOut, "within ten seconds"),
        Unavailable(UnavailableCause.ServerError, "an internal error"),
        Unavailable(UnavailableCause.AddressForbidden, "private network"),
        Unexpected(UnexpectedReason.Redirect, "another address"),
        Unexpected(UnexpectedReason.Html, "a web page"),
        Unexpected(UnexpectedReason.TooLarge, "more data"),
        Unexpected(UnexpectedReason.Malformed, "Hub cannot read the provider's answer"),
        Unexpected(UnexpectedReason.NoEvidence, "The provider answered without saying whose key it is"),
        Unexpected(UnexpectedReason.Status, "does not describe"),
    ];

    private static readonly (LinkOutcome Outcome, string Title, string Text)[] Others =
    [
        (new LinkOutcome.AccountGone(), "This account no longer exists", "The account was unlinked in the meantime. Nothing was saved."),
        (
            new LinkOutcome.OtherIdentity("Acme in Berlin", ProviderIdentity.Unknown),
            "Northern Desk does not say whose key this is",
            "This key cannot replace the key of Acme in Berlin. Nothing was saved."
        ),
        (
            new LinkOutcome.OtherIdentity("Acme in Berlin", new ProviderIdentity("John Roe", null, null, "7")),
            "This key belongs to another account",
            "This key belongs to John Roe, not to Acme in Berlin. Nothing was saved."
        ),
        (
            new LinkOutcome.ChangedMeanwhile(new DateTimeOffset(2026, 12, 1, 9, 30, 0, TimeSpan.Zero)),
            "This account was changed in the meantime",
            "9:30"
        ),
        (new LinkOutcome.ProviderUnknown(), "This provider is no longer offered", "The provider was removed from Hub."),
        (
            new LinkOutcome.ProviderDisabled(),
            "Northern Desk is disabled here",
            "An administrator disabled Northern Desk. Nothing was saved."
        ),
        (new LinkOutcome.TooManyAttempts(), "Too many attempts", "Nothing was saved. Your entries are still here"),
        (
            new LinkOutcome.SessionEnded(SessionState.Expired),
            "This link has expired",
            "Nothing was saved. Your entries are still here to copy. Ask for a new link"
        ),
        (new LinkOutcome.SessionEnded(SessionState.Used), "This link was already used", "Nothing was saved."),
        (new LinkOutcome.SessionEnded(SessionState.Revoked), "This link was revoked", "Nothing was saved."),
        (new LinkOutcome.KeyRingDoesNotFit(), "Hub cannot store credentials", "Nothing was saved. Contact support."),
        (new LinkOutcome.OwnerNotAllowed(), "You are signed out", "Nothing was saved."),
    ];

    private static readonly Dictionary<string, string> Typed = new(StringComparer.Ordinal)
    {
        ["Subdomain"] = "acme",
        ["E-mail"] = "jane@acme.example",
        ["API Token"] = Key,
        ["Region"] = "north",
    };

    // An outcome's text names its case in the test's name.
    public static TheoryData<string> FieldCases => [.. AtField.Select(it => it.Outcome.ToString())];

    public static TheoryData<string> BannerCases => [.. InBanner.Select(it => it.Outcome.ToString())];

    public static TheoryData<string> OtherCases => [.. Others.Select(it => it.Outcome.ToString())];

    [Fact]
    public void every_outcome_has_its_test_here()
    {
        // The two kinds of success are LinkOutcome.Linked by the time they get here.
        Assert.Equal(
            Cases.Of<VerificationOutcome>().Except([nameof(VerificationOutcome.Verified), nameof(VerificationOutcome.VerifiedLimited)]),
            AtField
                .Select(it => it.Outcome)
                .Concat(InBanner.Select(it => it.Outcome))
                .Select(it => it.GetType().Name)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            Enum.GetValues<UnavailableCause>(),
            InBanner.Select(it => it.Outcome).OfType<VerificationOutcome.ProviderUnavailable>().Select(it => it.Cause)
        );
        Assert.Equal(
            Enum.GetValues<UnexpectedReason>(),
            InBanner.Select(it => it.Outcome).OfType<VerificationOutcome.UnexpectedAnswer>().Select(it => it.Reason)
        );

        // Linked has LinkedDialogTests, WouldReplace ReplaceQuestionTests.
        Assert.Equal(
            Cases
                .Of<LinkOutcome>()
                .Except([
                    nameof(LinkOutcome.Linked),
                    nameof(LinkOutcome.WouldReplace),
                    nameof(LinkOutcome.Refused),
                    nameof(LinkOutcome.Invalid),
                ]),
            Others.Select(it => it.Outcome.GetType().Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(FieldCases))]
    public async Task what_is_about_one_field_is_said_at_that_field(string @case)
    {
        var (outcome, label, message, step) = AtField.Single(it => it.Outcome.ToString() == @case);
        var page = await ConnectWithAsync(new LinkOutcome.Refused(outcome, Reference));

        Assert.Equal([(label, message)], FieldErrors(page));
        Assert.Empty(page.FindAll("[role=alert]"));
        Assert.Equal(step is { } helpful ? [helpful] : [], HelpfulSteps(page));
    }

    [Theory]
    [MemberData(nameof(BannerCases))]
    public async Task what_is_about_the_provider_is_said_above_the_form(string @case)
    {
        var (outcome, title, text, tone, withReference) = InBanner.Single(it => it.Outcome.ToString() == @case);
        var page = await ConnectWithAsync(new LinkOutcome.Refused(outcome, Reference));

        var alert = page.Find("[role=alert]");
        Assert.Equal(title, alert.QuerySelector("strong")!.TextContent);
        Assert.Contains(text, alert.TextContent, StringComparison.Ordinal);
        Assert.Contains("Hub could not check your key, so nothing was saved.", alert.TextContent, StringComparison.Ordinal);
        Assert.Contains(tone, alert.ClassList);
        Assert.Equal(withReference, alert.TextContent.Contains(Reference, StringComparison.Ordinal));
        Assert.Empty(FieldErrors(page));
        Assert.Empty(HelpfulSteps(page));
    }

    [Theory]
    [MemberData(nameof(OtherCases))]
    public async Task what_hub_itself_decides_is_said_above_the_form(string @case)
    {
        var (outcome, title, text) = Others.Single(it => it.Outcome.ToString() == @case);
        var page = await ConnectWithAsync(outcome);

        var alert = page.Find("[role=alert]");
        Assert.Equal(title, alert.QuerySelector("strong")!.TextContent);
        Assert.Contains(text, alert.TextContent, StringComparison.Ordinal);
        Assert.Equal(outcome is LinkOutcome.OwnerNotAllowed, alert.QuerySelector("a[href='Account/Login'][target=_blank]") is not null);
        Assert.Empty(FieldErrors(page));
    }

    [Fact]
    public async Task each_faulty_field_has_its_own_message_and_the_first_gets_the_focus()
    {
        var page = await ConnectWithAsync(
            new LinkOutcome.Invalid(
                new Dictionary<string, ValidationError>(StringComparer.Ordinal)
                {
                    ["api_token"] = new ValidationError.FieldRequired("API Token"),
                    ["email"] = new ValidationError.NotAnEmailAddress(),
                }
            )
        );

        Assert.Equal(
            [("E-mail", "Enter an email address, for example jane@example.com."), ("API Token", "Enter the API Token.")],
            FieldErrors(page)
        );
        Assert.Empty(page.FindAll("[role=alert]"));
        Assert.Equal(Field(page, "E-mail").FindComponent<TextInput>().Instance.Reference.Id, FocusedId());
    }

    [Fact]
    public async Task typing_takes_the_message_of_that_field_away()
    {
        var page = await ConnectWithAsync(
            new LinkOutcome.Refused(new VerificationOutcome.WrongKeyKind("api_token", "This is a partner key."), Reference)
        );
        Enter(page, "API Token", "another");
        Assert.Empty(FieldErrors(page));
    }

    [Fact]
    public async Task the_next_attempt_starts_without_the_last_ones_messages()
    {
        var page = await ConnectWithAsync(
            new LinkOutcome.Refused(new VerificationOutcome.InvalidCredentials("api_token", null, 2), Reference)
        );
        AnswerWith(new LinkOutcome.Refused(new VerificationOutcome.ProviderUnavailable(UnavailableCause.TimedOut), Reference));
        await ConnectAsync(page);
        Assert.Empty(FieldErrors(page));
        Assert.Empty(HelpfulSteps(page));

        AnswerWith(new LinkOutcome.Refused(new VerificationOutcome.InvalidCredentials("api_token", null, 2), Reference));
        await ConnectAsync(page);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task connect_stays_off_for_as_long_as_the_provider_asks()
    {
        var page = await ConnectWithAsync(
            new LinkOutcome.Refused(new VerificationOutcome.RateLimited(TimeSpan.FromSeconds(90)), Reference)
        );
        Assert.True(ConnectButton(page).HasAttribute("aria-disabled"));
        Assert.Equal("You can try again in 1 min 30 s.", page.Find("[role=timer]").TextContent);

        Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Equal("You can try again in 1 min 29 s.", page.Find("[role=timer]").TextContent));
        Time.Advance(TimeSpan.FromSeconds(88));
        page.WaitForAssertion(() => Assert.Equal("You can try again in 1 s.", page.Find("[role=timer]").TextContent));
        // Enter in a field submits too.
        await ConnectAsync(page);
        Assert.Single(Requests);

        Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.False(ConnectButton(page).HasAttribute("aria-disabled")));
        Assert.Empty(page.FindAll("[role=timer]"));
        await ConnectAsync(page);
        Assert.Equal(2, Requests.Count);
    }

    [Fact]
    public async Task without_a_time_connect_is_off_for_half_a_minute()
    {
        var page = await ConnectWithAsync(new LinkOutcome.Refused(new VerificationOutcome.RateLimited(null), Reference));
        Assert.Equal("You can try again in 30 s.", page.Find("[role=timer]").TextContent);
        Time.Advance(TimeSpan.FromSeconds(30));
        page.WaitForAssertion(() => Assert.False(ConnectButton(page).HasAttribute("aria-disabled")));
    }

    [Fact]
    public async Task another_key_need_not_wait_and_the_same_one_must()
    {
        var page = await ConnectWithAsync(new LinkOutcome.Refused(new VerificationOutcome.RateLimited(TimeSpan.FromDays(1)), Reference));
        Assert.Equal("You can try again in 15 min 0 s.", page.Find("[role=timer]").TextContent);

        Enter(page, "API Token", "another-key");
        Assert.False(ConnectButton(page).HasAttribute("aria-disabled"));
        Assert.Empty(page.FindAll("[role=timer]"));
        Enter(page, "API Token", Key);
        await ConnectAsync(page);
        Assert.Single(Requests);
        Assert.True(ConnectButton(page).HasAttribute("aria-disabled"));
        Assert.Contains("Too many requests at", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        AnswerWith(new LinkOutcome.Refused(new VerificationOutcome.InvalidCredentials("api_token", null, null), Reference));
        Enter(page, "API Token", "another-key");
        await ConnectAsync(page);
        Assert.Equal(2, Requests.Count);
        Assert.False(ConnectButton(page).HasAttribute("aria-disabled"));

        // What the provider did not judge still waits.
        Enter(page, "API Token", Key);
        await ConnectAsync(page);
        Assert.Equal(2, Requests.Count);
        Assert.Contains("Too many requests at", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromMinutes(15));
        page.WaitForAssertion(() => Assert.False(ConnectButton(page).HasAttribute("aria-disabled")));
        await ConnectAsync(page);
        Assert.Equal(3, Requests.Count);
    }

    [Fact]
    public async Task one_providers_wait_is_not_the_next_ones()
    {
        var page = await ConnectWithAsync(
            new LinkOutcome.Refused(new VerificationOutcome.RateLimited(TimeSpan.FromSeconds(90)), Reference)
        );
        page.Render(parameters => parameters.Add(it => it.Slug, "lumen"));
        Assert.False(ConnectButton(page).HasAttribute("aria-disabled"));

        AnswerWith(new LinkOutcome.Refused(new VerificationOutcome.RateLimited(TimeSpan.FromSeconds(20)), Reference));
        await ConnectAsync(page);
        Time.Advance(TimeSpan.FromSeconds(5));

        page.WaitForAssertion(() => Assert.Equal("You can try again in 15 s.", page.Find("[role=timer]").TextContent));
    }

    private async Task<IRenderedComponent<ConnectPage>> ConnectWithAsync(LinkOutcome outcome)
    {
        AnswerWith(outcome);
        var page = RenderPage("desk");
        foreach (var (label, value) in Typed)
        {
            Enter(page, label, value);
        }

        await ConnectAsync(page);

        Assert.All(Typed, pair => Assert.Equal(pair.Value, ValueOf(page, pair.Key)));
        // It stands in the browser's input alone.
        Assert.DoesNotContain(Key, page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".progress"));
        return page;
    }

    private static IEnumerable<(string Label, string Message)> FieldErrors(IRenderedComponent<ConnectPage> page) =>
        page.FindComponents<CredentialInput>()
            .Where(input => input.Find("input").GetAttribute("aria-invalid") == "true")
            .Select(input =>
                (input.Instance.Field.Label, input.Find("#" + input.Find("input").GetAttribute("aria-describedby")).TextContent.Trim())
            );

    private static IEnumerable<int> HelpfulSteps(IRenderedComponent<ConnectPage> page) =>
        page.FindAll("aside ol > li")
            .Select((step, index) => (step, Number: index + 1))
            .Where(it => it.step.GetAttribute("aria-current") == "step")
            .Select(it => it.Number);

    private string? FocusedId() =>
        JSInterop
            .Invocations.Where(call => call.Identifier.Contains("focus", StringComparison.OrdinalIgnoreCase))
            .SelectMany(call => call.Arguments)
            .OfType<ElementReference>()
            .Last()
            .Id;

    private static (VerificationOutcome Outcome, string Title, string Text, string Tone, bool WithReference) Unavailable(
        UnavailableCause cause,
        string text
    ) => (new VerificationOutcome.ProviderUnavailable(cause), "Northern Desk is not available right now", text, Warning, true);

    private static (VerificationOutcome Outcome, string Title, string Text, string Tone, bool WithReference) Unexpected(
        UnexpectedReason reason,
        string text
    ) => (new VerificationOutcome.UnexpectedAnswer(reason), "Northern Desk gave an unexpected answer", text, Error, true);
}
