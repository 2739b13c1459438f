using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Identity;

/// <summary>Asks the store whether an owner may still act: a page can stay open for hours after its user was removed.</summary>
/// <remarks>A lockout is not looked at: it keeps guessers from signing in, and must not stop the owner who is signed in already.</remarks>
public sealed class OwnerGate(IDbContextFactory<HubDbContext> contexts)
{
    public async Task<bool> MayActAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.AnyAsync(user => user.Id == owner.Value, cancellationToken);
    }
}
