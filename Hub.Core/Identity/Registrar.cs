using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Inputs;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Identity;

/// <summary>Creates users. The first one becomes Administrator; everybody after is a Member.</summary>
public sealed class Registrar(UserManager<HubUser> users, HubDbContext db, TimeProvider time)
{
    /// <returns>Whether the next user to register becomes Administrator.</returns>
    public async Task<bool> NextUserIsAdministratorAsync(CancellationToken cancellationToken) =>
        !await db.AdministratorClaims.AnyAsync(cancellationToken);

    // If somebody else registers at the same moment, the retry finds the Administrator or the email address taken.
    public async Task<RegistrationOutcome> RegisterAsync(string email, string password, CancellationToken cancellationToken)
    {
        email = VisibleText.Trim(email);
        // It would look like somebody else's address.
        return VisibleText.FindInvisible(email) is { } invisible
            ? new RegistrationOutcome.EmailInvalid(new ValidationError.EmailContainsInvisible(invisible))
            : await db.WriteAsync(_ => TryRegisterAsync(email, password, cancellationToken));
    }

    private async Task<RegistrationOutcome> TryRegisterAsync(string email, string password, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var first = await NextUserIsAdministratorAsync(cancellationToken);
        var user = new HubUser
        {
            UserName = email,
            Email = email,
            CreatedAt = now,
        };
        var result = await users.CreateAsync(user, password);
        if (!result.Succeeded)
        {
            // The address is also the user name, so Identity reports it twice.
            return new RegistrationOutcome.Refused([.. result.Errors.DistinctBy(error => error.Description, StringComparer.Ordinal)]);
        }

        var id = new OwnerId(user.Id);
        if (first)
        {
            db.AdministratorClaims.Add(new AdministratorClaim { UserId = user.Id, ClaimedAt = now });
            db.AuditEvents.Add(AuditEvent.Of(AuditActions.AdministratorClaimed, id, user.Id, now));
        }

        db.AuditEvents.Add(AuditEvent.Of(AuditActions.UserRegistered, id, user.Id, now));
        await users.AddToRoleAsync(user, first ? HubRoles.Administrator : HubRoles.Member);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RegistrationOutcome.Registered(user, first);
    }
}

/// <summary>How registering ended. Closed.</summary>
public abstract record RegistrationOutcome
{
    private RegistrationOutcome() { }

    public sealed record Registered(HubUser User, bool IsFirstAdministrator) : RegistrationOutcome;

    public sealed record EmailInvalid(ValidationError Error) : RegistrationOutcome;

    /// <summary>Identity did not accept the password or the address.</summary>
    public sealed record Refused(IReadOnlyList<IdentityError> Errors) : RegistrationOutcome;
}
