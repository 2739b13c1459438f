using System.Linq.Expressions;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Maintenance;

/// <summary>A table with a column that is encrypted with the key ring.</summary>
internal abstract class SecretTable
{
    public abstract Task<int> CountAsync(HubDbContext db, CancellationToken cancellationToken);

    /// <param name="last">The <see cref="StoredSecret.Row"/> of the last one that was read; null to begin.</param>
    public abstract Task<IReadOnlyList<StoredSecret>> ReadAsync(
        HubDbContext db,
        object? last,
        int count,
        CancellationToken cancellationToken
    );
}

/// <inheritdoc cref="SecretTable"/>
internal sealed class SecretTable<TRow> : SecretTable
    where TRow : class
{
    /// <summary>The rows that have a secret, in an order that nothing changes.</summary>
    public required Func<HubDbContext, IQueryable<TRow>> Rows { get; init; }

    /// <summary>Those that follow a row.</summary>
    public required Func<IQueryable<TRow>, TRow, IQueryable<TRow>> After { get; init; }

    /// <summary>The row, as long as its ciphertext is the one that was read.</summary>
    public required Func<IQueryable<TRow>, TRow, IQueryable<TRow>> Same { get; init; }

    public required Expression<Func<TRow, byte[]>> Ciphertext { get; init; }

    public required Func<TRow, IDataProtector> Protector { get; init; }

    public override Task<int> CountAsync(HubDbContext db, CancellationToken cancellationToken) => Rows(db).CountAsync(cancellationToken);

    public override async Task<IReadOnlyList<StoredSecret>> ReadAsync(
        HubDbContext db,
        object? last,
        int count,
        CancellationToken cancellationToken
    )
    {
        var rows = last is TRow row ? After(Rows(db), row) : Rows(db);
        var ciphertext = Ciphertext.Compile();
        return
        [
            .. (await rows.AsNoTracking().Take(count).ToListAsync(cancellationToken)).Select(one => new StoredSecret(
                one,
                ciphertext(one),
                Protector(one),
                (context, renewed) =>
                    Same(Rows(context), one).ExecuteUpdateAsync(set => set.SetProperty(Ciphertext, renewed), CancellationToken.None)
            )),
        ];
    }
}

/// <summary>A ciphertext, and where it is stored.</summary>
/// <param name="Replace">Stores another ciphertext, and returns 1; or 0 where somebody else did so since it was read.</param>
internal sealed record StoredSecret(object Row, byte[] Ciphertext, IDataProtector Protector, Func<HubDbContext, byte[], Task<int>> Replace)
{
    /// <returns>The same secret, encrypted with the newest key; null where it cannot be read.</returns>
    public byte[]? Renew() => Protector.UnprotectOrNull(Ciphertext) is { } plain ? Protector.Protect(plain) : null;
}
