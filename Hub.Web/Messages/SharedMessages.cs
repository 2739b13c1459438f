using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Words and sentences that many pages share.</summary>
public sealed class SharedMessages(IStringLocalizer<SharedMessages> texts) : MessageSet(texts)
{
    public string Cancel => Text();

    public string NothingSaved => Text();

    /// <summary>What the browser calls a page.</summary>
    public string PageTitle(string title) => Format(nameof(PageTitle), title);
}
