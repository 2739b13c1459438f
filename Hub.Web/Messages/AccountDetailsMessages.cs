using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Sessions;
using Hub.Web.Components.Accounts;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The pages of one linked account, with their dialogs.</summary>
public sealed class AccountDetailsMessages(IStringLocalizer<AccountDetailsMessages> texts) : MessageSet(texts)
{
    public string Title => Text();

    public string Loading => Text();

    public string BackToAccounts => Text();

    public string BackToAllAccounts => Text();

    public string OwnedByProduct(string provider) => Format(nameof(OwnedByProduct), provider);

    public string Details => Text();

    public string Verify => Text();

    public string Verifying => Text();

    public string Rename => Text();

    public string AuthorizeAgain => Text();

    public string EnterNewKey => Text();

    public string AskForKey => Text();

    public string AskToAuthorize => Text();

    public string EnterKeyAgain => Text();

    public string Suspend => Text();

    public string Resume => Text();

    public string Unlink => Text();

    public string LinkedAs => Text();

    public string Email => Text();

    public string Organization => Text();

    public string LinkedWith => Text();

    public string LinkedFor => Text();

    public string Label => Text();

    public string LinkedThrough => Text();

    public string LinkRequest => Text();

    public string Access => Text();

    public string AccessRenewed => Text();

    public string AccessUntil(string time) => Format(nameof(AccessUntil), time);

    public string AccessUntilRevoked => Text();

    public string NotGranted => Text();

    public string Linked => Text();

    public string LastVerified => Text();

    public string Type => Text();

    public string TypeName(AccountType type) => Text($"{nameof(TypeName)}_{type}");

    public string StatusName(AccountStatus status) =>
        status switch
        {
            AccountStatus.Active => StatusActive,
            AccountStatus.Error => StatusError,
            AccountStatus.Expired => StatusExpired,
            AccountStatus.Inactive => StatusInactive,
            AccountStatus.Suspended => StatusSuspended,
            AccountStatus.Archived => StatusArchived,
        };

    public string StatusActive => Text();

    public string StatusLimited => Text();

    public string StatusError => Text();

    public string StatusExpired => Text();

    public string StatusInactive => Text();

    public string StatusSuspended => Text();

    public string StatusArchived => Text();

    public string StatusUnreadable => Text();

    public string UnreadableKey => Text();

    public string UnreadableAccess => Text();

    public string Since(string time) => Format(nameof(Since), time);

    public string RenameTitle => Text();

    public string Name => Text();

    public string Save => Text();

    public string Renamed(string account) => Format(nameof(Renamed), account);

    public string NameInvalidTitle => Text();

    public string NameInvalidText(int maxLength) => Plural(nameof(NameInvalidText), maxLength);

    public string ChangedTitle => Text();

    public string ChangedText => Text();

    public string SuspendTitle(string account) => Format(nameof(SuspendTitle), account);

    public string SuspendText => Text();

    public string Suspended(string account) => Format(nameof(Suspended), account);

    public string Resumed(string account) => Format(nameof(Resumed), account);

    public string UnlinkTitle(string account) => Format(nameof(UnlinkTitle), account);

    public string UnlinkKey(string provider) => Format(nameof(UnlinkKey), provider);

    public string UnlinkAccess(string provider) => Format(nameof(UnlinkAccess), provider);

    public string UnlinkAndRevoke(string provider) => Format(nameof(UnlinkAndRevoke), provider);

    public string UnlinkKeeps => Text();

    public string Unlinked(string provider, string account) => Format(nameof(Unlinked), provider, account);

    public string EditDetails => Text();

    public string Verification => Text();

    public string StatusSince => Text();

    public string NextVerification => Text();

    /// <summary>Stands where the time of the next verification would.</summary>
    public string VerificationPaused => Text();

    public string KeySince => Text();

    public string AuthorizedSince => Text();

    public string KeyExpires => Text();

    public string ExpirySource(KeyExpirySource source) => Text($"{nameof(ExpirySource)}_{source}");

    public string FailingSince => Text();

    public string ChartTitle => Text();

    public string NoVerifications => Text();

    public string ShowAsTable => Text();

    public string VerifiedAt => Text();

    public string Result => Text();

    public string ResponseTime => Text();

    public string Milliseconds(int count) => Format(nameof(Milliseconds), count);

    public string Verdict(VerificationVerdict verdict) => Text($"{nameof(Verdict)}_{verdict}");

    public string StatusHistory => Text();

    public string Now => Text();

    public string Metadata => Text();

    public string MetadataHint => Text();

    public string MetadataKey => Text();

    public string MetadataValue => Text();

    public string AddMetadata => Text();

    public string RemoveMetadata(string key) => Format(nameof(RemoveMetadata), key);

    public string Explain(MetadataProblem problem) => Text($"{nameof(Explain)}_{problem}");

    public string DetailsSaved(string account) => Format(nameof(DetailsSaved), account);

    public string DetailsChangedText => Text();

    public string AccountGoneTitle => Text();

    public string AccountGoneText => Text();
}
