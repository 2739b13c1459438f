using Microsoft.AspNetCore.Identity;

namespace Hub.Core.Identity;

/// <summary>A person who signs in to Hub. The e-mail address is the user name.</summary>
public sealed class HubUser : IdentityUser<Guid>
{
    public HubUser()
    {
        Id = Guid.CreateVersion7();
        SecurityStamp = Guid.CreateVersion7().ToString("N");
    }

    /// <summary>When the person registered, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
