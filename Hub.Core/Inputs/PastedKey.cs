using System.Text.RegularExpressions;

namespace Hub.Core.Inputs;

/// <summary>
/// Extracts a key from what people copy along with it: quotation marks, <c>Authorization: Bearer</c>, the name of a header, variable or
/// JSON member. Only where it is unambiguous: keys may contain <c>=</c>, <c>:</c> and quotation marks themselves.
/// </summary>
internal static class PastedKey
{
    private const string Quotes = "\"'`“”„‟‘’‚‛«»‹›";

    // More than anybody pastes.
    private const int MaxWrappers = 8;

    private const string KeyName =
        @"(?:[A-Za-z0-9]+[ _.-]+)*(?:[A-Za-z0-9]*(?:key|token|secret|password|authorization|credentials?)|auth|pat|bearer)";
    private const string Scheme = "(?:bearer|token|api[-_ ]?key|[a-z]+-api-key|key|geniekey|ssws)";

    private static readonly Regex Quoted = Compile($"^[{Quotes}](?<rest>[^{Quotes}]+)[{Quotes}][,;]?$");
    private static readonly Regex HeaderOption = Compile(@"^(?:-H|--header)\s+(?<rest>\S.*)$");
    private static readonly Regex Declaration = Compile(
        $@"^(?:(?:export|set|setx|const|let|var)\s+|\$env:)[A-Za-z_][A-Za-z0-9_]*\s*=\s*(?<rest>\S.*)$"
    );

    // A name in quotation marks, or a name of a key: {"api_key": "k"} without its braces, API_KEY=k, X-Api-Key: k.
    private static readonly Regex Named = Compile(
        $@"^(?:[{Quotes}][A-Za-z0-9_. -]+[{Quotes}]\s*(?:=>|[:=])\s*|{KeyName}\s*(?:=>|:=|=)\s*|{KeyName}\s*:\s+"
            + $@"|(?:x-{KeyName}|authorization):)(?<rest>\S.*)$"
    );
    private static readonly Regex NamedAndQuoted = Compile(
        $@"^[A-Za-z_][A-Za-z0-9_-]*\s*(?:=>|:=|[:=])\s*(?<rest>[{Quotes}][^{Quotes}]+[{Quotes}][,;]?)$"
    );
    private static readonly Regex WithScheme = Compile($@"^{Scheme}\s+(?<rest>\S.*)$");
    private static readonly Regex[] Wrappers = [Quoted, HeaderOption, Declaration, Named, NamedAndQuoted, WithScheme];

    private static readonly Regex HeaderOrCommand = Compile(@"^(?:curl\s|-H\s|--header\s|(?:proxy-)?authorization\s*[:=]|basic\s)");
    private static readonly Regex SchemeFirst = Compile(@"^bearer(?:\s|$)");
    private static readonly Regex NameFirst = Compile($"^{KeyName}[:=]");
    private static readonly Regex VariableFirst = new(
        "^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+=[^=]",
        RegexOptions.NonBacktracking,
        TimeSpan.FromSeconds(1)
    );
    private static readonly Regex QuoteLast = Compile($"^[a-z0-9._~+/=-]+[{Quotes}][,;]?$");

    /// <returns>The key alone where it is unambiguous; otherwise the whole text, trimmed.</returns>
    public static string Clean(string text)
    {
        var whole = VisibleText.Trim(text);
        var key = whole;
        for (var unwrapped = 0; unwrapped < MaxWrappers; unwrapped++)
        {
            if (Unwrap(key) is not { } inner)
            {
                return IsPlausible(key) ? key : whole;
            }

            key = inner;
        }

        return whole;
    }

    /// <param name="cleaned">The result of <see cref="Clean"/>.</param>
    /// <returns>What the user has to remove; null where all of it may be a key.</returns>
    public static KeyWrapper? FindWrapper(string cleaned) =>
        cleaned switch
        {
            "" => null,
            _ when HeaderOrCommand.IsMatch(cleaned) => KeyWrapper.Header,
            _ when SchemeFirst.IsMatch(cleaned) => KeyWrapper.Scheme,
            _ when NameFirst.IsMatch(cleaned) && !cleaned.EndsWith('=') => KeyWrapper.Name,
            _ when VariableFirst.IsMatch(cleaned) => KeyWrapper.Name,
            _ when Quotes.Contains(cleaned[0], StringComparison.Ordinal) || QuoteLast.IsMatch(cleaned) => KeyWrapper.QuotationMark,
            _ => null,
        };

    private static string? Unwrap(string text)
    {
        foreach (var wrapper in Wrappers)
        {
            if (wrapper.Match(text).Groups["rest"] is { Success: true } rest)
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

/// <summary>What somebody copied along with a key.</summary>
public enum KeyWrapper
{
    /// <summary>A whole header or command.</summary>
    Header,

    /// <summary>The word before the key in a header, such as Bearer.</summary>
    Scheme,

    /// <summary>The name of a variable, header or member, and the separator after it.</summary>
    Name,
    QuotationMark,
}
