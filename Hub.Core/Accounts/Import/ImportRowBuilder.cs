using System.Globalization;
using System.Text.Json;
using Hub.Core.Credentials;
using Hub.Core.Sessions;

namespace Hub.Core.Accounts.Import;

/// <summary>Makes a row from texts: what is common to CSV and JSON Lines.</summary>
internal sealed class ImportRowBuilder(long line)
{
    private readonly List<ImportFault> _faults = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Secret> _fields = new(StringComparer.Ordinal);
    private bool _isText = true;

    public void Fault(ImportFault fault) => _faults.Add(fault);

    /// <summary>An empty value is the same as none.</summary>
    public void Set(string property, string text)
    {
        _isText &= IsText(text);
        if (!string.IsNullOrWhiteSpace(text))
        {
            _texts[property] = text;
        }
    }

    /// <inheritdoc cref="Set"/>
    public void SetField(string key, string value)
    {
        _isText &= IsText(value);
        if (value.Length > 0)
        {
            _fields[key] = new Secret(value);
        }
    }

    public ImportRow Build()
    {
        if (!_isText)
        {
            return ImportRow.Unreadable(line, RowProblem.NotText);
        }

        var details = new AccountEdit
        {
            OriginOwnerId = Trimmed(ImportProperties.OriginOwnerId),
            OriginOwnerName = Trimmed(ImportProperties.OriginOwnerName),
            OriginUsername = Trimmed(ImportProperties.OriginUsername),
            Label = Trimmed(ImportProperties.Label),
            Metadata = MetadataOf(Trimmed(ImportProperties.Metadata)),
            Type = TypeOf(Trimmed(ImportProperties.Type)),
        };
        var (name, expiry) = (Trimmed(ImportProperties.Name), DateOf(Trimmed(ImportProperties.KeyExpiresOn)));
        if (name?.Length > LinkedAccountLimits.Name)
        {
            Fault(new ImportFault.Invalid(ImportProperties.Name, new Inputs.ValidationError.TooLong(LinkedAccountLimits.Name)));
        }

        foreach (var (property, error) in AccountEditor.FindErrors(details))
        {
            Fault(new ImportFault.Invalid(JsonNamingPolicy.SnakeCaseLower.ConvertName(property), error));
        }

        return new ImportRow
        {
            Line = line,
            Faults = _faults,
            Provider = Trimmed(ImportProperties.Provider)?.ToLowerInvariant(),
            Method = Trimmed(ImportProperties.Method)?.ToLowerInvariant(),
            Fields = new CredentialValues(_fields),
            Details = details,
            Name = name,
            KeyExpiresOn = expiry,
        };
    }

    /// <summary>The reader puts U+FFFD where bytes are no UTF-8; at U+0000 some stores end a text.</summary>
    private static bool IsText(string value) => value.AsSpan().IndexOfAny('\0', '\uFFFD') < 0;

    private string? Trimmed(string property) => _texts.TryGetValue(property, out var text) ? text.Trim() : null;

    private string? MetadataOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json.RootElement.EnumerateObject().Any() ? JsonSerializer.Serialize(json.RootElement) : null;
            }
        }
        // Text that is no Unicode is an InvalidOperationException.
        catch (Exception e) when (e is JsonException or InvalidOperationException) { }

        Fault(new ImportFault.NotOfType(ImportProperties.Metadata, ValueForm.JsonObject));
        return null;
    }

    private AccountType? TypeOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // Enum.Parse would take numbers too.
        foreach (var type in Enum.GetValues<AccountType>())
        {
            if (string.Equals(text, type.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        Fault(new ImportFault.Unknown(ImportProperties.Type, ["production", "test"]));
        return null;
    }

    private DateOnly? DateOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Fault(new ImportFault.NotOfType(ImportProperties.KeyExpiresOn, ValueForm.Date));
        return null;
    }
}
