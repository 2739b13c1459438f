using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The mails about linked accounts that need their owner.</summary>
public sealed class AccountMailMessages(IStringLocalizer<AccountMailMessages> texts) : MessageSet(texts)
{
    public string ErrorSubject(string account, string provider) => Format(nameof(ErrorSubject), account, provider);

    public string ExpiredSubject(string account, string provider) => Format(nameof(ExpiredSubject), account, provider);

    public string ExpiringSubject(int days, string account, string provider) => Plural(nameof(ExpiringSubject), days, account, provider);

    public string BrokenText(string account, string provider) => Format(nameof(BrokenText), account, provider);

    public string ExpiringText(string account, string provider, string day) => Format(nameof(ExpiringText), account, provider, day);

    public string Customer(string name) => Format(nameof(Customer), name);

    public string Kept => Text();

    public string EnterKey => Text();

    public string Authorize => Text();

    public string CheckAccount => Text();

    public string DigestSubject(int count) => Plural(nameof(DigestSubject), count);

    public string DigestText => Text();

    public string DigestItem(string account, string provider) => Format(nameof(DigestItem), account, provider);

    public string DigestMore(int count) => Plural(nameof(DigestMore), count);

    public string OpenAccounts => Text();
}
