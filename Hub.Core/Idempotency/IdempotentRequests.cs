using System.Security.Cryptography;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Idempotency;

/// <summary>
/// Makes calls that create something idempotent. When the same call arrives several times at once, on any nodes, one of them runs: the
/// primary key decides which.
/// </summary>
public sealed class IdempotentRequests(IDataProtectionProvider protection, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>How long an answer is stored.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Longer than any call takes: one that has no answer by then was interrupted.</summary>
    private static readonly TimeSpan ProcessingTimeout = TimeSpan.FromMinutes(2);

    private readonly IDataProtector _protector = protection.CreateProtector("Hub.IdempotentRequests", "v1");

    /// <param name="callerId">The access key or connect session that calls.</param>
    /// <param name="key">The hash of the Idempotency-Key.</param>
    /// <param name="request">The hash of the call.</param>
    public async Task<IdempotencyOutcome> BeginAsync(Guid callerId, byte[] key, byte[] request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(_ => TryBeginAsync(db, callerId, key, request, cancellationToken));
    }

    private async Task<IdempotencyOutcome> TryBeginAsync(
        HubDbContext db,
        Guid callerId,
        byte[] key,
        byte[] request,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var known = await db
            .IdempotentRequests.AsNoTracking()
            .FirstOrDefaultAsync(one => one.CallerId == callerId && one.KeyHash == key, cancellationToken);
        if (known is not null && known.CreatedAt > now - (known.Status is null ? ProcessingTimeout : Lifetime))
        {
            return !CryptographicOperations.FixedTimeEquals(known.RequestHash, request) ? new IdempotencyOutcome.OtherRequest()
                : known.Status is not { } status ? new IdempotencyOutcome.InProgress()
                : new IdempotencyOutcome.Answered(status, _protector.UnprotectOrNull(known.Answer!));
        }

        if (known is not null)
        {
            // A second caller finds nothing to delete, and conflicts with the new row below.
            await db
                .IdempotentRequests.Where(one => one.CallerId == callerId && one.KeyHash == key && one.CreatedAt == known.CreatedAt)
                .ExecuteDeleteAsync(cancellationToken);
        }

        db.IdempotentRequests.Add(
            new IdempotentRequest
            {
                CallerId = callerId,
                KeyHash = key,
                RequestHash = request,
                CreatedAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return new IdempotencyOutcome.Begun(now);
    }

    /// <summary>Stores the answer. The caller passes no token of the request: what was created stays created.</summary>
    /// <param name="begun">When this call began, from <see cref="BeginAsync"/>: after the timeout another may have replaced it.</param>
    public async Task AnswerAsync(
        Guid callerId,
        byte[] key,
        DateTimeOffset begun,
        int status,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var answer = _protector.Protect(body);
        await db
            .IdempotentRequests.Where(one => one.CallerId == callerId && one.KeyHash == key && one.CreatedAt == begun && one.Status == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(one => one.Status, status).SetProperty(one => one.Answer, answer),
                cancellationToken
            );
    }

    /// <summary>Deletes a call that created nothing, so that it can be sent again.</summary>
    public async Task ForgetAsync(Guid callerId, byte[] key, DateTimeOffset begun, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .IdempotentRequests.Where(one => one.CallerId == callerId && one.KeyHash == key && one.CreatedAt == begun && one.Status == null)
            .ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>What to do with a call that came with an Idempotency-Key. Closed.</summary>
public abstract record IdempotencyOutcome
{
    private IdempotencyOutcome() { }

    /// <summary>It is new: run it.</summary>
    public sealed record Begun(DateTimeOffset At) : IdempotencyOutcome;

    /// <summary>It was answered before: answer the same.</summary>
    /// <param name="Body">Null when this node's key ring cannot decrypt it.</param>
    public sealed record Answered(int Status, byte[]? Body) : IdempotencyOutcome;

    /// <summary>The same call is in progress.</summary>
    public sealed record InProgress : IdempotencyOutcome;

    /// <summary>The key was used for another call.</summary>
    public sealed record OtherRequest : IdempotencyOutcome;
}
