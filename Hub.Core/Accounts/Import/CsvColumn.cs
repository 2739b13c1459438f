namespace Hub.Core.Accounts.Import;

/// <summary>What a column of a CSV file is. Closed.</summary>
internal abstract record CsvColumn
{
    private CsvColumn(string name) => Name = name;

    /// <summary>One of Hub's own names; empty where the column has none of them.</summary>
    public string Name { get; }

    /// <summary>One of <see cref="ImportProperties.Columns"/>.</summary>
    public sealed record Property(string Column) : CsvColumn(Column);

    /// <summary>A field of some provider.</summary>
    public sealed record Field(string Key) : CsvColumn(Key);

    public sealed record Unknown() : CsvColumn("");

    /// <summary>Without a name: the separator at the end of each line.</summary>
    public sealed record Nameless() : CsvColumn("");

    public static CsvColumn Of(string header, HashSet<string> fieldKeys)
    {
        var name = header.Trim().ToLowerInvariant();
        var field = name.StartsWith(ImportProperties.FieldPrefix, StringComparison.Ordinal)
            ? name[ImportProperties.FieldPrefix.Length..]
            : name;
        return name.Length == 0 ? new Nameless()
            : ImportProperties.Columns.Contains(name, StringComparer.Ordinal) ? new Property(name)
            : fieldKeys.Contains(field) ? new Field(field)
            : new Unknown();
    }
}
