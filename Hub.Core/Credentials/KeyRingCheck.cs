using System.Collections.Frozen;
using Hub.Core.Audit;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Credentials;

/// <summary>
/// Checks whether this node has the key ring that the secrets in the database were encrypted with. A node with another key ring can
/// neither read credentials nor refresh tokens, and must leave both to the other nodes. See ADR-0025.
/// </summary>
public sealed class KeyRingCheck(
    IDataProtectionProvider protection,
    CredentialProtector protector,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>How many accounts decide for a database without a mark.</summary>
    private const int Sample = 20;

    /// <summary>
    /// Whether there may be accounts that this node cannot read, by the last check. If not, lists need not decrypt credentials.
    /// </summary>
    private volatile bool _maybeUnreadable;

    internal IDataProtector Protector => protection.CreateProtector("Hub.KeyRingMark", "v1");

    /// <summary>Compares the key ring with the mark in the database, and writes the mark when there is none.</summary>
    public async Task<bool> FitsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mark = await db.KeyRingMarks.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (mark is null && await SampleAsync(db, cancellationToken) is { IsMostlyReadable: true } sample)
        {
            mark = await MarkAsync(db, isReplacement: sample.Unreadable > 0, cancellationToken);
        }

        var fits = mark is not null && CanRead(mark);
        _maybeUnreadable = !fits || mark!.IsReplacement;
        return fits;
    }

    /// <summary>
    /// Makes this node's key ring the right one, because the other one is lost. What that one encrypted stays unreadable.
    /// </summary>
    public async Task AcceptAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var ciphertext = NewCiphertext();
        if (await db.KeyRingMarks.SingleOrDefaultAsync(cancellationToken) is { } mark)
        {
            (mark.Ciphertext, mark.WrittenAt, mark.IsReplacement) = (ciphertext, now, true);
        }
        else
        {
            db.KeyRingMarks.Add(
                new KeyRingMark
                {
                    Ciphertext = ciphertext,
                    WrittenAt = now,
                    IsReplacement = true,
                }
            );
        }

        db.AuditEvents.Add(AuditEvent.Of(AuditActions.KeyRingAccepted, Actor.Hub, Guid.Empty, now));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <returns>Those of the accounts whose stored credential this node cannot read.</returns>
    internal async Task<IReadOnlySet<Guid>> FindUnreadableAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> accountIds,
        CancellationToken cancellationToken
    ) => _maybeUnreadable ? await ReadAsync(db, accountIds, cancellationToken) : FrozenSet<Guid>.Empty;

    private async Task<IReadOnlySet<Guid>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> accountIds,
        CancellationToken cancellationToken
    )
    {
        var stored = await db
            .Credentials.AsNoTracking()
            .Where(field => accountIds.Contains(field.AccountId))
            .ToListAsync(cancellationToken);
        // All fields of an account are saved together, with the same key.
        return stored
            .GroupBy(field => field.AccountId)
            .Where(account => protector.Unprotect(account.Take(1)) is null)
            .Select(account => account.Key)
            .ToHashSet();
    }

    /// <summary>
    /// For a database from before there were marks: the majority of its newest credentials decides. A node with another key ring may have
    /// linked some too, and must not declare the others wrong.
    /// </summary>
    private async Task<Readability> SampleAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        // Ids are ordered by time, except on SQL Server, where this is an arbitrary sample.
        var newest = await db
            .Credentials.Select(field => field.AccountId)
            .Distinct()
            .OrderByDescending(id => id)
            .Take(Sample)
            .ToListAsync(cancellationToken);
        return new Readability((await ReadAsync(db, newest, cancellationToken)).Count, newest.Count);
    }

    private async Task<KeyRingMark?> MarkAsync(HubDbContext db, bool isReplacement, CancellationToken cancellationToken)
    {
        var mark = new KeyRingMark
        {
            Ciphertext = NewCiphertext(),
            WrittenAt = time.GetUtcNow(),
            IsReplacement = isReplacement,
        };
        db.KeyRingMarks.Add(mark);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return mark;
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            // Another node wrote it at the same moment.
            return await db.KeyRingMarks.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        }
    }

    private byte[] NewCiphertext() => Protector.Protect("Hub"u8.ToArray());

    private bool CanRead(KeyRingMark mark) => Protector.UnprotectOrNull(mark.Ciphertext) is not null;

    private sealed record Readability(int Unreadable, int Total)
    {
        public bool IsMostlyReadable => Unreadable * 2 < Total || Total == 0;
    }
}
