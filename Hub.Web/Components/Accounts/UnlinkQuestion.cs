using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;

namespace Hub.Web.Components.Accounts;

/// <summary>The question before an account is unlinked: what goes, and what stays.</summary>
internal static class UnlinkQuestion
{
    /// <param name="method">How the account was linked; null where the catalog no longer has that.</param>
    public static ConfirmQuestion Of(AccountDetailsMessages texts, string accountName, string providerName, AuthMethod? method) =>
        new(
            texts.UnlinkTitle(accountName),
            texts.Unlink,
            method is not AuthMethod.AuthorizationCode { Flow: var flow } ? texts.UnlinkKey(providerName)
                : flow.Revoke is null ? texts.UnlinkAccess(providerName)
                : texts.UnlinkAndRevoke(providerName),
            texts.UnlinkKeeps
        );
}
