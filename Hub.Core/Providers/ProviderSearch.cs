using System.Globalization;
using System.Text;
using F23.StringSimilarity;

namespace Hub.Core.Providers;

/// <summary>
/// Finds providers as people type them: by the beginning of the name or of a word in it, by other names, by category, and where none of
/// these fits by the closest spelling. Letter case, accents, punctuation and spaces make no difference.
/// </summary>
public sealed class ProviderSearch
{
    // Shorter text is part of too many names by chance.
    private const int ShortestPart = 4;
    private const int ShortestCategory = 3;
    private const int ShortestMistyped = 4;
    private const int ShortestMistypedBeginning = 5;

    private static readonly OptimalStringAlignment Spelling = new();

    private readonly ProviderCatalog _catalog;
    private readonly Entry[] _entries;

    public ProviderSearch(ProviderCatalog catalog)
    {
        _catalog = catalog;
        _entries = [.. catalog.All.Select(provider => new Entry(provider))];
    }

    /// <summary>How a provider was found, best first.</summary>
    private enum Match
    {
        Name,
        NameBeginning,
        WordBeginning,
        OtherName,
        Category,
        Part,
    }

    /// <returns>The providers that fit, best first, and of those that fit alike the most used first; all of them for a blank
    /// text.</returns>
    public IReadOnlyList<Provider> Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return _catalog.All;
        }

        var query = new Words(text);
        if (query.Joined.Length == 0)
        {
            return [];
        }

        // The entries are in the catalog's order, and sorting keeps it among equals.
        var found = _entries
            .Select(entry => (entry.Provider, Match: entry.MatchOf(query)))
            .Where(one => one.Match is not null)
            .OrderBy(one => one.Match)
            .ToList();
        return found switch
        {
            [] => FindMistyped(query.Joined),
            // Who writes a whole name does not look for others that happen to hold it.
            [{ Match: Match.Name }, ..] => [.. found.Where(one => one.Match != Match.Part).Select(one => one.Provider)],
            _ => [.. found.Select(one => one.Provider)],
        };
    }

    private List<Provider> FindMistyped(string query)
    {
        if (query.Length < ShortestMistyped)
        {
            return [];
        }

        var limit = Math.Min(query.Length / 4, 3);
        var near = _entries
            .Select(entry => (entry.Provider, Distance: entry.DistanceTo(query, limit)))
            .Where(one => one.Distance <= limit)
            .ToList();
        return [.. near.Where(one => one.Distance == near.Min(other => other.Distance)).Select(one => one.Provider)];
    }

    private sealed class Entry(Provider provider)
    {
        private readonly Words _name = new(provider.Name);
        private readonly Words[] _otherNames = [.. provider.Aliases.Select(alias => new Words(alias))];
        private readonly Words[] _categories = [.. provider.Category.Names().Select(name => new Words(name))];

        public Provider Provider { get; } = provider;

        private IEnumerable<Words> Names => _otherNames.Prepend(_name);

        public Match? MatchOf(Words query) =>
            _name.Joined == query.Joined ? Match.Name
            : _name.Joined.StartsWith(query.Joined, StringComparison.Ordinal) ? Match.NameBeginning
            : _name.Hold(query) ? Match.WordBeginning
            : _otherNames.Any(name => name.Hold(query)) || HoldTogether(query) ? Match.OtherName
            : _categories.Any(name => name.Joined == query.Joined || (query.Joined.Length >= ShortestCategory && name.Hold(query)))
                ? Match.Category
            : query.Joined.Length >= ShortestPart && _name.Joined.Contains(query.Joined, StringComparison.Ordinal) ? Match.Part
            : null;

        /// <returns>How far the nearest spelling is from the text; more than the limit where none is near.</returns>
        public double DistanceTo(string query, int limit) =>
            // The beginnings of categories are everyday words; "apple" is no slip for "applicant".
            Names
                .SelectMany(name => name.Tails)
                .SelectMany(tail => Beginnings(tail, query.Length).Append(tail))
                .Concat(_categories.Select(name => name.Joined))
                .Where(spelling => Math.Abs(spelling.Length - query.Length) <= limit)
                .Select(spelling => Spelling.Distance(query, spelling))
                .DefaultIfEmpty(double.PositiveInfinity)
                .Min();

        /// <summary>"pipedrive crm": each word fits somewhere, though not all in one name.</summary>
        private bool HoldTogether(Words query) =>
            query.Count > 1 && query.All(word => Names.Concat(_categories).Any(name => name.HoldBeginning(word)));

        /// <returns>What would be typed of a spelling so far.</returns>
        private static IEnumerable<string> Beginnings(string spelling, int length) =>
            length < ShortestMistypedBeginning
                ? []
                : Enumerable.Range(length - 1, 3).Where(typed => typed < spelling.Length).Select(typed => spelling[..typed]);
    }

    /// <summary>A name without what makes no difference: "SmartRecruiters" and "smart recruiters" are the same two words.</summary>
    private sealed class Words
    {
        private readonly List<string> _words;

        public Words(string text)
        {
            _words = Split(text);
            Joined = string.Concat(_words);
            Tails = [.. _words.Select((_, index) => string.Concat(_words.Skip(index)))];
        }

        public int Count => _words.Count;

        public string Joined { get; }

        /// <summary>The text from each of its words to its end.</summary>
        public string[] Tails { get; }

        public bool All(Predicate<string> predicate) => _words.TrueForAll(predicate);

        /// <summary>The words begin with these, whichever way the two are spaced, or hold the beginning of each in any order.</summary>
        public bool Hold(Words query) =>
            Array.Exists(Tails, tail => tail.StartsWith(query.Joined, StringComparison.Ordinal)) || query.All(HoldBeginning);

        public bool HoldBeginning(string beginning) => _words.Exists(word => word.StartsWith(beginning, StringComparison.Ordinal));

        private static List<string> Split(string text)
        {
            var words = new List<string>();
            var word = new StringBuilder();
            var letters = text.Normalize(NormalizationForm.FormKD);
            for (var i = 0; i < letters.Length; i++)
            {
                if (CharUnicodeInfo.GetUnicodeCategory(letters, i) == UnicodeCategory.NonSpacingMark)
                {
                    continue;
                }

                if (!char.IsLetterOrDigit(letters[i]) || StartsWord(letters, i))
                {
                    End();
                }

                if (char.IsLetterOrDigit(letters[i]))
                {
                    word.Append(char.ToLowerInvariant(letters[i]));
                }
            }

            End();
            return words;

            void End()
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
            }
        }

        /// <summary>The R of SmartRecruiters, the H of BambooHR and the C of HRCloud.</summary>
        private static bool StartsWord(string text, int index) =>
            index > 0
            && char.IsUpper(text[index])
            && (!char.IsUpper(text[index - 1]) || (index + 1 < text.Length && char.IsLower(text[index + 1])));
    }
}
