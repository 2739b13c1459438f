using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts.Import;

/// <summary>
/// Which credentials an owner has stored already: such a row is not verified again. Stored credentials are compared by a hash with a key
/// that lives as long as the import, so that none of them stays in memory.
/// </summary>
internal sealed class KnownCredentials(OwnerId owner, CredentialProtector protector, IDbContextFactory<HubDbContext> contexts)
{
    // A file that goes through many customers meets most of them once.
    private const int MaxGroups = 1000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<Group, Lazy<Task<ConcurrentDictionary<string, Guid>>>> _groups = new();

    /// <returns>The account that holds the credential; null where none does.</returns>
    public async Task<Guid?> FindAsync(
        string originOwnerId,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        var accounts = await AccountsAsync(new Group(originOwnerId, provider.Slug, method.Kind), method).WaitAsync(cancellationToken);
        return accounts.TryGetValue(HashOf(method, values), out var account) ? account : null;
    }

    public async Task AddAsync(
        string originOwnerId,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        var accounts = await AccountsAsync(new Group(originOwnerId, provider.Slug, method.Kind), method).WaitAsync(cancellationToken);
        accounts[HashOf(method, values)] = accountId;
    }

    /// <summary>
    /// A region that was left open is not part of it: it is found out by verifying, and stored then.
    /// </summary>
    public string HashOf(AuthMethod method, CredentialValues values)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var field in method.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (values.Reveal(field.Key) is { Length: > 0 } value)
            {
                var bytes = Encoding.UTF8.GetBytes(value);
                hash.AppendData(Encoding.UTF8.GetBytes($"{field.Key}\n{bytes.Length}\n"));
                hash.AppendData(bytes);
            }
        }

        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    private Task<ConcurrentDictionary<string, Guid>> AccountsAsync(Group group, AuthMethod method)
    {
        if (_groups.Count >= MaxGroups)
        {
            // What is linked meanwhile is in the database.
            _groups.Clear();
        }

        return _groups.GetOrAdd(group, one => new Lazy<Task<ConcurrentDictionary<string, Guid>>>(() => ReadAsync(one, method))).Value;
    }

    private async Task<ConcurrentDictionary<string, Guid>> ReadAsync(Group group, AuthMethod method)
    {
        var found = new ConcurrentDictionary<string, Guid>(StringComparer.Ordinal);
        await using var db = await contexts.CreateDbContextAsync();
        var accounts = db
            .LinkedAccounts.AsNoTracking()
            .OwnedBy(owner)
            .Where(account =>
                account.OriginOwnerId == group.OriginOwnerId
                && account.ProviderSlug == group.ProviderSlug
                && account.AuthMethod == group.Method
            )
            .Select(account => new { account.Id, Credentials = account.Credentials.ToList() });
        await foreach (var account in accounts.AsAsyncEnumerable())
        {
            if (protector.Unprotect(account.Credentials) is { } stored)
            {
                var values = method.FromStore(stored);
                found[HashOf(method, values)] = account.Id;
                if (method.RegionField is { MayStayEmpty: true } region)
                {
                    found[HashOf(method, values.Without(region.Key))] = account.Id;
                }
            }
        }

        return found;
    }

    private sealed record Group(string OriginOwnerId, string ProviderSlug, AuthMethodKind Method);
}
