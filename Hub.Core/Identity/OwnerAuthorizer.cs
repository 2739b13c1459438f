using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Identity;

/// <summary>Checks in the database whether an owner may still act: a page can stay open for hours after its user was removed.</summary>
/// <remarks>Lockouts are ignored: they stop password guessing, and must not stop an owner who is signed in.</remarks>
public sealed class OwnerAuthorizer(IDbContextFactory<HubDbContext> contexts)
{
    public async Task<bool> CanActAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.AnyAsync(user => user.Id == owner.Value, cancellationToken);
    }

    /// <summary>Whether the owner still is an Administrator.</summary>
    public async Task<bool> IsAdministratorAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .UserRoles.Where(one => one.UserId == owner.Value)
            .Join(db.Roles, one => one.RoleId, role => role.Id, (_, role) => role.Name)
            .AnyAsync(name => name == HubRoles.Administrator, cancellationToken);
    }
}
