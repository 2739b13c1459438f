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
        if (!account.IsReadable)
        {
            yield return new StatusReasonBody(CredentialUnreadable, messages.CredentialUnreadable, account.VerifiedAt);
        }

        if (account.StatusReason is { } reason)
        {
            yield return new StatusReasonBody(
                reason is StatusReason.AuthorizationEnded(var end) ? CodeOf(end) : CodeOf(account.Status),
                messages.Explain(reason, provider?.FindMethod(account.AuthMethod), name),
                account.VerifiedAt
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

    private static string CodeOf(AccountStatus status) =>
        status switch
        {
            AccountStatus.Active => PermissionMissing,
            AccountStatus.Error => "credential_rejected",
            AccountStatus.Expired => AuthorizationEnded,
        };
}
