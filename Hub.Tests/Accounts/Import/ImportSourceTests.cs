using System.Globalization;
using System.Text;
using CsCheck;
using CsvHelper;
using Hub.Core.Accounts.Import;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Core.Sessions;

namespace Hub.Tests.Accounts.Import;

/// <summary>What people save as CSV, and what else they send for it.</summary>
public sealed class ImportSourceTests
{
    private static readonly ProviderCatalog Catalog = ProviderCatalog.Load(directory: null, withSandbox: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(",", "\n", false)]
    [InlineData(";", "\r\n", true)]
    [InlineData("\t", "\r\n", false)]
    [InlineData(",", "\r", true)]
    public async Task delimiters_line_ends_and_the_byte_order_mark_make_no_difference(string delimiter, string end, bool withMark)
    {
        string[][] lines =
        [
            [
                "Provider",
                "origin_owner_id",
                "api_key",
                "field.subdomain",
                "label",
                "metadata",
                "type",
                "key_expires_on",
                "name",
                "method",
                "",
            ],
            [
                "Workable",
                "acme",
                " key 1 ",
                "acme",
                "\"Müller; \"\"Söhne\"\", Co\"",
                "\"{\"\"a\"\": 1}\"",
                "test",
                "2027-01-31",
                "Jane",
                "api_key",
                "",
            ],
            [],
            ["lever", "beta", "key2"],
        ];
        var text = string.Concat(lines.Select(line => string.Join(delimiter, line) + end));

        var rows = await RowsAsync([.. withMark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(text)]);

        Assert.Collection(
            rows,
            row =>
            {
                Assert.Empty(row.Faults);
                Assert.Equal(
                    (2L, "workable", "api_key", "Jane", new DateOnly(2027, 1, 31)),
                    (row.Line, row.Provider, row.Method, row.Name, row.KeyExpiresOn!.Value)
                );
                Assert.Equal((" key 1 ", "acme"), (row.Fields.Reveal("api_key"), row.Fields.Reveal("subdomain")));
                Assert.Equal(
                    ("acme", "Müller; \"Söhne\", Co", "{\"a\":1}", AccountType.Test),
                    (row.Details.OriginOwnerId, row.Details.Label, row.Details.Metadata, row.Details.Type)
                );
            },
            row => Assert.Equal((4L, "lever", "key2", null), (row.Line, row.Provider, row.Fields.Reveal("api_key"), row.Details.Label))
        );
    }

    [Fact]
    public async Task rows_are_named_by_the_line_that_they_begin_with()
    {
        var rows = await RowsAsync(
            "\nprovider,origin_owner_id,api_key,label\nlever,a,k1,\"two\nlines\"\n\nlever,b,k2,\nlever,c,\"k\n3\r\n4\",x\nlever,d,k5,\n"
        );

        Assert.Equal([3, 6, 7, 10], rows.Select(row => row.Line));
        Assert.Equal("two\nlines", rows[0].Details.Label);
        Assert.Equal("k\n3\r\n4", rows[2].Fields.Reveal("api_key"));
    }

