using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;

namespace Hub.Web.Hosting;

/// <summary>
/// Counts the accounts that a key ring which does not fit leaves unreadable, and tells the operator. In the background: every credential is
/// read, and pages need not wait for that.
/// </summary>
internal sealed partial class KeyRingReport(KeyRingCheck keyRing, UnreadableAccounts unreadable, ILogger<KeyRingReport> log)
    : BackgroundService
{
    private volatile string _unreadable = "";

    /// <summary>How many accounts cannot be read, in words; empty where that is none, or not known yet.</summary>
    public string Summary => _unreadable;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start goes on.
        await Task.Yield();
        try
        {
            if (!await keyRing.FitsAsync(stoppingToken))
            {
                var count = await unreadable.FindAsync(stoppingToken).CountAsync(stoppingToken);
                _unreadable = $"{count} accounts cannot be read with this key ring.";
                LogUnreadable(log, count);
            }
        }
        catch (Exception e) when (e.IsUnavailable())
        {
            // The health check of the database says so.
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Count} accounts cannot be read with this key ring. This lists them: dotnet Hub.Web.dll key-ring"
    )]
    private static partial void LogUnreadable(ILogger logger, int count);
}
