using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using Hub.Core.Providers;

namespace Hub.Core.Accounts.Import;

/// <summary>Reads a CSV file with a header, each row of it in constant memory. See RFC 4180, and ADR-0032 for what else is read.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly LineCounter _text;
    private readonly CsvReaderOptions _options;
    private CsvReader _csv;

    /// <summary>How many lines were read by the readers before this one.</summary>
    private long _linesBefore;

    /// <summary>The last line with a malformed row, as the reader counts them.</summary>
    private long _malformed;

    private CsvRows(Stream file)
    {
        _text = new LineCounter(
            new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: -1, leaveOpen: true)
        );
        _options = new CsvReaderOptions
        {
            // Read as a row, so that its line is known.
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = ImportSource.MaxRowLength,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = row => _malformed = row.LineNumber,
        };
        _csv = CsvReader.Create(_text, _options, leaveOpen: true);
    }

    public static async Task<ImportOpening> OpenAsync(
        Stream file,
        ProviderCatalog catalog,
        bool needsOwner,
        CancellationToken cancellationToken
    )
    {
        var rows = new CsvRows(file);
        var columns = await rows.ReadHeaderAsync(catalog, cancellationToken);
        if ((columns is null ? new ImportOpening.NoHeader() : FaultOf(columns, needsOwner)) is { } fault)
        {
            rows.Dispose();
            return fault;
        }

        return new ImportOpening.Opened(new ImportSource(rows.ReadAsync(columns!, cancellationToken)));
    }

    public void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    /// <returns>Null where there is none.</returns>
    private async Task<List<CsvColumn>?> ReadHeaderAsync(ProviderCatalog catalog, CancellationToken cancellationToken)
    {
        var fieldKeys = catalog
            .All.SelectMany(provider => provider.Methods)
            .SelectMany(method => method.Fields)
            .Select(field => field.Key)
            .ToHashSet(StringComparer.Ordinal);
        try
        {
            return await _csv.ReadAsync(cancellationToken)
                ? [.. Enumerable.Range(0, _csv.FieldCount).Select(index => CsvColumn.Of(_csv.GetString(index), fieldKeys))]
                : null;
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    private static ImportOpening? FaultOf(List<CsvColumn> columns, bool needsOwner)
    {
        var known = columns.Where(column => column is CsvColumn.Property or CsvColumn.Field).ToList();
        if (known.Count == 0)
        {
            return new ImportOpening.NoHeader();
        }

        foreach (var name in needsOwner ? [ImportProperties.Provider, ImportProperties.OriginOwnerId] : new[] { ImportProperties.Provider })
        {
            if (!known.Contains(new CsvColumn.Property(name)))
            {
                return new ImportOpening.ColumnMissing(name);
            }
        }

        return !known.Exists(column => column is CsvColumn.Field) ? new ImportOpening.NoFields()
            : known.GroupBy(column => column).FirstOrDefault(group => group.Skip(1).Any()) is { } twice
                ? new ImportOpening.ColumnTwice(twice.Key.Name)
            : null;
    }

    private async IAsyncEnumerable<ImportRow> ReadAsync(
        List<CsvColumn> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var self = this;
        foreach (var (index, _) in columns.Index().Where(one => one.Item is CsvColumn.Unknown))
        {
            yield return new ImportRow { Line = _csv.LineNumber, Faults = [new ImportFault.UnknownColumn(index + 1)] };
        }

        while (true)
        {
            var tooLong = 0L;
            try
            {
                if (!await _csv.ReadAsync(cancellationToken))
                {
                    yield break;
                }
            }
            catch (CsvFormatException e)
            {
                tooLong = e.LineNumber;
            }

            if (tooLong > 0)
            {
                yield return ImportRow.Unreadable(_linesBefore + tooLong, RowProblem.TooLong);
                await SkipLineAsync(cancellationToken);
            }
            else if (!Enumerable.Range(0, _csv.FieldCount).All(_csv.IsEmpty))
            {
                yield return RowOf(columns, _linesBefore + _csv.LineNumber);
            }
        }
    }

    /// <summary>Goes on behind the next line break: what was read of the row is dropped.</summary>
    private async Task SkipLineAsync(CancellationToken cancellationToken)
    {
        var separator = _csv.Separator;
        _csv.Dispose();
        await _text.SkipLineAsync(cancellationToken);
        (_linesBefore, _malformed) = (_text.Lines, 0);
        _csv = CsvReader.Create(_text, _options with { Separator = separator }, leaveOpen: true);
    }

    private ImportRow RowOf(List<CsvColumn> columns, long line)
    {
        if (_malformed == _csv.LineNumber)
        {
            return ImportRow.Unreadable(line, RowProblem.MalformedCsv);
        }

        if (_csv.FieldCount > columns.Count)
        {
            return ImportRow.Unreadable(line, RowProblem.TooManyValues);
        }

        var builder = new ImportRowBuilder(line);
        for (var i = 0; i < _csv.FieldCount; i++)
        {
            switch (columns[i])
            {
                case CsvColumn.Property(var name):
                    builder.Set(name, _csv.GetString(i));
                    break;
                case CsvColumn.Field(var key):
                    builder.SetField(key, _csv.GetString(i));
                    break;
                default:
                    break;
            }
        }

        return builder.Build();
    }
}
