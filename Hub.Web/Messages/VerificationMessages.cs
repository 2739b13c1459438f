using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Verification;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>What a provider answered about a credential, and how verifying a linked account ended.</summary>
public sealed class VerificationMessages(IStringLocalizer<VerificationMessages> texts) : MessageSet(texts)
{
    public string TooManyAttempts => Text();

    /// <summary>Why there are too many.</summary>
    public string AttemptLimit => Text();

    public string Explain(UnavailableCause cause) => Text($"{nameof(Explain)}_{cause}");

    public string Explain(UnexpectedReason reason) => Text($"{nameof(Explain)}_{reason}");

    /// <summary>The title over what Hub does not know from the provider: it did not verify the credential.</summary>
    /// <returns>Null where the provider verified or rejected it.</returns>
    public string? Title(VerificationOutcome outcome, string providerName) =>
        outcome switch
        {
            VerificationOutcome.RateLimited => Format($"{nameof(Title)}_RateLimited", providerName),
            VerificationOutcome.ProviderUnavailable => Format($"{nameof(Title)}_Unavailable", providerName),
            VerificationOutcome.UnexpectedAnswer => Format($"{nameof(Title)}_Unexpected", providerName),
            VerificationOutcome.Verified
            or VerificationOutcome.VerifiedLimited
            or VerificationOutcome.InvalidCredentials
            or VerificationOutcome.WrongKeyKind
            or VerificationOutcome.WrongAddress => null,
            _ => throw new UnreachableException(),
        };

    /// <param name="isAuthorization">The account was linked by authorization, and not with a key.</param>
    /// <returns>Null where the account is gone.</returns>
    public Notice? NoticeOf(VerifyNowOutcome outcome, string providerName, bool isAuthorization) =>
        outcome switch
        {
            VerifyNowOutcome.Verified(var report) => NoticeOf(report, providerName, isAuthorization),
            VerifyNowOutcome.NotFound => null,
            VerifyNowOutcome.ProviderUnknown => NoticeOf("ProviderUnknown", providerName),
            VerifyNowOutcome.CredentialUnreadable => NoticeOf(OfKind("Unreadable", isAuthorization), providerName) with { IsError = true },
            VerifyNowOutcome.AuthorizationEnded => NoticeOf("AuthorizationEnded", providerName) with { IsError = true },
            VerifyNowOutcome.NotRefreshed => new Notice(
                Format($"{nameof(Title)}_Unavailable", providerName),
                Text($"{nameof(NoticeOf)}_NotRefreshed_Text")
            ),
            VerifyNowOutcome.TooManyAttempts => new Notice(
                TooManyAttempts,
                Join(AttemptLimit, Text($"{nameof(NoticeOf)}_TooManyAttempts_Text"))
            ),
            VerifyNowOutcome.ChangedMeanwhile => NoticeOf("ChangedMeanwhile", providerName),
            _ => throw new UnreachableException(),
        };

    private Notice NoticeOf(VerificationReport report, string providerName, bool isAuthorization) =>
        report.Outcome switch
        {
            VerificationOutcome.Verified => new Notice(
                Text($"{nameof(NoticeOf)}_{OfKind("Verified", isAuthorization)}_Title"),
                Format($"{nameof(NoticeOf)}_Verified_Text", providerName)
            )
            {
                IsGood = true,
            },
            VerificationOutcome.VerifiedLimited => new Notice(
                Text($"{nameof(NoticeOf)}_{OfKind("Limited", isAuthorization)}_Title"),
                Text($"{nameof(NoticeOf)}_Limited_Text")
            ),
            VerificationOutcome.InvalidCredentials => NoticeOf(OfKind("Rejected", isAuthorization), providerName) with { IsError = true },
            VerificationOutcome.WrongKeyKind(_, var hint) => new Notice(
                Text($"{nameof(NoticeOf)}_WrongKeyKind_Title"),
                Join(hint, Format($"{nameof(NoticeOf)}_WrongKeyKind_Text", providerName))
            ),
            VerificationOutcome.WrongAddress => NoticeOf("WrongAddress", providerName) with { IsError = true },
            VerificationOutcome.RateLimited => NotVerified("RateLimited", report, providerName),
            VerificationOutcome.ProviderUnavailable => NotVerified("Unavailable", report, providerName),
            VerificationOutcome.UnexpectedAnswer => NotVerified("Unexpected", report, providerName),
            _ => throw new UnreachableException(),
        };

    private Notice NoticeOf(string name, string providerName) =>
        new(Format($"{nameof(NoticeOf)}_{name}_Title", providerName), Format($"{nameof(NoticeOf)}_{name}_Text", providerName));

    private Notice NotVerified(string name, VerificationReport report, string providerName) =>
        new(Title(report.Outcome, providerName)!, Text($"{nameof(NoticeOf)}_{name}_Text"))
        {
            Reference = report.Outcome is VerificationOutcome.UnexpectedAnswer ? report.Reference : null,
        };

    private static string OfKind(string name, bool isAuthorization) => $"{name}_{(isAuthorization ? "Authorization" : "Key")}";
}
