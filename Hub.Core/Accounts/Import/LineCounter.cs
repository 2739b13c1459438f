namespace Hub.Core.Accounts.Import;

/// <summary>Counts the lines of what is read through it, and can skip the rest of one.</summary>
internal sealed class LineCounter(TextReader inner) : TextReader
{
    private char _last;

    /// <summary>How many lines ended so far.</summary>
    public long Lines { get; private set; }

    public override int Read(char[] buffer, int index, int count) => Count(buffer.AsSpan(index, inner.Read(buffer, index, count)));

    public override int Read(Span<char> buffer) => Count(buffer[..inner.Read(buffer)]);

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Count(buffer.Span[..read]);
    }

    public async Task SkipLineAsync(CancellationToken cancellationToken)
    {
        var letter = new char[1];
        while (await ReadAsync(letter.AsMemory(), cancellationToken) > 0 && letter[0] != '\n')
        {
            // It is dropped.
        }
    }

    /// <summary>A line ends with \n, \r\n or \r.</summary>
    private int Count(ReadOnlySpan<char> read)
    {
        foreach (var letter in read)
        {
            if (letter == '\r' || (letter == '\n' && _last != '\r'))
            {
                Lines++;
            }

            _last = letter;
        }

        return read.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
