using System.Security.Cryptography;
using System.Text;
using Hub.Core.Providers;

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

    /// <summary>What somebody typed or pasted, made into values: only the fields that the method knows, each cleaned (see <see cref="ProviderField.Clean"/>).</summary>
    public CredentialValues CleanedFor(AuthMethod method) => new(
        method.Fields.ToDictionary(field => field.Key, field => new Secret(field.Clean(Reveal(field.Key))), StringComparer.Ordinal));

    /// <summary>
    /// Of values that Hub itself stored: those of the method's fields, with the default of a field that came later; and beside them what signing in
    /// left, tokens and kept values.
    /// </summary>
    internal CredentialValues StoredFor(AuthMethod method)
    {
        var kept = method.SignIn is null ? [] : method.Keeps.Select(kept => kept.Key).Append(Template.AccessToken).Append(Template.RefreshToken).Where(values.ContainsKey);
        return new(method.Fields.Select(field => (field.Key, Value: Reveal(field.Key) is { Length: > 0 } value ? value : field.Initial ?? ""))
            .Concat(kept.Select(key => (Key: key, Value: Reveal(key))))
            .ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal));
    }

    /// <summary>True when both hold the same values; a field left empty is the same as one that is not there. In constant time per field.</summary>
    public bool SameAs(CredentialValues other) => All.Keys.Union(other.All.Keys, StringComparer.Ordinal)
        .All(key => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Reveal(key)), Encoding.UTF8.GetBytes(other.Reveal(key))));
}
