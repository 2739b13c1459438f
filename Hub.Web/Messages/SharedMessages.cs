using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Words that many pages share.</summary>
public sealed class SharedMessages(IStringLocalizer<SharedMessages> texts) : MessageSet(texts)
{
    public string Cancel => Text();
}
