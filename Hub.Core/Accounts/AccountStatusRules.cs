using System.Diagnostics;

namespace Hub.Core.Accounts;

/// <summary>
/// Decides every transition of an account's status. An account has at most one reason of each <see cref="ReasonGroup"/>; a change sets or
/// clears the reason of one group and leaves the others alone. The status is that of the gravest reason, so the order of changes does not
/// matter: an account that is suspended while its key is rejected is in error once it is resumed. See docs/account-status.md.
/// </summary>
internal static class AccountStatusRules
{
    /// <summary>The status that a reason by itself leads to.</summary>
    public static AccountStatus StatusOf(StatusReason reason) =>
        reason switch
        {
            StatusReason.PermissionMissing or StatusReason.NotVerified or StatusReason.Unknown => AccountStatus.Active,
            StatusReason.KeyRejected or StatusReason.AddressUnknown or StatusReason.IdentityChanged or StatusReason.CredentialUnreadable =>
                AccountStatus.Error,
            StatusReason.KeyExpired or StatusReason.AuthorizationEnded => AccountStatus.Expired,
            StatusReason.ProviderDisabled => AccountStatus.Inactive,
            StatusReason.Suspended => AccountStatus.Suspended,
            StatusReason.Unlinked => AccountStatus.Archived,
            _ => throw new UnreachableException(),
        };

    public static ReasonGroup GroupOf(StatusReason reason) =>
        reason switch
        {
            StatusReason.PermissionMissing
            or StatusReason.KeyRejected
            or StatusReason.KeyExpired
            or StatusReason.AddressUnknown
            or StatusReason.AuthorizationEnded
            or StatusReason.IdentityChanged
            or StatusReason.CredentialUnreadable
            or StatusReason.Unknown => ReasonGroup.Credential,
            StatusReason.NotVerified => ReasonGroup.Verification,
            StatusReason.ProviderDisabled => ReasonGroup.Provider,
            StatusReason.Suspended => ReasonGroup.Suspension,
            StatusReason.Unlinked => ReasonGroup.Archive,
            _ => throw new UnreachableException(),
        };

    /// <summary>The status of an account with these reasons: that of the gravest.</summary>
    public static AccountStatus StatusOf(IEnumerable<DatedReason> reasons) =>
        reasons.Select(one => StatusOf(one.Reason)).DefaultIfEmpty(AccountStatus.Active).MaxBy(GravityOf);

    /// <returns>The reasons with the one of the group replaced; the gravest first. A reason that stays keeps its date.</returns>
    /// <param name="reason">Null for none.</param>
    public static IReadOnlyList<DatedReason> Set(
        IReadOnlyList<DatedReason> present,
        ReasonGroup group,
        StatusReason? reason,
        DateTimeOffset now
    )
    {
        Debug.Assert(reason is null || GroupOf(reason) == group);
        var same = present.FirstOrDefault(one => one.Reason == reason);
        var others = present.Where(one => GroupOf(one.Reason) != group);
        return
        [
            .. (reason is null ? others : others.Append(same ?? new DatedReason(reason, now)))
                .OrderByDescending(one => GravityOf(StatusOf(one.Reason)))
                .ThenBy(one => GroupOf(one.Reason)),
        ];
    }

    /// <summary>What happened to the account, by the status before and after.</summary>
    public static AccountEventKind KindOf(AccountStatus before, AccountStatus after) =>
        (before, after) switch
        {
            var (same, unchanged) when same == unchanged => AccountEventKind.Updated,
            (_, AccountStatus.Archived) => AccountEventKind.Deleted,
            (_, AccountStatus.Suspended) => AccountEventKind.Suspended,
            (AccountStatus.Suspended, _) => AccountEventKind.Resumed,
            (_, AccountStatus.Error) => AccountEventKind.Error,
            (_, AccountStatus.Expired) => AccountEventKind.Expired,
            (AccountStatus.Error or AccountStatus.Expired, AccountStatus.Active) => AccountEventKind.Recovered,
            _ => AccountEventKind.Updated,
        };

    private static int GravityOf(AccountStatus status) =>
        status switch
        {
            AccountStatus.Active => 0,
            AccountStatus.Error => 1,
            AccountStatus.Expired => 2,
            AccountStatus.Inactive => 3,
            AccountStatus.Suspended => 4,
            AccountStatus.Archived => 5,
        };
}

/// <summary>What a reason is about. An account has at most one reason of each group.</summary>
internal enum ReasonGroup
{
    /// <summary>The credential: what the provider or the key ring said of it.</summary>
    Credential,

    /// <summary>Whether verification works at all.</summary>
    Verification,

    /// <summary>Whether the provider is enabled.</summary>
    Provider,

    /// <summary>Whether the account is suspended.</summary>
    Suspension,

    /// <summary>Whether the account is unlinked.</summary>
    Archive,
}
