using Hub.Core.Accounts;
using Hub.Core.Sessions;
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
}
