using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Hub.Web.Messages;

/// <summary>What MudBlazor's components say by themselves, in place of their own English.</summary>
public sealed class MudBlazorMessages(IStringLocalizer<MudBlazorMessages> texts) : MessageSet(texts), ILocalizationInterceptor
{
    /// <param name="key">MudBlazor's name of the text: the component and what it says, e.g. <c>MudSnackbar_Close</c>.</param>
    public LocalizedString Handle(string key, params object[] arguments) =>
        new(key, Format(key[(key.IndexOf('_', StringComparison.Ordinal) + 1)..], arguments));

    public string Close => Text();
}
