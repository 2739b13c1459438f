using System.Security.Cryptography;
using System.Text;
using Hub.Core.Data;
using Hub.Core.Providers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Core.OAuth;

/// <summary>Reads the clients that the operator registered at providers. The sandbox has one of its own.</summary>
public sealed class ProviderClients(IDataProtectionProvider protection, ProviderCatalog catalog, IDbContextFactory<HubDbContext> contexts)
{
    /// <returns>How Hub shows who it is; null where there is no client, or its secret cannot be read any more.</returns>
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

    /// <returns>The ways to authenticate that people are offered at this moment.</returns>
    public async Task<AvailableMethods> GetAvailableMethodsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.ProviderClients.AsNoTracking().ToListAsync(cancellationToken);
        var registered = stored
            .Where(client => Unprotect(client.ProviderSlug, client.Secret) is not null)
            .ToDictionary(client => client.ProviderSlug, IReadOnlyList<string>? (client) => client.Scopes, StringComparer.Ordinal);
        foreach (var sandbox in catalog.All.Where(provider => provider.Sandbox))
        {
            registered[sandbox.Slug] = null;
        }

        return new AvailableMethods(registered);
    }

    /// <returns>Null where it cannot be read: the key ring is not the one that it was encrypted with.</returns>
    internal Secret? Unprotect(string slug, byte[] secret)
    {
        try
        {
            return new Secret(Encoding.UTF8.GetString(For(slug).Unprotect(secret)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal byte[] Protect(string slug, string secret) => For(slug).Protect(Encoding.UTF8.GetBytes(secret));

    private IDataProtector For(string slug) => protection.CreateProtector("Hub.ProviderClients", "v1", slug);
}

/// <summary>How Hub shows a provider who it is. No record: those print what they hold.</summary>
/// <param name="scopes">What people are asked for; null for all that the provider file names.</param>
internal sealed class RegisteredClient(string clientId, Secret secret, IReadOnlyList<string>? scopes)
{
    public string ClientId => clientId;
    public Secret Secret => secret;
    public IReadOnlyList<string>? Scopes => scopes;

    /// <summary>The <see cref="ProviderClient.ConcurrencyStamp"/> it was read with.</summary>
    public Guid Stamp { get; init; }

    /// <summary>The provider did not accept it last time.</summary>
    public bool IsRefused { get; init; }
}
