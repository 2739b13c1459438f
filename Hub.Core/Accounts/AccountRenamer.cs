using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Inputs;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Gives a linked account another name.</summary>
public sealed class AccountRenamer(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    public async Task<RenameOutcome> RenameAsync(OwnerId owner, Guid accountId, string name, CancellationToken cancellationToken)
    {
        name = VisibleText.CleanName(name);
        if (name.Length is 0 or > LinkedAccountLimits.Name)
        {
            return RenameOutcome.NameInvalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await db.LinkedAccounts.OwnedBy(owner).FirstOrDefaultAsync(account => account.Id == accountId, cancellationToken);
        if (account is null)
        {
            return RenameOutcome.NotFound;
        }

        account.Name = name;
        db.AddEvent(account, AccountEventKind.Updated, owner, time.GetUtcNow());
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountRenamed, owner, accountId, account.UpdatedAt));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return RenameOutcome.Renamed;
        }
        catch (DbUpdateConcurrencyException)
        {
            return RenameOutcome.ChangedMeanwhile;
        }
    }
}

public enum RenameOutcome
{
    Renamed,

    /// <summary>Blank, or longer than <see cref="LinkedAccountLimits.Name"/>.</summary>
    NameInvalid,
    NotFound,

    /// <summary>Somebody else changed or unlinked the account in the same moment.</summary>
    ChangedMeanwhile,
}
