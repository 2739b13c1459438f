using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Identity;

/// <summary>
/// Asks the store whether an owner may still act. A page can stay open for hours after its user was locked out or removed.
/// </summary>
public sealed class OwnerGate(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    public async Task<bool> MayActAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.Where(user => user.Id == owner.Value)
            .Select(user => new { user.LockoutEnabled, user.LockoutEnd })
            .FirstOrDefaultAsync(cancellationToken);
        return user is not null && !(user.LockoutEnabled && user.LockoutEnd > time.GetUtcNow());
    }
}
