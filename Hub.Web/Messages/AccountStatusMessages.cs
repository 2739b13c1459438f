using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Languages;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Why the status of a linked account is what it is.</summary>
public sealed class AccountStatusMessages(IStringLocalizer<AccountStatusMessages> texts) : MessageSet(texts)
{
    /// <summary>Hub's key ring is not the one that the credential was encrypted with.</summary>
    public string CredentialUnreadable => Text();

    /// <param name="method">Null where the catalog does not have it (any more).</param>
    public string Explain(StatusReason reason, AuthMethod? method, string providerName) =>
        reason switch
        {
            StatusReason.PermissionMissing(var rule) => method?.FindFailure(rule)?.Help
                ?? Format($"{nameof(Explain)}_PermissionMissing", providerName),
            StatusReason.KeyRejected => Format($"{nameof(Explain)}_KeyRejected", providerName),
            StatusReason.AddressUnknown => Format($"{nameof(Explain)}_AddressUnknown", providerName),
            StatusReason.AuthorizationEnded(var end) => Explain(end, providerName),
            StatusReason.CredentialUnreadable => CredentialUnreadable,
            StatusReason.Unknown(var text) => text,
            StatusReason.KeyExpired
            or StatusReason.IdentityChanged
            or StatusReason.NotVerified
            or StatusReason.Suspended
            or StatusReason.ProviderDisabled
            or StatusReason.Unlinked => Format($"{nameof(Explain)}_{reason.GetType().Name}", providerName),
            _ => throw new UnreachableException(),
        };

    public string Explain(AuthorizationEnd end, string providerName) => Format($"{nameof(Explain)}_{end}", providerName);

    /// <summary>The provider could not refresh an access token; the account stays as it is.</summary>
    public string TokenNotRefreshed(string providerName) => Format(nameof(TokenNotRefreshed), providerName);

    /// <returns>Null where there is nothing to say.</returns>
    public string? ReasonOf(AccountRow account, Provider? provider)
    {
        var reason = Join(
            string.Join(
                ' ',
                account.Reasons.Select(one =>
                    Explain(one.Reason, provider?.FindMethod(account.AuthMethod), provider?.Name ?? account.ProviderSlug)
                )
            ),
            account.Status == AccountStatus.Active
            && provider?.FindMethod(account.AuthMethod) is AuthMethod.AuthorizationCode { Flow: var flow }
            && account.Access is { } access
                ? MissingScopes(access, flow, provider.Name)
                : null
        );
        return reason.Length == 0 ? null : reason;
    }

    /// <returns>What the authorization lacks that Hub or the product needs; null where it lacks nothing of that.</returns>
    public string? MissingScopes(AccountAccess access, AuthorizationCodeFlow flow, string providerName) =>
        access.MissingScopes(flow).Where(name => flow.FindScope(name)?.Required == true).ToList() is { Count: > 0 } needed
            ? Format(nameof(MissingScopes), providerName, ScopeNames(needed, flow))
            : null;

    /// <returns>The names, and what each is for.</returns>
    public static string ScopeNames(IEnumerable<string> scopes, AuthorizationCodeFlow flow) =>
        Language.Join(scopes.Select(name => flow.FindScope(name) is { } scope ? $"{name} ({scope.Reason.TrimEnd('.')})" : name));
}
