namespace Hub.Core.AccessKeys;

/// <summary>What a scope is called towards products.</summary>
public static class AccessScopeNames
{
    /// <summary>Every single scope, in the order in which people read them.</summary>
    public static IReadOnlyList<AccessScopes> Each { get; } =
    [
        AccessScopes.Sessions,
        AccessScopes.AccountsRead,
        AccessScopes.AccountsWrite,
        AccessScopes.CredentialsRead,
        AccessScopes.Proxy,
        AccessScopes.Webhooks,
        AccessScopes.Logs,
    ];

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
