using System.Diagnostics;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Why an authorization at a provider linked no account.</summary>
public sealed class AuthorizationMessages(
    IStringLocalizer<AuthorizationMessages> texts,
    VerificationMessages verification,
    SharedMessages shared
) : MessageSet(texts)
{
    /// <param name="provider">Null where the catalog does not have it (any more).</param>
    public Notice NoticeOf(AuthorizationFailure failure, Provider? provider)
    {
        var name = provider?.Name ?? UnknownProvider;
        return failure switch
        {
            AuthorizationFailure.Denied => NoticeOf("Denied", name),
            AuthorizationFailure.ProviderError(null) => NoticeOf("ProviderError", name) with { OffersSupport = true },
            AuthorizationFailure.ProviderError("server_error" or "temporarily_unavailable") => NoticeOf("Unavailable", name),
            AuthorizationFailure.ProviderError(var error) => NoticeOf("RequestRejected", name, error) with { OffersSupport = true },
            AuthorizationFailure.OtherProvider => NoticeOf("OtherProvider", name) with { IsError = true },
            AuthorizationFailure.ClientRejected => NoticeOf("ClientRejected", name) with { IsError = true, OffersSupport = true },
            AuthorizationFailure.CodeRejected => NoticeOf("CodeRejected", name),
            AuthorizationFailure.TokenNotGiven => NoticeOf("TokenNotGiven", name),
            AuthorizationFailure.ProviderRateLimited => NoticeOf("RateLimited", name),
            AuthorizationFailure.ProviderUnavailable(var reference) => NoticeOf("NoIdentity", name) with { Reference = reference },
            AuthorizationFailure.NotVerified(var rule, var reference) => HelpOf(rule, provider) is { } help
                ? NoticeOf("TokenRejected", name, help)
                : NoticeOf("NotVerified", name) with
                {
                    Reference = reference,
                },
            AuthorizationFailure.InvalidValues => NoticeOf("InvalidValues", name),
            AuthorizationFailure.AccountGone => NoticeOf("AccountGone", name),
            AuthorizationFailure.ChangedMeanwhile(var since) => NoticeOf("ChangedMeanwhile", name, Dates.Minute(since)) with
            {
                OffersReload = true,
            },
            AuthorizationFailure.IdentityUnknown(var account) => NoticeOf("IdentityUnknown", name, account),
            AuthorizationFailure.OtherIdentity(var account, var identity) => NoticeOf("OtherIdentity", name, account, identity),
            AuthorizationFailure.ProviderGone => NoticeOf("ProviderGone", name),
            AuthorizationFailure.ProviderDisabled => NoticeOf("ProviderDisabled", name),
            AuthorizationFailure.TooManyAttempts => new Notice(
                verification.TooManyAttempts,
                Join(verification.AttemptLimit, shared.NothingSaved, Text($"{nameof(NoticeOf)}_TooManyAttempts_Advice"))
            ),
            AuthorizationFailure.SessionEnded(var state) => NoticeOf(NameOf(state), name),
            AuthorizationFailure.OwnerNotAllowed => NoticeOf("OwnerGone", name),
            AuthorizationFailure.KeyRingDoesNotFit => NoticeOf("KeyRing", name) with { OffersSupport = true },
            AuthorizationFailure.NotSaved => NoticeOf("NotSaved", name) with { IsError = true, OffersSupport = true },
            AuthorizationFailure.Unknown(_, var text) => new Notice(
                Text($"{nameof(NoticeOf)}_Unknown_Title"),
                text.Length > 0 ? text : shared.NothingSaved
            ),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The notice in one text, for pages that are not Hub's.</summary>
    public string DescriptionOf(AuthorizationFailure failure, Provider? provider)
    {
        var notice = NoticeOf(failure, provider);
        return notice.Reference is { } reference ? Format(nameof(DescriptionOf), notice.Text, reference) : notice.Text;
    }

    private string UnknownProvider => Text();

    /// <param name="arguments">The provider's name, and what else the sentences name.</param>
    private Notice NoticeOf(string name, params object?[] arguments) =>
        new(
            Format($"{nameof(NoticeOf)}_{name}_Title", arguments),
            Join(
                Format($"{nameof(NoticeOf)}_{name}_Fact", arguments),
                shared.NothingSaved,
                Format($"{nameof(NoticeOf)}_{name}_Advice", arguments)
            )
        );

    private static string? HelpOf(string? rule, Provider? provider) =>
        rule is null ? null : provider?.FindMethod(AuthMethodKind.Oauth2AuthorizationCode)?.FindFailure(rule)?.Help;

    private static string NameOf(SessionState state) =>
        state switch
        {
            SessionState.Used => "SessionUsed",
            SessionState.Revoked => "SessionRevoked",
            SessionState.Expired or SessionState.Created or SessionState.Opened => "SessionExpired",
        };
}
