using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>The page by which people get no more mails about their accounts.</summary>
public sealed class UnsubscribeMessages(IStringLocalizer<UnsubscribeMessages> texts) : MessageSet(texts)
{
    public string Title => Text();

    public string Question => Text();

    public string Stop => Text();

    public string Done => Text();

    public string DoneText => Text();

    public string NotValid => Text();

    public string NotValidText => Text();

    public string OpenProfile => Text();
}
