using Microsoft.AspNetCore.Identity;

namespace Hub.Core.Identity;

/// <summary>A person who signs in to Hub. The e-mail address is the user name.</summary>
public sealed class HubUser : IdentityUser<Guid>
{
    /// <summary>
    /// The owner of what the product's access keys make. Nobody signs in as it; it stays when the Administrator goes who made the key,
    /// and with it the accounts of the product's customers.
    /// </summary>
    public static readonly Guid ProductId = Guid.Parse("019aae00-0000-7000-8000-000000000003");

    public HubUser()
    {
        Id = Guid.CreateVersion7();
        SecurityStamp = Guid.CreateVersion7().ToString("N");
    }

    /// <summary>When the person registered, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
