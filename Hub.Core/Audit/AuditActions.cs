namespace Hub.Core.Audit;

/// <summary>The names under which changes are recorded in <see cref="AuditEvent.Action"/>.</summary>
public static class AuditActions
{
    public const string AccountLinked = "account.linked";
    public const string AccountUpdated = "account.updated";
    public const string AccountRenamed = "account.renamed";
    public const string AccountVerified = "account.verified";
    public const string AccountUnlinked = "account.unlinked";
    public const string UserRegistered = "user.registered";
    public const string UserRemoved = "user.removed";
    public const string AdministratorClaimed = "administrator.claimed";
    public const string PasswordResetIssued = "user.password_reset_issued";
}
