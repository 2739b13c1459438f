using Hub.Core.AccessKeys;

namespace Hub.Web.Components.Admin;

/// <summary>What an Administrator reads of a scope.</summary>
internal static class AccessScopeWords
{
    /// <returns>The name, and what it permits.</returns>
    public static (string Name, string Explanation) Of(AccessScopes scope) =>
        scope switch
        {
            AccessScopes.Sessions => ("Start linking", "Make connect sessions, with which your customers link their accounts."),
            AccessScopes.AccountsRead => ("Read accounts", "List linked accounts and see their state. No credentials."),
            AccessScopes.AccountsWrite => ("Change accounts", "Label linked accounts, and unlink them."),
            AccessScopes.CredentialsRead => (
                "Read credentials",
                "Get the very keys that your customers entered. Most products do better without: they call providers through Hub."
            ),
            AccessScopes.Proxy => ("Call providers", "Call providers through Hub, which adds the credential by itself."),
            AccessScopes.Webhooks => ("Manage webhooks", "Say where Hub reports what happens, and have it sent again."),
            AccessScopes.Logs => ("Read logs", "See which calls were made, and how they ended."),
            AccessScopes.None or AccessScopes.All or _ => throw new ArgumentOutOfRangeException(
                nameof(scope),
                scope,
                "Not a single scope."
            ),
        };

    /// <returns>The names of all that <paramref name="scopes"/> holds.</returns>
    public static IEnumerable<AccessScopes> Each(AccessScopes scopes) => AccessScopeNames.Each.Where(scope => scopes.HasFlag(scope));
}
