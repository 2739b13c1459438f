namespace Hub.Core.Accounts.Import;

/// <summary>The names of columns and JSON members.</summary>
public static class ImportProperties
{
    public const string Provider = "provider";
    public const string Method = "method";
    public const string Fields = "fields";
    public const string OriginOwnerId = "origin_owner_id";
    public const string OriginOwnerName = "origin_owner_name";
    public const string OriginUsername = "origin_username";
    public const string Label = "label";
    public const string Metadata = "metadata";
    public const string Type = "type";
    public const string KeyExpiresOn = "key_expires_on";
    public const string Name = "name";

    /// <summary>What a column with a field of a provider may begin with: needed where a field has the name of another column.</summary>
    internal const string FieldPrefix = "field.";

    /// <summary>All but <see cref="Fields"/>, which is a column for each field in CSV.</summary>
    internal static readonly IReadOnlyList<string> Columns =
    [
        Provider,
        Method,
        OriginOwnerId,
        OriginOwnerName,
        OriginUsername,
        Label,
        Metadata,
        Type,
        KeyExpiresOn,
        Name,
    ];
}
