using System.Collections.Concurrent;
using System.Text;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Core.OAuth;

/// <summary>Reads the clients that the operator registered at providers. The sandbox has a client of its own.</summary>
public sealed class ProviderClients(IDataProtectionProvider protection, ProviderCatalog catalog, IDbContextFactory<HubDbContext> contexts)
{
    /// <summary>
    /// The <see cref="ProviderClient.ConcurrencyStamp"/> of each client whose secret has been decrypted: so it is not decrypted for every
    /// page. A secret that cannot be read is tried each time, because the key ring may be repaired.
    /// </summary>
    private readonly ConcurrentDictionary<string, Guid> _readable = new(StringComparer.Ordinal);

    /// <returns>The client; null where there is none, or its secret cannot be decrypted.</returns>
    internal async Task<RegisteredClient?> FindAsync(Provider provider, CancellationToken cancellationToken)
    {
        if (provider.Sandbox)
        {
            return SandboxClient.Registered;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await db.ProviderClients.AsNoTracking().FirstOrDefaultAsync(client => client.ProviderSlug == provider.Slug, cancellationToken)
            is not { } client
        )
        {
            return null;
        }

        return Unprotect(provider.Slug, client.Secret) is { } secret
            ? new RegisteredClient(client.ClientId, secret, client.Scopes)
            {
                Stamp = client.ConcurrencyStamp,
                IsRefused = client.FaultAt is not null,
            }
            : null;
    }

    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The auth methods that are available at this moment.</returns>
    public async Task<AvailableMethods> GetAvailableMethodsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var clients = await db
            .ProviderClients.AsNoTracking()
            .Select(client => new
            {
                client.ProviderSlug,
                client.Scopes,
                client.ConcurrencyStamp,
            })
            .ToListAsync(cancellationToken);
        var readable = clients
            .Where(client => _readable.TryGetValue(client.ProviderSlug, out var stamp) && stamp == client.ConcurrencyStamp)
            .Select(client => client.ProviderSlug)
            .ToHashSet(StringComparer.Ordinal);
        if (readable.Count < clients.Count)
        {
            await FindReadableAsync(db, readable, cancellationToken);
        }

        var registered = clients
            .Where(client => readable.Contains(client.ProviderSlug))
            .ToDictionary(client => client.ProviderSlug, IReadOnlyList<string>? (client) => client.Scopes, StringComparer.Ordinal);
        foreach (var sandbox in catalog.All.Where(provider => provider.Sandbox))
        {
            registered[sandbox.Slug] = null;
        }

        return new AvailableMethods(registered, await db.ListDisabledProvidersAsync(cancellationToken));
    }

    /// <summary>Decrypts the secrets that are not known to be readable.</summary>
    /// <param name="readable">The slugs of readable clients; gets those that are found.</param>
    private async Task FindReadableAsync(HubDbContext db, HashSet<string> readable, CancellationToken cancellationToken)
    {
        var known = readable.ToList();
        var unknown = await db
            .ProviderClients.AsNoTracking()
            .Where(client => !known.Contains(client.ProviderSlug))
            .ToListAsync(cancellationToken);
        foreach (var client in unknown.Where(client => Unprotect(client.ProviderSlug, client.Secret) is not null))
        {
            _readable[client.ProviderSlug] = client.ConcurrencyStamp;
            readable.Add(client.ProviderSlug);
        }
    }

    /// <returns>Null where it cannot be decrypted.</returns>
    internal Secret? Unprotect(string slug, byte[] secret) =>
        For(slug).UnprotectOrNull(secret) is { } bytes ? new Secret(Encoding.UTF8.GetString(bytes)) : null;

    internal byte[] Protect(string slug, string secret) => For(slug).Protect(Encoding.UTF8.GetBytes(secret));

    internal IDataProtector For(string slug) => protection.CreateProtector("Hub.ProviderClients", "v1", slug);
}

/// <summary>The client ID and secret with which Hub authenticates at a provider. Not a record: records print their values.</summary>
/// <param name="scopes">The scopes to request; null for all of the provider file.</param>
internal sealed class RegisteredClient(string clientId, Secret secret, IReadOnlyList<string>? scopes)
{
    public string ClientId => clientId;
    public Secret Secret => secret;
    public IReadOnlyList<string>? Scopes => scopes;

    /// <summary>The <see cref="ProviderClient.ConcurrencyStamp"/> it was read with.</summary>
    public Guid Stamp { get; init; }

    /// <summary>The provider rejected it last time.</summary>
    public bool IsRefused { get; init; }
}
