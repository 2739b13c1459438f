using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Core.Authorization;

/// <summary>Ends the questions that nobody answered, and revokes the tokens that waited for the answer.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ReplacementExpiryJob(ReplacementQuestions questions, ILogger<ReplacementExpiryJob> log) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await questions.ExpireAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(log, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unanswered questions could not be ended; the next try is in a minute.")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
