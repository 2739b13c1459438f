using Microsoft.AspNetCore.Identity;

namespace Hub.Core.Identity;

/// <summary>A person who signs in to Hub. The email address is the user name.</summary>
public sealed class HubUser : IdentityUser<Guid>
{
    /// <summary>
    /// The owner of everything that products create with access keys. Nobody can sign in as it. It stays when the Administrator who created
    /// a key is removed, and so do the accounts of the product's customers.
    /// </summary>
    public static readonly Guid ProductId = Guid.Parse("019aae00-0000-7000-8000-000000000003");

    public HubUser()
    {
        Id = Guid.CreateVersion7();
        SecurityStamp = Guid.CreateVersion7().ToString("N");
    }

    /// <summary>The longest <see cref="Language"/>, in characters.</summary>
    public const int MaxLanguageLength = 16;

    /// <summary>The BCP 47 tag of the language that the person chose; null for the one that the browser asks for.</summary>
    public string? Language { get; set; }

    /// <summary>Whether the person is mailed when an account needs them.</summary>
    public bool NoticesByMail { get; set; } = true;

    /// <summary>When the person registered, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
