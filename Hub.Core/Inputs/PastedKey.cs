using System.Text.RegularExpressions;

namespace Hub.Core.Inputs;

/// <summary>
/// Takes a key out of what people copy around it: quotation marks, <c>Authorization: Bearer</c>, a header's, variable's or JSON member's
/// name.
/// Only where nothing else can be meant: keys may hold <c>=</c>, <c>:</c> and quotation marks of their own.
/// </summary>
internal static class PastedKey
{
    private const string Quotes = "\"'`“”„‟‘’‚‛«»‹›";

    // More layers than anybody pastes.
    private const int MaxLayers = 8;

    private const string KeyName =
        @"(?:[A-Za-z0-9]+[ _.-]+)*(?:[A-Za-z0-9]*(?:key|token|secret|password|authorization|credentials?)|auth|pat|bearer)";
    private const string Scheme = "(?:bearer|token|api[-_ ]?key|[a-z]+-api-key|key|geniekey|ssws)";

    private static readonly Regex Quoted = Compile($"^[{Quotes}](?<rest>[^{Quotes}]+)[{Quotes}][,;]?$");
    private static readonly Regex HeaderOption = Compile(@"^(?:-H|--header)\s+(?<rest>\S.*)$");
    private static readonly Regex Declaration = Compile(
        $@"^(?:(?:export|set|setx|const|let|var)\s+|\$env:)[A-Za-z_][A-Za-z0-9_]*\s*=\s*(?<rest>\S.*)$"
    );

    // A name in quotation marks, or one that says key: {"api_key": "k"} without its braces, API_KEY=k, X-Api-Key: k.
    private static readonly Regex Named = Compile(
        $@"^(?:[{Quotes}][A-Za-z0-9_. -]+[{Quotes}]\s*(?:=>|[:=])\s*|{KeyName}\s*(?:=>|:=|=)\s*|{KeyName}\s*:\s+|(?:x-{KeyName}|authorization):)(?<rest>\S.*)$"
    );
    private static readonly Regex NamedAndQuoted = Compile(
        $@"^[A-Za-z_][A-Za-z0-9_-]*\s*(?:=>|:=|[:=])\s*(?<rest>[{Quotes}][^{Quotes}]+[{Quotes}][,;]?)$"
    );
    private static readonly Regex WithScheme = Compile($@"^{Scheme}\s+(?<rest>\S.*)$");
    private static readonly Regex[] Layers = [Quoted, HeaderOption, Declaration, Named, NamedAndQuoted, WithScheme];

    private static readonly Regex HeaderOrCommand = Compile(@"^(?:curl\s|-H\s|--header\s|(?:proxy-)?authorization\s*[:=]|basic\s)");
    private static readonly Regex SchemeFirst = Compile(@"^bearer(?:\s|$)");
    private static readonly Regex NameFirst = Compile($"^{KeyName}[:=]");
    private static readonly Regex VariableFirst = new(
        "^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+=[^=]",
        RegexOptions.NonBacktracking,
        TimeSpan.FromSeconds(1)
    );
    private static readonly Regex QuoteLast = Compile($"^[a-z0-9._~+/=-]+[{Quotes}][,;]?$");

    /// <returns>The key alone where that is certain; else all of it, without the white space around it.</returns>
    public static string Clean(string text)
    {
        var whole = VisibleText.Trim(text);
        var key = whole;
        for (var layer = 0; layer < MaxLayers; layer++)
        {
            if (TakeLayerOff(key) is not { } inner)
            {
                return IsPlausible(key) ? key : whole;
            }

            key = inner;
        }

        return whole;
    }

    /// <param name="cleaned">What <see cref="Clean"/> made of it.</param>
    /// <returns>What has to be left out; null where all of it may be a key.</returns>
    public static Decoration? Find(string cleaned) =>
        cleaned switch
        {
            "" => null,
            _ when HeaderOrCommand.IsMatch(cleaned) => Decoration.Header,
            _ when SchemeFirst.IsMatch(cleaned) => Decoration.Scheme,
            _ when NameFirst.IsMatch(cleaned) && !cleaned.EndsWith('=') => Decoration.Name,
            _ when VariableFirst.IsMatch(cleaned) => Decoration.Name,
            _ when Quotes.Contains(cleaned[0], StringComparison.Ordinal) || QuoteLast.IsMatch(cleaned) => Decoration.QuotationMark,
            _ => null,
        };

    private static string? TakeLayerOff(string text)
    {
        foreach (var layer in Layers)
        {
            if (layer.Match(text).Groups["rest"] is { Success: true } rest)
            {
                return VisibleText.Trim(rest.Value);
            }
        }

        return null;
    }

    private static bool IsPlausible(string key) =>
        key.Length > 0
        && key.All(letter => letter is > ' ' and < '\x7f')
        && key.Any(letter => letter != '=')
        && !Quotes.Contains(key[0], StringComparison.Ordinal)
        && !Quotes.Contains(key[^1], StringComparison.Ordinal);

    private static Regex Compile(string pattern) =>
        new(
            pattern,
            RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
}

/// <summary>What people copied along with a key.</summary>
internal enum Decoration
{
    /// <summary>A whole header or command.</summary>
    Header,

    /// <summary>The word before the key in a header, such as Bearer.</summary>
    Scheme,

    /// <summary>The name of a variable, header or member, and what stands between it and the key.</summary>
    Name,
    QuotationMark,
}
