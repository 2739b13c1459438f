using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hub.Core.Accounts.Import;

/// <summary>Reads a file with a JSON object a line, each of it in constant memory.</summary>
internal sealed class JsonLines(Stream file)
{
    // Of a character UTF-8 needs four bytes at most.
    private const int MaxBytes = 4 * ImportSource.MaxRowLength;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private static readonly IReadOnlyList<string> Members = [.. ImportProperties.Columns, ImportProperties.Fields];

    public async IAsyncEnumerable<ImportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));
        var (line, isTooLong) = (1L, false);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (isTooLong || RowOf(rest.Slice(0, end), line) is not { } row)
                {
                    isTooLong = false;
                }
                else
                {
                    yield return row;
                }

                line++;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > MaxBytes && !isTooLong)
            {
                isTooLong = true;
                yield return ImportRow.Unreadable(line, RowProblem.TooLong);
            }

            if (read.IsCompleted)
            {
                if (!isTooLong && RowOf(rest, line) is { } last)
                {
                    yield return last;
                }

                yield break;
            }

            // Of a line that is too long nothing is kept.
            reader.AdvanceTo(isTooLong ? rest.End : rest.Start, rest.End);
        }
    }

    /// <returns>Null for a line without anything in it.</returns>
    private static ImportRow? RowOf(ReadOnlySequence<byte> bytes, long line)
    {
        if (line == 1 && StartsWithByteOrderMark(bytes))
        {
            bytes = bytes.Slice(3);
        }

        if (IsBlank(bytes))
        {
            return null;
        }

        if (bytes.Length > MaxBytes)
        {
            return ImportRow.Unreadable(line, RowProblem.TooLong);
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? RowOf(json.RootElement, line)
                : ImportRow.Unreadable(line, RowProblem.MalformedJson);
        }
        catch (JsonException)
        {
            return ImportRow.Unreadable(line, RowProblem.MalformedJson);
        }
        // JSON can escape halves of characters.
        catch (InvalidOperationException)
        {
            return ImportRow.Unreadable(line, RowProblem.NotText);
        }
    }

    private static ImportRow RowOf(JsonElement row, long line)
    {
        var builder = new ImportRowBuilder(line);
        foreach (var member in row.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            switch (member.Name)
            {
                case ImportProperties.Fields when member.Value.ValueKind == JsonValueKind.Object:
                    SetFields(builder, member.Value);
                    break;
                case ImportProperties.Fields:
                    builder.Fault(new ImportFault.NotOfType(ImportProperties.Fields, ValueForm.JsonObject));
                    break;
                case ImportProperties.Metadata when member.Value.ValueKind == JsonValueKind.Object:
                    builder.Set(ImportProperties.Metadata, member.Value.GetRawText());
                    break;
                case var name when !ImportProperties.Columns.Contains(name, StringComparer.Ordinal):
                    builder.Fault(new ImportFault.UnknownMember(In: null, Members));
                    break;
                case var name when TextOf(member.Value) is { } text:
                    builder.Set(name, text);
                    break;
                case var name:
                    builder.Fault(
                        new ImportFault.NotOfType(name, name == ImportProperties.Metadata ? ValueForm.JsonObject : ValueForm.Text)
                    );
                    break;
            }
        }

        return builder.Build();
    }

    private static void SetFields(ImportRowBuilder builder, JsonElement fields)
    {
        foreach (var field in fields.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null))
        {
            if (TextOf(field.Value) is { } value)
            {
                builder.SetField(field.Name, value);
            }
            else
            {
                builder.Fault(new ImportFault.NotOfType(ImportProperties.Fields, ValueForm.Text));
            }
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool StartsWithByteOrderMark(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        return reader.IsNext([0xEF, 0xBB, 0xBF]);
    }

    private static bool IsBlank(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        reader.AdvancePastAny((byte)' ', (byte)'\t', (byte)'\r');
        return reader.End;
    }
}
