using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Mail;
using Hub.Core.Notices;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Languages;
using Hub.Web.Messages;

namespace Hub.Web.Mail;

/// <summary>The mails about accounts that need their owner: what happened, what to do, and one button to where it is done.</summary>
internal sealed class NoticeLetters(
    LetterWriter writer,
    MailLinks links,
    UnsubscribeLink unsubscribe,
    AccountMailMessages texts,
    AccountStatusMessages statuses,
    ProviderCatalog catalog,
    TimeProvider time
) : NoticeWriter
{
    /// <summary>Further accounts of a digest are counted.</summary>
    private const int Listed = 20;

    public override Task<MailContent> WriteAsync(HubUser owner, NoticedAccount account, CancellationToken cancellationToken) =>
        writer.WriteAsync(LanguageOf(owner), () => Compose(owner, account));

    public override Task<MailContent> WriteDigestAsync(
        HubUser owner,
        IReadOnlyList<NoticedAccount> accounts,
        CancellationToken cancellationToken
    ) => writer.WriteAsync(LanguageOf(owner), () => ComposeDigest(owner, accounts));

    private static Language LanguageOf(HubUser owner) => Language.Find(owner.Language) ?? Language.English;

    private Letter Compose(HubUser owner, NoticedAccount noticed)
    {
        var account = noticed.Account;
        var provider = ProviderOf(account);
        return new Letter
        {
            To = owner.Email!,
            Subject =
                noticed.Cause == AccountNotice.Expiring ? texts.ExpiringSubject(DaysLeft(account), account.Name, provider)
                : account.Status == AccountStatus.Expired ? texts.ExpiredSubject(account.Name, provider)
                : texts.ErrorSubject(account.Name, provider),
            Paragraphs =
            [
                noticed.Cause == AccountNotice.Expiring
                    ? texts.ExpiringText(account.Name, provider, Dates.Day(account.KeyExpiresAt!.Value))
                    : texts.BrokenText(account.Name, provider),
                .. Explain(noticed) is { } reason ? new[] { reason } : [],
            ],
            Button = new LetterButton { Label = ActionOf(noticed), Address = links.To($"accounts/{account.Id}/edit") },
            Hints = [.. account.OriginOwnerName is { } customer ? new[] { texts.Customer(customer) } : [], texts.Kept],
            UnsubscribeAddress = unsubscribe.To(owner.Id),
        };
    }

    private Letter ComposeDigest(HubUser owner, IReadOnlyList<NoticedAccount> accounts) =>
        new()
        {
            To = owner.Email!,
            Subject = texts.DigestSubject(accounts.Count),
            Paragraphs = [texts.DigestText],
            Items =
            [
                .. accounts
                    .Take(Listed)
                    .Select(noticed => new LetterItem
                    {
                        Title = texts.DigestItem(noticed.Account.Name, ProviderOf(noticed.Account)),
                        Text =
                            Explain(noticed)
                            ?? texts.ExpiringText(
                                noticed.Account.Name,
                                ProviderOf(noticed.Account),
                                Dates.Day(noticed.Account.KeyExpiresAt!.Value)
                            ),
                        Address = links.To($"accounts/{noticed.Account.Id}/edit"),
                    }),
            ],
            Button = new LetterButton { Label = texts.OpenAccounts, Address = links.To("accounts?status=error,expired") },
            Hints = accounts.Count > Listed ? [texts.DigestMore(accounts.Count - Listed)] : [],
            UnsubscribeAddress = unsubscribe.To(owner.Id),
        };

    /// <returns>What the reason is and what to do; null for a key that still works.</returns>
    private string? Explain(NoticedAccount noticed) =>
        noticed.Account.Reasons.FirstOrDefault(one => one.Reason.Code == noticed.Cause) is { } dated
            ? statuses.Explain(
                dated.Reason,
                catalog.Find(noticed.Account.ProviderSlug)?.FindMethod(noticed.Account.AuthMethod),
                ProviderOf(noticed.Account)
            )
            : null;

    private string ActionOf(NoticedAccount noticed) =>
        noticed.Account.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode ? texts.Authorize
        : noticed.Account.Reasons.Any(one => one.Reason is StatusReason.IdentityChanged) ? texts.CheckAccount
        : texts.EnterKey;

    private string ProviderOf(LinkedAccount account) => catalog.Find(account.ProviderSlug)?.Name ?? account.ProviderSlug;

    private int DaysLeft(LinkedAccount account) =>
        Math.Max(1, (int)Math.Ceiling((account.KeyExpiresAt!.Value - time.GetUtcNow()).TotalDays));
}
