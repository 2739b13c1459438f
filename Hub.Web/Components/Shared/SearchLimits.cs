using System.Diagnostics.CodeAnalysis;

namespace Hub.Web.Components.Shared;

/// <summary>Limits of the search boxes.</summary>
internal static class SearchLimits
{
    /// <summary>Characters. With all of them encoded, an address is still shorter than servers and proxies take.</summary>
    public const int Text = 200;

    /// <summary>The text, at most <see cref="Text"/> characters of it: an address may hold more.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text) =>
        text is { Length: > Text } ? text[..(char.IsHighSurrogate(text[Text - 1]) ? Text - 1 : Text)] : text;
}
