using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Web.Messages;

namespace Hub.Web.Api.StackOneHub;

/// <summary>
/// What the component shows of an error: a message, in Markdown, and below it on request a block of lines. It has emptied its form by then,
/// and without such a block it would say "Please try again later", also of a wrong key.
/// </summary>
internal static class NextStep
{
    // The block breaks no lines.
    private const string EnterAgain = "Nothing was saved.\nEnter the values again, then press Connect.";

    /// <returns>The error in words for somebody who has but this message: also the step of the guide that helps.</returns>
    public static string MessageOf(LinkOutcome outcome, AuthMethod method, string message, ValidationMessages validation) =>
        outcome switch
        {
            LinkOutcome.Invalid(var errors) => string.Join(' ', errors.Values.Select(validation.Of)),
            LinkOutcome.Refused(VerificationOutcome.InvalidCredentials { GuideStep: { } step }, _, _)
                when step <= method.Guide.Steps.Count => $"{message}\n\nStep {step} of the guide: {method.Guide.Steps[step - 1]}",
            _ => message,
        };

    public static string LinesOf(LinkOutcome outcome) =>
        outcome switch
        {
            LinkOutcome.Refused(VerificationOutcome.ProviderUnavailable or VerificationOutcome.UnexpectedAnswer, var reference, _) =>
                $"{EnterAgain}\nReference for whoever runs Hub: {reference}",
            LinkOutcome.Refused(VerificationOutcome.RateLimited, _, _) or LinkOutcome.TooManyAttempts => $"Wait a minute.\n{EnterAgain}",
            LinkOutcome.Refused or LinkOutcome.Invalid or LinkOutcome.OtherIdentity => EnterAgain,
            _ => "Nothing was saved.\nClose this and open it again.",
        };
}
