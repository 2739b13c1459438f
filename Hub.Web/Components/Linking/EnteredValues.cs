using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;

namespace Hub.Web.Components.Linking;

/// <summary>
/// The values of a form as they were last read. They stay in memory, since they hold credentials. No record: those print what they hold.
/// </summary>
internal sealed class EnteredValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    // Stored secrets that the person replaces.
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);
    private EditableAccount? _account;

    /// <summary>Whether the person wants to say when the key expires.</summary>
    public bool AsksExpiry { get; private set; }

    /// <summary>The day on which the key expires; null for none.</summary>
    public DateOnly? KeyExpiresOn { get; private set; }

    public void AskExpiry() => AsksExpiry = true;

    /// <summary>What an input starts with.</summary>
    public string InitialOf(ProviderField field) => _values.GetValueOrDefault(field.Key) ?? field.Initial ?? "";

    public bool IsEmpty(ProviderField field) => string.IsNullOrEmpty(_values.GetValueOrDefault(field.Key));

    public void Set(string fieldKey, string value) => _values[fieldKey] = value;

    /// <summary>Sets a value where none was entered.</summary>
    public void Suggest(string fieldKey, string value) => _values.TryAdd(fieldKey, value);

    public void Clear()
    {
        _values.Clear();
        _replaced.Clear();
        (_account, AsksExpiry, KeyExpiresOn) = (null, false, null);
    }

    /// <summary>Starts with what is stored of the account, or goes on with what is stored by now: what the person changed stays.</summary>
    public void Begin(EditableAccount? account)
    {
        foreach (var (key, stored) in account?.Values ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (!_values.TryGetValue(key, out var entered) || entered == _account?.Values.GetValueOrDefault(key))
            {
                _values[key] = stored;
            }
        }

        _account = account;
    }

    /// <returns>The last characters of a secret that is stored and stays; null where one is to be entered.</returns>
    public string? StoredEndOf(AuthMethod method, ProviderField field) => _replaced.Contains(field.Key) ? null : FindStored(method, field);

    /// <summary>Whether the person replaces a secret that is stored.</summary>
    public bool IsReplaced(AuthMethod method, ProviderField field) =>
        _replaced.Contains(field.Key) && FindStored(method, field) is not null;

    public void Replace(string fieldKey) => _replaced.Add(fieldKey);

    public void KeepStored(string fieldKey)
    {
        _replaced.Remove(fieldKey);
        _values.Remove(fieldKey);
    }

    /// <summary>Whether the credential goes to another host than the stored one. Stored secrets do not go there.</summary>
    public bool IsForOtherAddress(AuthMethod method)
    {
        var cleaned = method.Clean(For(method));
        return method.HostFields.Any(field =>
            cleaned.Reveal(field.Key) != (_account?.Values.GetValueOrDefault(field.Key) ?? field.Initial ?? "")
        );
    }

    private string? FindStored(AuthMethod method, ProviderField field) =>
        _account?.AuthMethod == method.Kind ? _account.SecretEnds.GetValueOrDefault(field.Key) : null;

    public void Keep(AuthMethod method, FormValues read)
    {
        KeyExpiresOn = KeyExpiryInput.Read(read);
        foreach (var field in method.Fields)
        {
            // What was never filled in is not sent.
            if (read[field.Key] is { } value && (value.Length > 0 || field.Initial is not null || _values.ContainsKey(field.Key)))
            {
                _values[field.Key] = value;
            }
        }
    }

    /// <returns>What the inputs are to show instead.</returns>
    public IReadOnlyList<FormReader.Correction> Clean(params IEnumerable<ProviderField> fields)
    {
        var corrections = new List<FormReader.Correction>();
        foreach (var field in fields)
        {
            if (_values.TryGetValue(field.Key, out var value) && field.Clean(value) is var clean && clean != value)
            {
                _values[field.Key] = clean;
                corrections.Add(new FormReader.Correction(field.Key, value, clean));
            }
        }

        return corrections;
    }

    /// <returns>Of what was entered, the values of the method.</returns>
    public CredentialValues For(AuthMethod method) =>
        new(
            _values
                .Where(pair => method.Find(pair.Key) is not null)
                .ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal)
        );

    /// <returns>The values of the method's fields, in their order.</returns>
    public IReadOnlyList<string> InOrder(AuthMethod method) =>
        [.. method.Fields.Select(field => _values.GetValueOrDefault(field.Key) ?? "")];
}

/// <summary>What a person submitted.</summary>
/// <param name="AsAnother">Keep an account of the same identity and add this one beside it.</param>
public sealed record EnteredCredential(CredentialValues Values, bool AsAnother)
{
    /// <summary>The day on which the key expires; null where the person did not say.</summary>
    public DateOnly? KeyExpiresOn { get; init; }
}
