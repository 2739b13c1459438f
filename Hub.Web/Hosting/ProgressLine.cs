using System.Globalization;

namespace Hub.Web.Hosting;

/// <summary>
/// How far a console command is, on a line that is written anew; where the output is no console, on a new line from time to time.
/// </summary>
internal sealed class ProgressLine(TextWriter output, bool isInteractive, TimeProvider time) : IDisposable
{
    private const int BarLength = 24;

    private readonly long _start = time.GetTimestamp();
    private readonly TimeSpan _interval = isInteractive ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);
    private TimeSpan _next;
    private int _length;

    /// <param name="done">How many are done.</param>
    /// <param name="total">Of how many.</param>
    /// <param name="what">What is counted.</param>
    public void Show(long done, long total, string what) => Show(done, what, total == 0 ? 1 : (double)done / total);

    /// <param name="done">How many are done.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="share">How much of everything that is, up to 1, where the number of all is not known.</param>
    public void Show(long done, string what, double share)
    {
        var elapsed = time.GetElapsedTime(_start);
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + _interval;
        var filled = (int)(Math.Clamp(share, 0, 1) * BarLength);
        var rate = elapsed.TotalSeconds > 0 ? done / elapsed.TotalSeconds : 0;
        var left = share > 0 ? elapsed * ((1 - share) / share) : TimeSpan.Zero;
        var bar = new string('#', filled).PadRight(BarLength, '.');
        Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"[{bar}] {share, 4:P0}  {done:N0} {what}, {rate:N0} a second, {Describe(left)} left"
            )
        );
    }

    /// <summary>Removes the line, so that others can be written.</summary>
    public void End()
    {
        if (_length > 0)
        {
            output.Write($"\r{new string(' ', _length)}\r");
            _length = 0;
        }
    }

    public void Dispose() => End();

    private void Write(string text)
    {
        if (!isInteractive)
        {
            output.WriteLine(text);
            return;
        }

        output.Write($"\r{text.PadRight(_length)}");
        _length = text.Length;
    }

    private static string Describe(TimeSpan left) =>
        left.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{left.TotalHours:N1} h")
        : left.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{left.TotalMinutes:N0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{left.TotalSeconds:N0} s");
}
