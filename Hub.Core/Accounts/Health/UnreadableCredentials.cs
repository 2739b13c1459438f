using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Core.Accounts.Health;

/// <summary>
/// Turns the accounts whose credential cannot be decrypted to error, once after each start, so that their owners need not wait for the next
/// verification to hear of it. Only on a node whose key ring fits: on another one, that says nothing about the accounts.
/// </summary>
internal sealed partial class UnreadableCredentials(
    UnreadableAccounts unreadable,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<UnreadableCredentials> log
)
{
    private bool _isDone;

    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        if (_isDone)
        {
            return;
        }

        var count = 0;
        await foreach (var account in unreadable.FindAsync(cancellationToken))
        {
            await ReportAsync(account.Id, cancellationToken);
            count++;
        }

        _isDone = true;
        if (count > 0)
        {
            LogUnreadable(log, count);
        }
    }

    private async Task ReportAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(async _ =>
        {
            if (await db.LinkedAccounts.FirstOrDefaultAsync(one => one.Id == accountId, cancellationToken) is { } account)
            {
                db.SetReason(account, ReasonGroup.Credential, new StatusReason.CredentialUnreadable(), Actor.Hub, time.GetUtcNow());
            }

            return await db.SaveChangesAsync(cancellationToken);
        });
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Count} accounts cannot be read with this key ring, and are in error. This lists them: dotnet Hub.Web.dll key-ring"
    )]
    private static partial void LogUnreadable(ILogger logger, int count);
}
