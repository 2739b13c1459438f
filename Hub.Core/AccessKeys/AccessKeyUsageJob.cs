using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Core.AccessKeys;

/// <summary>Writes <see cref="AccessKeyUsage"/> to the database every minute, and when Hub stops.</summary>
[DisallowConcurrentExecution]
internal sealed partial class AccessKeyUsageJob(AccessKeyUsage usage, ILogger<AccessKeyUsageJob> log) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await usage.WriteAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is still recorded, and written the next time.
            LogNotWritten(log, e);
        }
    }

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await WriteAsync(cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of access keys could not be written; Hub tries again in a minute.")]
    private static partial void LogNotWritten(ILogger logger, Exception e);
}
