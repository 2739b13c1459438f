using System.Security.Cryptography;
using System.Text;

namespace Hub.Core.Credentials;

/// <summary>What the user filled in for an auth method: one value per field key. Every value is treated as secret.</summary>
public sealed class CredentialValues(IReadOnlyDictionary<string, Secret> values)
{
    public IReadOnlyDictionary<string, Secret> All => values;

    /// <returns>The field's value; empty when it was not filled in.</returns>
    public string Reveal(string fieldKey) => values.TryGetValue(fieldKey, out var value) ? value.Reveal() : "";

    public CredentialValues With(string fieldKey, string value) =>
        new(new Dictionary<string, Secret>(values, StringComparer.Ordinal) { [fieldKey] = new Secret(value) });

    public CredentialValues Without(string fieldKey) =>
        new(values.Where(pair => pair.Key != fieldKey).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    /// <summary>
    /// True when both hold the same value of a field; a field left empty is the same as one that is not there. In constant time.
    /// </summary>
    public bool IsSameAt(string fieldKey, CredentialValues other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Reveal(fieldKey)), Encoding.UTF8.GetBytes(other.Reveal(fieldKey)));

    /// <summary>True when both hold the same values.</summary>
    public bool SameAs(CredentialValues other) => All.Keys.Union(other.All.Keys, StringComparer.Ordinal).All(key => IsSameAt(key, other));
}
