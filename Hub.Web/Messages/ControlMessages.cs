using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>Inputs and buttons that many pages share.</summary>
public sealed class ControlMessages(IStringLocalizer<ControlMessages> texts) : MessageSet(texts)
{
    public string Copy => Text();

    public string Copied => Text();

    public string CopyByHand => Text();

    public string ClearSearch => Text();

    public string SearchTooLong(int limit) => Plural(nameof(SearchTooLong), limit);

    public string TextTooLong(string label, int limit) => Plural(nameof(TextTooLong), limit, label);

    /// <param name="count">A number, or what the browser replaces by it.</param>
    /// <param name="length">How many characters the value should have.</param>
    public string CharacterCount(string count, int length) => Plural(nameof(CharacterCount), length, count);

    public string Pages => Text();

    public string Page(int number) => Format(nameof(Page), number);

    public string PreviousPage => Text();

    public string NextPage => Text();

    public string SunsetTitle => Text();

    public string SunsetSince(string day) => Format(nameof(SunsetSince), day);

    public string SunsetFrom(string day) => Format(nameof(SunsetFrom), day);
}
