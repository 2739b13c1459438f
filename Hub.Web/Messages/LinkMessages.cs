using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Web.Components.Shared;
using Hub.Web.Languages;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Why an account was not linked with the values of a form.</summary>
public sealed class LinkMessages(
    IStringLocalizer<LinkMessages> texts,
    VerificationMessages verification,
    ValidationMessages validation,
    SharedMessages shared
) : MessageSet(texts)
{
    // Some providers name a day. Nobody waits for that in front of a form.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(15);

    // Providers that name no time recover within seconds or a minute.
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(30);

    /// <summary>The provider neither verified nor rejected the key.</summary>
    public string KeyNotVerified => Text();

    /// <param name="hasSession">The person came with an auth link or from a product, and has no other pages of Hub.</param>
    public LinkProblem ProblemOf(LinkOutcome outcome, Provider provider, AuthMethod method, bool hasSession) =>
        outcome switch
        {
            LinkOutcome.Refused refused => ProblemOf(refused, provider, method, hasSession),
            LinkOutcome.Invalid(var errors) => ProblemOf(errors, provider),
            LinkOutcome.AccountGone => ProblemNamed("AccountGone", AdviceFor(hasSession)),
            LinkOutcome.ChangedMeanwhile(var since) => ChangedMeanwhile(since),
            LinkOutcome.OtherIdentity(var account, var identity) when identity == ProviderIdentity.Unknown => ProblemNamed(
                "IdentityUnknown",
                AdviceFor(hasSession),
                provider.Name,
                account
            ),
            LinkOutcome.OtherIdentity(var account, var identity) => ProblemNamed(
                "OtherIdentity",
                AdviceFor(hasSession),
                provider.Name,
                account,
                identity.DisplayName(provider.Name)
            ),
            LinkOutcome.ProviderUnknown => ProblemNamed(
                method is not AuthMethod.AuthorizationCode ? "ProviderGone" : "AuthorizationGone",
                "Advice",
                provider.Name
            ),
            LinkOutcome.ProviderDisabled => ProblemNamed("ProviderDisabled", "Advice", provider.Name),
            LinkOutcome.TooManyAttempts => Problem(
                verification.TooManyAttempts,
                verification.AttemptLimit,
                Text($"{nameof(ProblemOf)}_TooManyAttempts_Advice")
            ),
            LinkOutcome.SessionEnded(var state) => Problem(
                Text($"{nameof(ProblemOf)}_{NameOf(state)}_Title"),
                fact: null,
                Text($"{nameof(ProblemOf)}_LinkEnded_Advice")
            ),
            LinkOutcome.OwnerNotAllowed when hasSession => Problem(
                Text($"{nameof(ProblemOf)}_SenderGone_Title"),
                Text($"{nameof(ProblemOf)}_SenderGone_Fact"),
                advice: null
            ),
            LinkOutcome.OwnerNotAllowed => Problem(
                Text($"{nameof(ProblemOf)}_SignedOut_Title"),
                fact: null,
                Text($"{nameof(ProblemOf)}_SignedOut_Advice"),
                notice => notice with { SignIn = true }
            ),
            LinkOutcome.KeyRingDoesNotFit => Problem(
                Text($"{nameof(ProblemOf)}_KeyRing_Title"),
                Text($"{nameof(ProblemOf)}_KeyRing_Fact"),
                Text($"{nameof(ProblemOf)}_KeyRing_Advice"),
                notice => notice with { OffersSupport = true }
            ),
            LinkOutcome.WouldReplace => throw new ArgumentException("A question is no problem.", nameof(outcome)),
            LinkOutcome.Linked => throw new ArgumentException("A linked account is no problem.", nameof(outcome)),
            _ => throw new UnreachableException(),
        };

    private LinkProblem ChangedMeanwhile(DateTimeOffset since) =>
        Problem(
            Text($"{nameof(ProblemOf)}_ChangedMeanwhile_Title"),
            Format($"{nameof(ProblemOf)}_ChangedMeanwhile_Fact", Dates.Minute(since)),
            Text($"{nameof(ProblemOf)}_ChangedMeanwhile_Advice"),
            notice => notice with { OffersReload = true }
        );

    /// <summary>
    /// The message that StackOne Hub shows, in Markdown: its user has nothing else of Hub's pages, so it also tells the guide's step that
    /// helps.
    /// </summary>
    public string StackOneMessage(string message, LinkOutcome outcome, AuthMethod method) =>
        outcome switch
        {
            LinkOutcome.Invalid(var errors) => Join(errors.Values.Select(validation.Of)),
            LinkOutcome.Refused(VerificationOutcome.InvalidCredentials { GuideStep: { } step }, _, _)
                when step <= method.Guide.Steps.Count =>
                $"{message}\n\n{Format(nameof(StackOneMessage), step, StackOneStep(method.Guide.Steps[step - 1]))}",
            _ => message,
        };

    /// <summary>The element is in English, and its button reads Connect.</summary>
    private static string StackOneStep(GuideStep step) =>
        step.Text.Replace($"{{{GuideStep.Button}}}", "**Connect**", StringComparison.Ordinal);

    /// <summary>
    /// What StackOne Hub shows below the message on request, line by line. It has emptied its form by then, and without these lines it
    /// would say "Please try again later", also of a wrong key.
    /// </summary>
    public string StackOneNextStep(LinkOutcome outcome) =>
        outcome switch
        {
            LinkOutcome.Refused(VerificationOutcome.ProviderUnavailable or VerificationOutcome.UnexpectedAnswer, var reference, _) => Lines(
                NextStep("EnterAgain"),
                Format($"{nameof(StackOneNextStep)}_Reference", reference)
            ),
            LinkOutcome.Refused(VerificationOutcome.RateLimited, _, _) or LinkOutcome.TooManyAttempts =>
                $"{NextStep("Wait")}\n{Lines(NextStep("EnterAgain"))}",
            LinkOutcome.Refused or LinkOutcome.Invalid or LinkOutcome.OtherIdentity or LinkOutcome.ChangedMeanwhile => Lines(
                NextStep("EnterAgain")
            ),
            LinkOutcome.AccountGone
            or LinkOutcome.ProviderUnknown
            or LinkOutcome.ProviderDisabled
            or LinkOutcome.SessionEnded
            or LinkOutcome.OwnerNotAllowed
            or LinkOutcome.KeyRingDoesNotFit => StackOneSessionOver,
            LinkOutcome.WouldReplace => throw new ArgumentException("A question is no problem.", nameof(outcome)),
            LinkOutcome.Linked => throw new ArgumentException("A linked account is no problem.", nameof(outcome)),
            _ => throw new UnreachableException(),
        };

    /// <summary>The lines below a message in StackOne Hub, where nothing more can be done with its session.</summary>
    public string StackOneSessionOver => Lines(NextStep("OpenAgain"));

    private LinkProblem ProblemOf(IReadOnlyDictionary<string, ValidationError> errors, Provider provider)
    {
        var messages = errors.ToDictionary(error => error.Key, error => validation.Of(error.Value, provider), StringComparer.Ordinal);
        return new LinkProblem { FieldMessages = messages, Summary = Join(messages.Values) };
    }

    private LinkProblem ProblemOf(LinkOutcome.Refused refused, Provider provider, AuthMethod method, bool hasSession) =>
        refused.Reason switch
        {
            VerificationOutcome.InvalidCredentials(var field, var help, var step) => AtField(
                field ?? (method.Fields.FirstOrDefault(one => one.IsSecret) ?? method.Fields[0]).Key,
                Join(
                    Format($"{nameof(ProblemOf)}_Rejected", provider.Name),
                    refused.IsRejectedInAllRegions ? RegionsTried(method) : null,
                    provider.Translate(help)
                )
            ) with
            {
                GuideStep = step,
            },
            VerificationOutcome.WrongKeyKind(var field, var hint) => AtField(field, provider.Translate(hint)),
            VerificationOutcome.WrongAddress(var field, var help) => WrongAddress(
                provider,
                method.Find(field ?? "") ?? method.AddressFields.FirstOrDefault() ?? method.RegionField ?? method.Fields[0],
                help
            ),
            VerificationOutcome.RateLimited(var wait) => NotVerified(refused, provider, fact: null, "RateLimited") with
            {
                Wait =
                    wait is null ? DefaultWait
                    : wait < MaxWait ? wait
                    : MaxWait,
            },
            VerificationOutcome.ProviderUnavailable(var cause) => NotVerified(
                refused,
                provider,
                verification.Explain(cause),
                "Unavailable",
                notice =>
                    (
                        hasSession
                            // Whose network or server it is, is not for them to find out.
                            ? new Notice(
                                Format($"{nameof(ProblemOf)}_Unreachable_Title", provider.Name),
                                Text($"{nameof(ProblemOf)}_Unreachable_Advice")
                            )
                            : notice
                    ) with
                    {
                        Reference = refused.Reference,
                    }
            ),
            VerificationOutcome.UnexpectedAnswer(var reason) => NotVerified(
                refused,
                provider,
                verification.Explain(reason),
                "Unexpected",
                notice => notice with { IsError = true, Reference = refused.Reference }
            ),
            VerificationOutcome.Verified or VerificationOutcome.VerifiedLimited => throw new ArgumentException(
                "A verified credential is no problem.",
                nameof(refused)
            ),
            _ => throw new UnreachableException(),
        };

    private LinkProblem NotVerified(
        LinkOutcome.Refused refused,
        Provider provider,
        string? fact,
        string name,
        Func<Notice, Notice>? change = null
    )
    {
        var title = verification.Title(refused.Reason, provider.Name)!;
        var notice = new Notice(title, Join(fact, KeyNotVerified, Text($"{nameof(ProblemOf)}_{name}_Advice")));
        return new LinkProblem { Notice = change?.Invoke(notice) ?? notice, Summary = Join($"{title}.", fact, KeyNotVerified) };
    }

    private LinkProblem WrongAddress(Provider provider, ProviderField field, string? help) =>
        AtField(
            field.Key,
            Join(
                field.Kind == FieldKind.Choice
                    ? Format($"{nameof(ProblemOf)}_RegionUnknown", provider.Name, field.Label)
                    : Format($"{nameof(ProblemOf)}_AddressUnknown", provider.Name),
                provider.Translate(help)
            )
        );

    private string RegionsTried(AuthMethod method)
    {
        var choice = method.Fields.First(field => field.Detect);
        return Format($"{nameof(ProblemOf)}_RegionsTried", choice.Label, Language.Join(choice.Options.Select(option => option.Label)));
    }

    private static LinkProblem AtField(string key, string message) =>
        new()
        {
            FieldMessages = new Dictionary<string, string>(StringComparer.Ordinal) { [key] = message },
            Summary = message,
        };

    private LinkProblem ProblemNamed(string name, string advice, params object?[] arguments) =>
        Problem(
            Format($"{nameof(ProblemOf)}_{name}_Title", arguments),
            Format($"{nameof(ProblemOf)}_{name}_Fact", arguments),
            Format($"{nameof(ProblemOf)}_{name}_{advice}", arguments)
        );

    private LinkProblem Problem(string title, string? fact, string? advice, Func<Notice, Notice>? change = null)
    {
        var notice = new Notice(title, Join(fact, shared.NothingSaved, advice));
        return new LinkProblem { Notice = change?.Invoke(notice) ?? notice, Summary = Join($"{title}.", fact, shared.NothingSaved) };
    }

    private string NextStep(string name) => Text($"{nameof(StackOneNextStep)}_{name}");

    /// <summary>The element breaks no lines by itself.</summary>
    private string Lines(params IEnumerable<string> lines) => string.Join('\n', lines.Prepend(shared.NothingSaved));

    private static string AdviceFor(bool hasSession) => hasSession ? "AdviceWithLink" : "Advice";

    private static string NameOf(SessionState state) =>
        state switch
        {
            SessionState.Used => "LinkUsed",
            SessionState.Revoked => "LinkRevoked",
            SessionState.Expired or SessionState.Created or SessionState.Opened => "LinkExpired",
        };
}
