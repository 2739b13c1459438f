using System.Diagnostics;
using Hub.Core.Providers;

namespace Hub.Core.Accounts.Import;

/// <summary>The rows of a file, read one by one.</summary>
/// <param name="Rows">Can be read once.</param>
public sealed record ImportSource(IAsyncEnumerable<ImportRow> Rows)
{
    /// <summary>The longest row, in characters: each field of a credential may have 16 KiB.</summary>
    public const int MaxRowLength = 256 * 1024;

    /// <param name="file">Is read to its end, and not disposed.</param>
    /// <param name="needsOwner">Whether each row must say whose account it is: the product owns them.</param>
    public static Task<ImportOpening> OpenAsync(
        Stream file,
        ImportFormat format,
        ProviderCatalog catalog,
        bool needsOwner,
        CancellationToken cancellationToken
    ) =>
        format switch
        {
            ImportFormat.Csv => CsvRows.OpenAsync(file, catalog, needsOwner, cancellationToken),
            ImportFormat.JsonLines => Task.FromResult<ImportOpening>(
                new ImportOpening.Opened(new ImportSource(new JsonLines(file).ReadAsync(cancellationToken)))
            ),
            _ => throw new UnreachableException(),
        };
}

public enum ImportFormat
{
    Csv,

    /// <summary>A JSON object a line.</summary>
    JsonLines,
}

/// <summary>Whether a file can be imported. Closed.</summary>
public abstract record ImportOpening
{
    private ImportOpening() { }

    public sealed record Opened(ImportSource Source) : ImportOpening;

    /// <summary>The first line names no column that Hub knows: it is no CSV, or has no header.</summary>
    public sealed record NoHeader : ImportOpening;

    /// <summary>The header lacks a column that each row needs.</summary>
    public sealed record ColumnMissing(string Name) : ImportOpening;

    /// <summary>The header names no column with a field of a provider.</summary>
    public sealed record NoFields : ImportOpening;

    /// <summary>The header has a column twice.</summary>
    public sealed record ColumnTwice(string Name) : ImportOpening;
}
