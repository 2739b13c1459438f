using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;

namespace Hub.Core.Accounts;

/// <summary>
/// Writes changes of accounts so that everybody hears of them: the account, its <see cref="AccountEvent"/>, the audit trail and the notice
/// to its owner change in one transaction.
/// </summary>
internal static class AccountStatusWriter
{
    /// <summary>Sets or clears the reason of a group.</summary>
    /// <param name="account">With its health, where it is suspended, resumed, disabled or enabled.</param>
    /// <param name="reason">Null for none.</param>
    /// <returns>Whether anything is different.</returns>
    public static bool SetReason(
        this HubDbContext db,
        LinkedAccount account,
        ReasonGroup group,
        StatusReason? reason,
        Actor by,
        DateTimeOffset now
    )
    {
        var before = account.Status;
        if (!account.SetReason(group, reason, now))
        {
            return false;
        }

        if (account.Health is { } health && IsPaused(before) != IsPaused(account.Status))
        {
            // What cannot be used is not verified; what can be used again may have been rejected meanwhile.
            health.NextVerificationAt = IsPaused(account.Status) ? null : now;
        }

        var kind = AccountStatusRules.KindOf(before, account.Status);
        db.AddEvent(account, kind, by, now);
        // Unlinking has an action of its own.
        if (account.Status != before && kind != AccountEventKind.Deleted)
        {
            var cause = account.Reasons is [var gravest, ..] ? gravest.Reason.Code : "none";
            db.AuditEvents.Add(
                AuditEvent.Of(AuditActions.AccountStatusChanged, by, account.Id, now, $"{before} > {account.Status}: {cause}")
            );
            if (kind is AccountEventKind.Error or AccountEventKind.Expired)
            {
                db.AddNotice(account, cause, now);
            }
        }

        return true;
    }

    private static bool IsPaused(AccountStatus status) => status is AccountStatus.Inactive or AccountStatus.Suspended;

    /// <summary>Writes the event of a change that is none of the status, and gives the account a new stamp.</summary>
    public static void AddEvent(this HubDbContext db, LinkedAccount account, AccountEventKind kind, Actor by, DateTimeOffset now)
    {
        account.UpdatedAt = now;
        account.ConcurrencyStamp = Guid.CreateVersion7();
        db.AccountEvents.Add(account.NextEvent(kind, by, now));
    }

    /// <summary>Tells the owner, where that is a person.</summary>
    public static void AddNotice(this HubDbContext db, LinkedAccount account, string cause, DateTimeOffset now)
    {
        if (account.OwnerId != HubUser.ProductId)
        {
            db.AccountNotices.Add(
                new AccountNotice
                {
                    UserId = account.OwnerId,
                    AccountId = account.Id,
                    Cause = cause,
                    At = now,
                }
            );
        }
    }
}
