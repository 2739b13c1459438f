using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.AspNetCore.Identity;

namespace Hub.Core.Identity;

/// <summary>Changes how a user signs in. The change and its audit event are saved in one transaction.</summary>
public sealed class SecurityEditor(UserManager<HubUser> users, HubDbContext db, TimeProvider time)
{
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="change">The change, which the user makes to their own account.</param>
    /// <returns>The result of <paramref name="change"/>. Nothing is saved unless it succeeded.</returns>
    public Task<IdentityResult> ChangeAsync(
        HubUser user,
        string action,
        Func<UserManager<HubUser>, Task<IdentityResult>> change,
        CancellationToken cancellationToken
    ) => ChangeAsync(user, new OwnerId(user.Id), action, change, cancellationToken);

    /// <inheritdoc cref="ChangeAsync(HubUser, string, Func{UserManager{HubUser}, Task{IdentityResult}}, CancellationToken)"/>
    /// <remarks>For the operator at the console, who has no user in Hub.</remarks>
    public Task<IdentityResult> ChangeForOperatorAsync(
        HubUser user,
        string action,
        Func<UserManager<HubUser>, Task<IdentityResult>> change,
        CancellationToken cancellationToken
    ) => ChangeAsync(user, Actor.Hub, action, change, cancellationToken);

    private Task<IdentityResult> ChangeAsync(
        HubUser user,
        Actor actor,
        string action,
        Func<UserManager<HubUser>, Task<IdentityResult>> change,
        CancellationToken cancellationToken
    ) =>
        db.WriteAsync(async attempt =>
        {
            if (attempt > 0)
            {
                // The failed attempt changed the object, but not the row.
                await db.Entry(user).ReloadAsync(cancellationToken);
            }

            return await TryChangeAsync(user, actor, action, change, cancellationToken);
        });

    private async Task<IdentityResult> TryChangeAsync(
        HubUser user,
        Actor actor,
        string action,
        Func<UserManager<HubUser>, Task<IdentityResult>> change,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await change(users);
        if (result.Succeeded)
        {
            db.AuditEvents.Add(AuditEvent.Of(action, actor, user.Id, time.GetUtcNow()));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }
}
