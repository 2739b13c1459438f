using System.Globalization;
using System.Text;

namespace Hub.Core.Inputs;

/// <summary>Finds and removes what people cannot see in a text: white space, control characters and characters without a glyph.</summary>
public static class VisibleText
{
    private const int ZeroWidthNonJoiner = 0x200c;
    private const int ZeroWidthJoiner = 0x200d;
    private const int BlackFlag = 0x1f3f4;

    /// <summary>Removes white space and invisible characters at both ends.</summary>
    public static string Trim(string text)
    {
        var start = 0;
        while (
            Rune.DecodeFromUtf16(text.AsSpan(start), out var rune, out var length) == System.Buffers.OperationStatus.Done
            && IsInvisible(rune)
        )
        {
            start += length;
        }

        var end = text.Length;
        while (
            Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out var rune, out var length) == System.Buffers.OperationStatus.Done
            && IsInvisible(rune)
        )
        {
            end -= length;
        }

        return text[start..end];
    }

    /// <returns>The first invisible character that does not belong inside a text; null for none. Spaces belong, and so do joiners of
    /// letters and emoji.</returns>
    public static InvisibleCharacter? FindInvisible(string text)
    {
        var position = 0;
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            position++;
            if (IsInvisible(rune) && rune.Value is not (' ' or 0x3000) && !(before is { IsAscii: false } && IsJoining(rune)))
            {
                return new InvisibleCharacter(rune.Value, position);
            }

            before = rune;
        }

        return null;
    }

    /// <summary>
    /// A name as lists show it: without control and direction characters, on one line, with single spaces. Joiners of letters and emoji
    /// stay.
    /// </summary>
    /// <returns>Empty where nothing visible remains.</returns>
    public static string CleanName(string text)
    {
        var clean = new StringBuilder(text.Length);
        Rune? before = null;
        var runes = text.EnumerateRunes().ToList();
        for (var i = 0; i < runes.Count; i++)
        {
            var rune = Rune.IsWhiteSpace(runes[i]) ? new Rune(' ') : runes[i];
            var next = i + 1 < runes.Count ? runes[i + 1] : default;
            if (rune.Value == ' ' ? before is not null && before.Value.Value != ' ' : StaysInName(before, rune, next))
            {
                clean.Append(rune);
                before = rune;
            }
        }

        return clean.ToString().TrimEnd(' ');
    }

    /// <summary>Removes white space and invisible characters everywhere.</summary>
    public static string WithoutInvisible(string text) => string.Concat(text.EnumerateRunes().Where(rune => !IsInvisible(rune)));

    private static bool StaysInName(Rune? before, Rune rune, Rune next) =>
        rune.Value switch
        {
            ZeroWidthJoiner or ZeroWidthNonJoiner => before is { } left
                && (IsVariationSelector(left) || IsJoinable(left))
                && IsJoinable(next),
            _ when IsVariationSelector(rune) => before is { } left && !IsInvisible(left),
            // The flags of England, Scotland and Wales.
            >= 0xe0020 and <= 0xe007f => before is { Value: BlackFlag or (>= 0xe0020 and <= 0xe007f) },
            _ => !IsInvisible(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.PrivateUse,
        };

    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        || IsVariationSelector(rune)
        // Fillers and blanks that count as letters, marks or symbols.
        || rune.Value is 0x034f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or 0x2800 or 0x3164 or 0xffa0;

    private static bool IsVariationSelector(Rune rune) =>
        rune.Value is (>= 0x180b and <= 0x180d) or 0x180f or (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef);

    private static bool IsJoining(Rune rune) => rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner || IsVariationSelector(rune);

    private static bool IsJoinable(Rune rune) =>
        !IsInvisible(rune)
        && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.OtherLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.UppercaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.OtherSymbol
                or UnicodeCategory.ModifierSymbol;
}

/// <summary>A character that people cannot see.</summary>
/// <param name="CodePoint">Its number in Unicode.</param>
/// <param name="Position">Counted from 1, in characters as people count them.</param>
public sealed record InvisibleCharacter(int CodePoint, int Position);
