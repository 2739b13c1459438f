namespace Hub.Web.Languages;

/// <summary>
/// Which form of a sentence goes with a whole number: CLDR's cardinal rules. .NET does not have them. (The category <c>many</c> of the
/// Romance languages, for whole millions, is left out: Hub counts nothing in millions.)
/// </summary>
/// <param name="Categories">Those that the language has for whole numbers, in CLDR's order. Each plural has an entry for each.</param>
/// <param name="CategoryOf">Gets a number that is not negative.</param>
internal sealed record PluralRule(IReadOnlyList<string> Categories, Func<int, string> CategoryOf)
{
    private const string Zero = "zero";
    private const string One = "one";
    private const string Two = "two";
    private const string Few = "few";
    private const string Many = "many";
    private const string Other = "other";

    /// <summary>English, German, Italian, Dutch, Spanish: 1 is <c>one</c>.</summary>
    public static readonly PluralRule OneIsOne = new([One, Other], static number => number == 1 ? One : Other);

    /// <summary>French and the Portuguese of Brazil: 0 and 1 are <c>one</c>.</summary>
    public static readonly PluralRule ZeroAndOneAreOne = new([One, Other], static number => number <= 1 ? One : Other);

    public static readonly PluralRule Japanese = new([Other], static _ => Other);

    public static readonly PluralRule Polish = new(
        [One, Few, Many],
        static number =>
            number == 1 ? One
            : number % 10 is >= 2 and <= 4 && number % 100 is not (>= 12 and <= 14) ? Few
            : Many
    );

    public static readonly PluralRule Arabic = new(
        [Zero, One, Two, Few, Many, Other],
        static number =>
            number switch
            {
                0 => Zero,
                1 => One,
                2 => Two,
                _ => (number % 100) switch
                {
                    >= 3 and <= 10 => Few,
                    >= 11 => Many,
                    _ => Other,
                },
            }
    );
}
