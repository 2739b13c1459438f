using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Maintenance;

/// <summary>
/// Re-encrypts what Hub stores with the newest key of the key ring, while all nodes run. It can be stopped at any moment and run again:
/// each payload says which key encrypted it. See ADR-0033.
/// </summary>
public sealed class SecretRotation(
    SecretTables tables,
    KeyRingCheck keyRing,
    IDataProtectionProvider protection,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    // One transaction each, so that other writers wait for milliseconds only.
    private const int Batch = 100;

    /// <summary>Nodes that had not read a payload of a new key yet may write with the one before, behind the rotation's back.</summary>
    private const int MaxPasses = 3;

    /// <param name="progress">Hears of each batch.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public async Task<RotationOutcome> RotateAsync(IProgress<RotationProgress>? progress, CancellationToken cancellationToken)
    {
        // Other nodes could not read what a foreign key ring encrypts.
        if (!await keyRing.FitsAsync(cancellationToken))
        {
            return new RotationOutcome.KeyRingDoesNotFit();
        }

        var counts = new RotationCounts();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var before = counts.Rotated;
            counts = counts with { Current = 0, Unreadable = 0 };
            counts = await PassAsync(counts, progress, cancellationToken);
            if (counts.Rotated == before)
            {
                break;
            }
        }

        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.CredentialsRotated, Actor.Hub, Guid.Empty, time.GetUtcNow(), counts.Describe()));
        await db.SaveChangesAsync(CancellationToken.None);
        return new RotationOutcome.Rotated(counts);
    }

    private async Task<RotationCounts> PassAsync(
        RotationCounts counts,
        IProgress<RotationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var newest = ProtectedPayload.KeyOf(protection);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var total = 0;
        foreach (var table in tables.All)
        {
            total += await table.CountAsync(db, cancellationToken);
        }

        var seen = 0;
        foreach (var table in tables.All)
        {
            object? last = null;
            while (await table.ReadAsync(db, last, Batch, cancellationToken) is { Count: > 0 } rows)
            {
                counts = await RotateAsync(db, rows, newest, counts);
                last = rows[^1].Row;
                progress?.Report(new RotationProgress(seen += rows.Count, Math.Max(seen, total)));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return counts;
    }

    private static async Task<RotationCounts> RotateAsync(
        HubDbContext db,
        IReadOnlyList<StoredSecret> rows,
        byte[] newest,
        RotationCounts counts
    )
    {
        var old = rows.Where(row => !row.Ciphertext.AsSpan().StartsWith(newest)).ToList();
        // Encrypted before the transaction, which is short.
        var renewed = old.Select(row => (Row: row, Ciphertext: row.Renew())).Where(pair => pair.Ciphertext is not null).ToList();
        var rotated = renewed.Count == 0 ? 0 : await db.WriteAsync(_ => ReplaceAsync());
        return counts with
        {
            Rotated = counts.Rotated + rotated,
            Current = counts.Current + rows.Count - old.Count + rotated,
            // What another writer changed meanwhile is new; the next pass looks at it.
            Unreadable = counts.Unreadable + old.Count - renewed.Count,
        };

        async Task<int> ReplaceAsync()
        {
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            var replaced = 0;
            foreach (var (row, ciphertext) in renewed)
            {
                replaced += await row.Replace(db, ciphertext!);
            }

            await transaction.CommitAsync(CancellationToken.None);
            return replaced;
        }
    }
}

/// <summary>How many stored secrets were looked at, of how many.</summary>
public sealed record RotationProgress(int Seen, int Total);

/// <summary>What a rotation found.</summary>
public sealed record RotationCounts
{
    /// <summary>Encrypted anew.</summary>
    public int Rotated { get; init; }

    /// <summary>Encrypted with the newest key now, among them those that were encrypted anew.</summary>
    public int Current { get; init; }

    /// <summary>Left as they are: their key is lost.</summary>
    public int Unreadable { get; init; }

    internal string Describe() => $"rotated {Rotated}, current {Current}, unreadable {Unreadable}";
}

/// <summary>How <see cref="SecretRotation"/> ended. Closed.</summary>
public abstract record RotationOutcome
{
    private RotationOutcome() { }

    public sealed record Rotated(RotationCounts Counts) : RotationOutcome;

    /// <summary>This node has another key ring than the database. Nothing was changed.</summary>
    public sealed record KeyRingDoesNotFit : RotationOutcome;
}
