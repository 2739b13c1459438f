using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>What hub.js says in the pages of other products, around the frame and in its place. <c>EmbedScript</c> puts it into the
/// script.</summary>
public sealed class EmbedMessages(IStringLocalizer<EmbedMessages> texts) : MessageSet(texts)
{
    public string Loading => Text();

    /// <summary>The modal's cross, for assistive technology.</summary>
    public string Close => Text();

    public string NotLoaded => Text();

    /// <summary>The script puts the error's code in.</summary>
    public string NotLoadedHelp => Text();
}
