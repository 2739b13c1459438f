using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>That linking replaces an account, and the question whether it may.</summary>
public sealed class ReplaceMessages(IStringLocalizer<ReplaceMessages> texts) : MessageSet(texts)
{
    public string Replaces(string provider, string owner, string date) => Format(nameof(Replaces), provider, owner, date);

    public string ReplacesNamed(string provider, string owner, string date, string account) =>
        Format(nameof(ReplacesNamed), provider, owner, date, account);

    public string ReplaceBy(string present, string account) => Format(nameof(ReplaceBy), present, account);

    public string ReplaceSameName(string account) => Format(nameof(ReplaceSameName), account);

    public string ReplaceLinkedBy(string account) => Format(nameof(ReplaceLinkedBy), account);

    public string ReplaceNamed(string present) => Format(nameof(ReplaceNamed), present);

    public string ReplaceLinked => Text();

    public string IdentityUnknown(string provider) => Format(nameof(IdentityUnknown), provider);

    public string OnlyOneFor(string owner, string provider, string date) => Format(nameof(OnlyOneFor), owner, provider, date);

    /// <summary>Of an account that was named, and gets another identity's credential.</summary>
    public string KeepsId(string provider, string date) => Format(nameof(KeepsId), provider, date);

    public string Replace => Text();

    public string Keep => Text();

    public string Kept => Text();

    public string KeptText => Text();
}
