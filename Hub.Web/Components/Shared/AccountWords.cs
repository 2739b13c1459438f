using Hub.Core.Accounts;
using Hub.Core.Providers;

namespace Hub.Web.Components.Shared;

/// <summary>What people and products are told of the state of an account.</summary>
internal static class AccountWords
{
    /// <param name="method">Null where the catalog does not have it (any more).</param>
    public static string Of(StatusReason reason, AuthMethod? method, string providerName) =>
        reason switch
        {
            StatusReason.PermissionMissing(var rule) => method?.FindFailure(rule)?.Help
                ?? $"It lacks a permission at {providerName}. Grant it there, or link the account again with a key that has it.",
            StatusReason.KeyRejected => $"{providerName} rejected the key. Link the account again with a new one.",
            StatusReason.AddressUnknown => $"{providerName} no longer knows this address. Link the account again.",
            StatusReason.AuthorizationEnded(var end) => Of(end, providerName),
            StatusReason.Unknown(var text) => text,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public static string Of(AuthorizationEnd reason, string providerName) =>
        reason switch
        {
            AuthorizationEnd.AccessEnded =>
                $"The access that {providerName} gave is over, and {providerName} gave no way to renew it. Sign in again.",
            AuthorizationEnd.Revoked => $"{providerName} ended the sign-in: it was revoked there, or not used for too long. Sign in again.",
            AuthorizationEnd.AnswerLost =>
                $"The renewed access was lost on its way from {providerName}, and the one before is no longer good. Sign in again.",
            AuthorizationEnd.Rejected => $"{providerName} no longer accepts the sign-in. Sign in again.",
        };

    /// <summary>For programs. The first three have been told apart only since Hub keeps the reason.</summary>
    public static string CodeOf(AuthorizationEnd? reason) =>
        reason switch
        {
            AuthorizationEnd.AccessEnded => "access_ended",
            AuthorizationEnd.AnswerLost => "answer_lost",
            AuthorizationEnd.Revoked or AuthorizationEnd.Rejected or null => "sign_in_ended",
        };

    /// <returns>Why the status is what it is; null where there is nothing to say.</returns>
    public static string? ReasonOf(AccountRow account, Provider? provider)
    {
        var reasons = new[]
        {
            account.StatusReason is { } reason
                ? Of(reason, provider?.FindMethod(account.AuthMethod), provider?.Name ?? account.ProviderSlug)
                : null,
            account.Status == AccountStatus.Active
            && provider?.FindMethod(account.AuthMethod)?.Flow is { } signIn
            && account.Access is { } access
                ? NeededScopes(access, signIn, provider.Name)
                : null,
        }
            .OfType<string>()
            .ToList();
        return reasons.Count == 0 ? null : string.Join(' ', reasons);
    }

    /// <returns>What the sign-in lacks that Hub or the product needs; null where it lacks nothing of that.</returns>
    public static string? NeededScopes(AccountAccess access, AuthorizationCodeFlow signIn, string providerName) =>
        access.MissingScopes(signIn).Where(name => signIn.FindScope(name)?.Required == true).ToList() is { Count: > 0 } needed
            ? $"{providerName} did not grant {ScopeNames(needed, signIn)}. Sign in again and allow it."
            : null;

    /// <returns>The names, and what each is for.</returns>
    public static string ScopeNames(IEnumerable<string> scopes, AuthorizationCodeFlow signIn) =>
        string.Join(", ", scopes.Select(name => signIn.FindScope(name) is { } scope ? $"{name} ({scope.Reason.TrimEnd('.')})" : name));

    /// <returns>Whether the provider certainly means the client.</returns>
    public static bool IsCertain(ClientFault fault) => fault != ClientFault.Request;

    /// <summary>What the operator has to look at.</summary>
    public static string Of(ClientFault fault, string providerName) =>
        fault switch
        {
            ClientFault.Credentials =>
                $"{providerName} does not accept the client ID and secret. Perhaps the secret was renewed there or has expired.",
            ClientFault.RedirectUri =>
                $"{providerName} does not know the redirect URI. Register the one that is shown here, letter for letter.",
            ClientFault.Scopes =>
                $"{providerName} does not let this app ask for one of the scopes. Add it to the app there, or take it out here.",
            ClientFault.Usage =>
                $"{providerName} does not let this app be used for signing in. Look at its kind and whether it is published or approved.",
            ClientFault.Request =>
                $"{providerName} says that a request is not valid. Perhaps one person's sign-in has ended. If nobody can sign in, "
                    + $"compare redirect URI, scopes and the kind of app with the steps on this page.",
        };
}
