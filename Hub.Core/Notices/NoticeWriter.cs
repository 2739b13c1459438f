using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Mail;

namespace Hub.Core.Notices;

/// <summary>Writes the mails of notices in their reader's language.</summary>
public abstract class NoticeWriter
{
    /// <summary>About one account.</summary>
    public abstract Task<MailContent> WriteAsync(HubUser owner, NoticedAccount account, CancellationToken cancellationToken);

    /// <summary>About several at once.</summary>
    public abstract Task<MailContent> WriteDigestAsync(
        HubUser owner,
        IReadOnlyList<NoticedAccount> accounts,
        CancellationToken cancellationToken
    );
}

/// <summary>An account that needs its owner.</summary>
/// <param name="Cause">As <see cref="AccountNotice.Cause"/>.</param>
public sealed record NoticedAccount(LinkedAccount Account, string Cause);
