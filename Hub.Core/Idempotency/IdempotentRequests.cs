using System.Security.Cryptography;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Idempotency;

/// <summary>
/// Sees to it that a creating call which is sent again creates nothing again. Of callers that send the same at the same moment, at whatever
/// node,
/// one gets through: the store's primary key decides.
/// </summary>
public sealed class IdempotentRequests(IDataProtectionProvider protection, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Longer than any call takes: who has not answered by then was stopped in the middle.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IDataProtector _protector = protection.CreateProtector("Hub.IdempotentRequests", "v1");

    /// <param name="callerId">The access key or connect session that calls.</param>
    /// <param name="key">The hash of what the caller named the call by.</param>
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
        if (known is not null && known.CreatedAt > now - (known.Status is null ? Patience : Lifetime))
        {
            return !CryptographicOperations.FixedTimeEquals(known.RequestHash, request) ? new IdempotencyOutcome.OtherRequest()
                : known.Status is not { } status ? new IdempotencyOutcome.InProgress()
                : new IdempotencyOutcome.Answered(status, Unprotected(known));
        }

        if (known is not null)
        {
            // Whoever comes second finds nothing to delete any more, and the new row below.
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

    /// <summary>Keeps the answer. It cannot be cancelled: what was created was created.</summary>
    /// <param name="begun">When this call began, as <see cref="BeginAsync"/> said: one that took longer than anybody waits has lost its
    /// place.</param>
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

    /// <summary>Forgets a call that created nothing, so that it may be sent again.</summary>
    public async Task ForgetAsync(Guid callerId, byte[] key, DateTimeOffset begun, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .IdempotentRequests.Where(one => one.CallerId == callerId && one.KeyHash == key && one.CreatedAt == begun && one.Status == null)
            .ExecuteDeleteAsync(cancellationToken);
    }

    private byte[]? Unprotected(IdempotentRequest known)
    {
        try
        {
            return _protector.Unprotect(known.Answer!);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>What becomes of a call that came with an Idempotency-Key. Closed.</summary>
public abstract record IdempotencyOutcome
{
    private IdempotencyOutcome() { }

    /// <summary>It is the first of its kind.</summary>
    public sealed record Begun(DateTimeOffset At) : IdempotencyOutcome;

    /// <summary>It was answered before.</summary>
    /// <param name="Body">Null where Hub's key ring is not the one that it was encrypted with.</param>
    public sealed record Answered(int Status, byte[]? Body) : IdempotencyOutcome;

    /// <summary>The same call is being answered.</summary>
    public sealed record InProgress : IdempotencyOutcome;

    /// <summary>Another call came with this key before.</summary>
    public sealed record OtherRequest : IdempotencyOutcome;
}
