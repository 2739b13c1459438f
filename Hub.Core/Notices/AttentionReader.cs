using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Core.Accounts;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Notices;

/// <summary>Finds the accounts of a person that need them.</summary>
public sealed class AttentionReader(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    /// <summary>A key that expires sooner needs its owner.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>More are counted, and not looked at.</summary>
    private const int Most = 100;

    /// <returns>Null where none does.</returns>
    public async Task<Attention?> FindAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        var soon = time.GetUtcNow() + Soon;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db
            .LinkedAccounts.AsNoTracking()
            .Where(account =>
                account.OwnerId == owner.Value
                && (
                    account.Status == AccountStatus.Error
                    || account.Status == AccountStatus.Expired
                    || (account.Status == AccountStatus.Active && account.KeyExpiresAt <= soon)
                )
            );
        var found = await all.OrderBy(account => account.LinkedAt)
            .Take(Most)
            .Select(account => new
            {
                account.Id,
                account.Status,
                account.StatusSince,
                account.KeyExpiresAt,
            })
            .ToListAsync(cancellationToken);
        if (found.Count == 0)
        {
            return null;
        }

        var state = string.Join(
            ';',
            found.Select(one =>
                string.Create(CultureInfo.InvariantCulture, $"{one.Id} {one.Status} {one.StatusSince:O} {one.KeyExpiresAt:O}")
            )
        );
        return new Attention(
            found.Count < Most ? found.Count : await all.CountAsync(cancellationToken),
            found is [var only] ? only.Id : null,
            found.TrueForAll(one => one.Status == AccountStatus.Active),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)).AsSpan(0, 8))
        );
    }
}

/// <summary>The accounts that need their owner: in error, expired, or with a key that expires soon.</summary>
/// <param name="AccountId">The account where it is only one; null where they are several.</param>
/// <param name="IsExpiringOnly">Whether all of them still work.</param>
/// <param name="Key">Another one whenever one of them changes.</param>
public sealed record Attention(int Count, Guid? AccountId, bool IsExpiringOnly, string Key);
