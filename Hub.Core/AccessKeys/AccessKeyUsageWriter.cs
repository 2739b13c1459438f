using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Core.AccessKeys;

/// <summary>Writes <see cref="AccessKeyUsage"/> to the store every minute, and when Hub stops.</summary>
internal sealed partial class AccessKeyUsageWriter(AccessKeyUsage usage, ILogger<AccessKeyUsageWriter> log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await WriteAsync(stoppingToken);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await usage.WriteAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is still noted, and written the next time.
            LogNotWritten(log, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "When the access keys were last used could not be written; trying again in a minute.")]
    private static partial void LogNotWritten(ILogger logger, Exception e);
}
