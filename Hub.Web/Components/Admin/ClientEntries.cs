using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Web.Components.Shared;

namespace Hub.Web.Components.Admin;

/// <summary>What is entered in the form of a registered client. No record: those print what they hold.</summary>
internal sealed class ClientEntries
{
    public const string ClientIdField = "client-id";
    public const string SecretField = "client-secret";
    public const string ScopeField = "scope";
    public const string FurtherScopesField = "scopes";

    public required string ClientId { get; init; }

    public required Secret Secret { get; init; }

    /// <summary>Those of the provider file that are chosen.</summary>
    public required IReadOnlySet<string> Scopes { get; init; }

    public required string FurtherScopes { get; init; }

    /// <summary>What is stored, without the secret. Where nothing is stored, all scopes of the provider file are chosen.</summary>
    public static ClientEntries Of(ProviderClientRow row)
    {
        var known = row.Flow.Scopes.Select(scope => scope.Name).ToList();
        var stored = row.Client?.Scopes;
        return new ClientEntries
        {
            ClientId = row.Client?.ClientId ?? "",
            Secret = new Secret(""),
            Scopes = WithRequired(row, stored?.Intersect(known, StringComparer.Ordinal) ?? known),
            FurtherScopes = string.Join('\n', stored?.Except(known, StringComparer.Ordinal) ?? []),
        };
    }

    public static ClientEntries Read(ProviderClientRow row, FormValues values) =>
        new()
        {
            ClientId = values[ClientIdField] ?? "",
            Secret = new Secret(values[SecretField] ?? ""),
            Scopes = WithRequired(row, values.All(ScopeField)),
            FurtherScopes = values[FurtherScopesField] ?? "",
        };

    public bool IsSameAs(ClientEntries other) =>
        (ClientId, Secret.Reveal(), FurtherScopes) == (other.ClientId, other.Secret.Reveal(), other.FurtherScopes)
        && Scopes.SetEquals(other.Scopes);

    public ClientForm ToForm(ProviderClientRow row) =>
        new()
        {
            ClientId = ClientId,
            Secret = Secret,
            Scopes =
            [
                .. row.Flow.Scopes.Select(scope => scope.Name).Where(Scopes.Contains),
                // White space separates scopes at every provider. The validator rejects other separators.
                .. FurtherScopes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
            ],
            Seen = row.Client?.Stamp,
        };

    private static HashSet<string> WithRequired(ProviderClientRow row, IEnumerable<string> scopes) =>
        row.Flow.Scopes.Where(scope => scope.Required).Select(scope => scope.Name).Concat(scopes).ToHashSet(StringComparer.Ordinal);
}
