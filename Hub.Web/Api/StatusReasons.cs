using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Messages;

namespace Hub.Web.Api;

/// <summary>Why the status of an account is what it is: a code for programs, and a text for people.</summary>
internal sealed class StatusReasons(AccountStatusMessages messages)
{
    public const string CredentialUnreadable = "credential_unreadable";

    private const string PermissionMissing = "right_missing";
    private const string AuthorizationEnded = "sign_in_ended";

    public IEnumerable<StatusReasonBody> Of(ProductAccount account, Provider? provider)
    {
        var name = provider?.Name ?? account.ProviderSlug;
        if (!account.IsReadable && account.Reasons.All(one => one.Reason is not StatusReason.CredentialUnreadable))
        {
            yield return new StatusReasonBody(CredentialUnreadable, messages.CredentialUnreadable, account.VerifiedAt);
        }

        foreach (var (reason, since) in account.Reasons)
        {
            yield return new StatusReasonBody(
                CodeOf(reason),
                messages.Explain(reason, provider?.FindMethod(account.AuthMethod), name),
                since
            );
        }

        if (
            account.Status == AccountStatus.Active
            && provider?.FindMethod(account.AuthMethod) is AuthMethod.AuthorizationCode { Flow: var flow }
            && account.Access is { } access
            && messages.MissingScopes(access, flow, name) is { } missing
        )
        {
            yield return new StatusReasonBody(PermissionMissing, missing, account.VerifiedAt);
        }
    }

    /// <summary>Hub did not always keep the reason: the code of a revoked authorization is also that of an unknown end.</summary>
    public static string CodeOf(AuthorizationEnd end) =>
        end switch
        {
            AuthorizationEnd.AccessEnded => "access_ended",
            AuthorizationEnd.AnswerLost => "answer_lost",
            AuthorizationEnd.Revoked or AuthorizationEnd.Rejected => AuthorizationEnded,
        };

    private static string CodeOf(StatusReason reason) =>
        reason switch
        {
            StatusReason.PermissionMissing => PermissionMissing,
            StatusReason.KeyRejected or StatusReason.AddressUnknown or StatusReason.Unknown => "credential_rejected",
            StatusReason.AuthorizationEnded(var end) => CodeOf(end),
            StatusReason.KeyExpired => "credential_expired",
            StatusReason.IdentityChanged => "identity_changed",
            StatusReason.CredentialUnreadable => CredentialUnreadable,
            StatusReason.NotVerified => "not_verified",
            StatusReason.Suspended => "suspended",
            StatusReason.ProviderDisabled => "provider_disabled",
            StatusReason.Unlinked => "unlinked",
            _ => throw new UnreachableException(),
        };
}
