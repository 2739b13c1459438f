using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Hub.Web.Languages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hub.Web.Messages;

/// <summary>
/// The sentences of one topic, in the language of whoever reads them. Each has a member of the set's class and an entry of the same name in
/// the resource file beside it (<c>LinkMessages.resx</c> for <c>LinkMessages</c>, further languages in <c>LinkMessages.de.resx</c> …).
/// </summary>
public abstract class MessageSet(IStringLocalizer texts)
{
    /// <summary>The text of the calling member.</summary>
    protected string Text([CallerMemberName] string name = "") => texts[name];

    /// <param name="name">The entry, by <c>nameof</c>.</param>
    /// <param name="arguments">What stands for <c>{0}</c>, <c>{1}</c> … Numbers and dates are written as the language does.</param>
    protected string Format(string name, params object?[] arguments) => texts[name, Isolate(arguments)];

    /// <param name="name">The entries, by <c>nameof</c>: with <c>_one</c>, <c>_other</c> … behind it, as the language needs.</param>
    /// <param name="count">Stands for <c>{0}</c>.</param>
    /// <param name="arguments">Stand for <c>{1}</c> …</param>
    protected string Plural(string name, int count, params object?[] arguments)
    {
        var all = Isolate([count, .. arguments]);
        var text = texts[$"{name}_{Language.Current.Plurals.CategoryOf(count)}", all];
        // An entry that is not translated is English, which has fewer forms.
        return text.ResourceNotFound ? texts[$"{name}_other", all] : text;
    }

    /// <summary>Whole sentences, one after the other. What is null or empty is left out.</summary>
    protected static string Join(params IEnumerable<string?> sentences) =>
        string.Join(' ', sentences.Where(sentence => !string.IsNullOrEmpty(sentence)));

    /// <summary>A text with markup in it, such as a link. What stands for <c>{0}</c> … is encoded.</summary>
    protected MarkupString Markup(string name, params object?[] arguments)
    {
        var isolated = Isolate(arguments);
        var text = texts[name].Value;
        for (var index = 0; index < isolated.Length; index++)
        {
            // An address in an attribute stays as it is: it would lead elsewhere.
            var argument = text.Contains($"=\"{{{index}}}\"", StringComparison.Ordinal) ? arguments[index] : isolated[index];
            isolated[index] = WebUtility.HtmlEncode(Convert.ToString(argument, CultureInfo.CurrentCulture) ?? "");
        }

        return new(texts[name, isolated]);
    }

    /// <summary>
    /// Between right-to-left text, a name or an address must not change the order of the words around it (Unicode's first strong isolate).
    /// </summary>
    private static object[] Isolate(object?[] arguments) =>
        Language.Current.Culture.TextInfo.IsRightToLeft
            ? [.. arguments.Select(argument => argument is string { Length: > 0 } text ? $"\u2068{text}\u2069" : argument!)]
            : [.. arguments!];
}
