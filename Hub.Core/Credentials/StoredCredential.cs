namespace Hub.Core.Credentials;

/// <summary>
/// One field of a linked account's credential as it is stored in the database: encrypted, readable only for this account and field.
/// </summary>
public sealed class StoredCredential
{
    public required Guid AccountId { get; init; }
    public required string FieldKey { get; init; }
    public required byte[] Ciphertext { get; set; }
}