    [Fact]
    public async Task a_bad_row_spoils_no_other()
    {
        byte[] latin = [.. "lever,b,k2,M"u8, 0xFC, .. "ller\n"u8];
        byte[] file =
        [
            .. "provider,origin_owner_id,api_key,label\nlever,a,k1,\n"u8,
            .. latin,
            .. "lever,c,k3,x,y\nlever,d,k4\0,\n"u8,
            .. Encoding.UTF8.GetBytes($"lever,e,{new string('k', 4 * ImportSource.MaxRowLength)},x\n"),
            .. "lever,f,k6,a\"b\nlever,g,k7,\"ok\"\nlever,h,k8,"u8,
        ];

        var rows = await RowsAsync(file);

        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], rows.Select(row => row.Line));
        Assert.Equal(
            [
                null,
                RowProblem.NotText,
                RowProblem.TooManyValues,
                RowProblem.NotText,
                RowProblem.TooLong,
                RowProblem.MalformedCsv,
                null,
                null,
            ],
            rows.Select(row => (row.Faults.SingleOrDefault() as ImportFault.Unreadable)?.Problem)
        );
        Assert.Equal("k8", rows[^1].Fields.Reveal("api_key"));
    }

    [Fact]
    public async Task a_quotation_mark_that_is_not_closed_spoils_what_is_read_until_a_row_may_be_no_longer()
    {
        var text = new StringBuilder("provider,origin_owner_id,api_key,label\nlever,a,k1,\"open\n");
        var line = 2;
        while (text.Length < 6 * ImportSource.MaxRowLength)
        {
            text.Append(CultureInfo.InvariantCulture, $"lever,a,k{++line},\n");
        }

        var rows = await RowsAsync(text.ToString());

        Assert.Equal((2L, new ImportFault.Unreadable(RowProblem.TooLong)), (rows[0].Line, Assert.Single(rows[0].Faults)));
        Assert.All(rows.Skip(1), row => Assert.Equal($"k{row.Line}", row.Fields.Reveal("api_key")));
        Assert.Equal(line, rows[^1].Line);
        Assert.InRange(rows.Count, 1000, line);
    }

    [Fact]
    public async Task a_column_that_nobody_knows_is_told_by_its_position_alone()
    {
        var rows = await RowsAsync("provider,origin_owner_id,lable,api_key\nlever,a,x,k\n");

        Assert.Equal(
            [(1L, (ImportFault?)new ImportFault.UnknownColumn(3)), (2L, null)],
            rows.Select(row => (row.Line, row.Faults.SingleOrDefault()))
        );
    }

    [Theory]
    [InlineData("origin_owner_id,api_key\n", "provider")]
    [InlineData("provider,api_key\n", "origin_owner_id")]
    public async Task a_column_that_each_row_needs_is_missing(string file, string name) =>
        Assert.Equal(new ImportOpening.ColumnMissing(name), await OpenAsync(Encoding.UTF8.GetBytes(file)));

    [Fact]
    public async Task a_person_has_no_customers() =>
        Assert.IsType<ImportOpening.Opened>(await OpenAsync("provider,api_key\n"u8.ToArray(), needsOwner: false));

    [Fact]
    public async Task what_is_no_csv_with_a_header_is_not_read()
    {
        Assert.IsType<ImportOpening.NoHeader>(await OpenAsync([]));
        Assert.IsType<ImportOpening.NoHeader>(await OpenAsync("\n\n"u8.ToArray()));
        Assert.IsType<ImportOpening.NoHeader>(await OpenAsync("lever,acme,live-key-0123456789\n"u8.ToArray()));
        var random = new byte[1024 * 1024];
        new Random(1).NextBytes(random);
        Assert.IsType<ImportOpening.NoHeader>(await OpenAsync(random));
        Assert.IsType<ImportOpening.NoHeader>(await OpenAsync(new byte[1024 * 1024]));
        Assert.IsType<ImportOpening.NoFields>(await OpenAsync("provider,origin_owner_id\n"u8.ToArray()));
        Assert.Equal(new ImportOpening.ColumnTwice("label"), await OpenAsync("provider,origin_owner_id,api_key,label,Label\n"u8.ToArray()));
    }

    [Fact]
    public async Task utf_16_with_its_mark_is_read()
    {
        var rows = await RowsAsync([
            .. Encoding.Unicode.Preamble,
            .. Encoding.Unicode.GetBytes("provider\torigin_owner_id\tapi_key\r\nlever\tä\tk\r\n"),
        ]);

        Assert.Equal("ä", Assert.Single(rows).Details.OriginOwnerId);
    }

    [Fact]
    public async Task json_lines_are_read_line_by_line()
    {
        byte[] file =
        [
            .. Encoding.UTF8.Preamble,
            .. """{"provider":"lever","origin_owner_id":"a","fields":{"api_key":"k1"},"metadata":{"a":[1]},"label":null,"""u8,
            .. "\"type\":\"production\"}"u8,
            .. "\r\n\r\n[]\n{\"provider\":\n"u8,
            .. Encoding.UTF8.GetBytes($$"""{"label":"{{new string('x', 5 * ImportSource.MaxRowLength)}}"}"""),
            .. "\n{\"lable\":\"x\",\"fields\":{\"api_key\":1},"u8,
            .. "\"metadata\":7,\"label\":{},\"key_expires_on\":\"31.01.2027\",\"type\":\"1\"}\n"u8,
            .. "{\"label\":\"\\ud800\"}\n{\"label\":\"a\\u0000b\"}\n{\"fields\":\"k\",\"metadata\":\"{}\"}\n"u8,
            .. "{\"provider\":\"lever\",\"provider\":\"x\"}\n"u8,
            .. "{\"label\":\""u8,
            0xFC,
            .. "\"}\n{\"provider\":\"LEVER\"}"u8,
        ];

        var rows = await RowsAsync(file, ImportFormat.JsonLines);

        Assert.Equal([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], rows.Select(row => row.Line));
        Assert.Equal(
            ("lever", "a", "k1", "{\"a\":[1]}", AccountType.Production),
            (
                rows[0].Provider,
                rows[0].Details.OriginOwnerId,
                rows[0].Fields.Reveal("api_key"),
                rows[0].Details.Metadata,
                rows[0].Details.Type
            )
        );
        Assert.Empty(rows[0].Faults);
        Assert.Equal(
            [RowProblem.MalformedJson, RowProblem.MalformedJson, RowProblem.TooLong],
            rows.Skip(1).Take(3).Select(row => Assert.IsType<ImportFault.Unreadable>(Assert.Single(row.Faults)).Problem)
        );
        Assert.Collection(
            rows[4].Faults,
            fault => Assert.Null(Assert.IsType<ImportFault.UnknownMember>(fault).In),
            fault => Assert.Equal(new ImportFault.NotOfType("fields", ValueForm.Text), fault),
            fault => Assert.Equal(new ImportFault.NotOfType("metadata", ValueForm.JsonObject), fault),
            fault => Assert.Equal(new ImportFault.NotOfType("label", ValueForm.Text), fault),
            fault => Assert.Equal("type", Assert.IsType<ImportFault.Unknown>(fault).Property),
            fault => Assert.Equal(new ImportFault.NotOfType("key_expires_on", ValueForm.Date), fault)
        );
        Assert.Equal(
            [RowProblem.NotText, RowProblem.NotText],
            rows.Skip(5).Take(2).Select(row => Assert.IsType<ImportFault.Unreadable>(Assert.Single(row.Faults)).Problem)
        );
        Assert.Equal(new ImportFault.NotOfType("fields", ValueForm.JsonObject), Assert.Single(rows[7].Faults));
        Assert.Equal("lever", rows[^1].Provider);
    }

    [Fact]
    public async Task details_follow_the_rules_of_the_api()
    {
        var rows = await RowsAsync(
            $"provider,origin_owner_id,api_key,label,name\nlever,a,k,{new string('x', 201)},{new string('x', 201)}\n"
        );

        Assert.Equal(
            [
                new ImportFault.Invalid("name", new ValidationError.TooLong(200)),
                new ImportFault.Invalid("label", new ValidationError.TooLong(200)),
            ],
            Assert.Single(rows).Faults
        );
    }

    [Fact]
    public void what_is_written_as_csv_is_read_as_it_was() =>
        Gen.Select(Values, Values, Values, Gen.Int[0, 2].Select(i => ",;\t"[i]), Gen.Int[0, 2].Select(i => new[] { "\n", "\r\n", "\r" }[i]))
            .List[1, 8]
            .Sample(
                written =>
                {
                    var (delimiter, end) = (written[0].Item4, written[0].Item5);
                    using var text = new StringWriter(CultureInfo.InvariantCulture);
                    using (
                        var writer = CsvWriter.Create(text, new CsvWriterOptions { Separator = delimiter, NewLine = end }, leaveOpen: true)
                    )
                    {
                        writer.WriteRecord(["provider", "origin_owner_id", "api_key", "field.api_token"]);
                        foreach (var one in written)
                        {
                            writer.WriteRecord(["lever", one.Item1, one.Item2, one.Item3]);
                        }
                    }

                    var read = RowsAsync(text.ToString()).GetAwaiter().GetResult();

                    return read.Count == written.Count
                        && read.Zip(written)
                            .All(pair =>
                                pair.First.Fields.Reveal("api_key") == pair.Second.Item2
                                && pair.First.Fields.Reveal("api_token") == pair.Second.Item3
                            );
                },
                iter: 300
            );

    [Fact]
    public async Task a_file_without_line_breaks_does_not_fill_the_memory()
    {
        const long Size = 256L * 1024 * 1024;
        foreach (var format in new[] { ImportFormat.Csv, ImportFormat.JsonLines })
        {
            await using var file = new Endless("provider,origin_owner_id,api_key\nlever,a,\""u8.ToArray(), Size);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var opened = Assert.IsType<ImportOpening.Opened>(await ImportSource.OpenAsync(file, format, Catalog, needsOwner: true, Stop));

            Assert.InRange(await opened.Source.Rows.CountAsync(Stop), 1, 2000);

            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16 * 1024 * 1024);
        }
    }

    private static readonly Gen<string> Values = Inputs
        .Pieces.Of(6, "a", ",", ";", "\t", "\"", "\n", "\r\n", "\r", " ", "é", "'", "=", "#")
        .Select(text => $"x{text}");

    private static Task<List<ImportRow>> RowsAsync(string file) => RowsAsync(Encoding.UTF8.GetBytes(file));

    private static async Task<List<ImportRow>> RowsAsync(byte[] file, ImportFormat format = ImportFormat.Csv)
    {
        using var stream = new MemoryStream(file);
        var opened = Assert.IsType<ImportOpening.Opened>(await ImportSource.OpenAsync(stream, format, Catalog, needsOwner: true, Stop));
        return await opened.Source.Rows.ToListAsync(Stop);
    }

    private static async Task<ImportOpening> OpenAsync(byte[] file, bool needsOwner = true)
    {
        using var stream = new MemoryStream(file);
        return await ImportSource.OpenAsync(stream, ImportFormat.Csv, Catalog, needsOwner, Stop);
    }

    /// <summary>A beginning, and then the letter x.</summary>
    private sealed class Endless(byte[] beginning, long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            for (var i = 0; i < read; i++)
            {
                buffer[offset + i] = Position + i < beginning.Length ? beginning[(int)Position + i] : (byte)'x';
            }

            Position += read;
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
