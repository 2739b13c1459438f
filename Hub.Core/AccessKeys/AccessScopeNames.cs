namespace Hub.Core.AccessKeys;

/// <summary>The scopes one by one, and their names in the API.</summary>
public static class AccessScopeNames
{
    /// <summary>Every scope that a new key can have, in the order in which people read them.</summary>
    public static IReadOnlyList<AccessScopes> Each { get; } =
    [AccessScopes.Sessions, AccessScopes.AccountsRead, AccessScopes.AccountsWrite, AccessScopes.CredentialsRead];

    /// <summary>The scopes that no endpoint asks for yet. Only keys of earlier versions have them.</summary>
    public static IReadOnlyList<AccessScopes> Reserved { get; } = [AccessScopes.Proxy, AccessScopes.Webhooks, AccessScopes.Logs];

    /// <param name="scope">A single one.</param>
    public static string ToWireName(this AccessScopes scope) =>
        scope switch
        {
            AccessScopes.Sessions => "sessions",
            AccessScopes.AccountsRead => "accounts:read",
            AccessScopes.AccountsWrite => "accounts:write",
            AccessScopes.CredentialsRead => "credentials:read",
            AccessScopes.Proxy => "proxy",
            AccessScopes.Webhooks => "webhooks",
            AccessScopes.Logs => "logs",
            AccessScopes.None or AccessScopes.All or _ => throw new ArgumentOutOfRangeException(
                nameof(scope),
                scope,
                "Not a single scope."
            ),
        };
}
