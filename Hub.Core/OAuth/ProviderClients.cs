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
        if (await db.ProviderClients.AsNoTracking().FirstOrDefaultAsync(client => client.ProviderSlug == provider.Slug, cancellationToken) is not { } client)
        {
            return null;
        }

        try
        {
            return new RegisteredClient(client.ClientId, new Secret(Encoding.UTF8.GetString(For(provider.Slug).Unprotect(client.Secret))), client.Scopes);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns>What an Administrator may see of it; null where there is none.</returns>
    public async Task<ClientRow?> LookAsync(string slug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ProviderClients.Where(client => client.ProviderSlug == slug)
            .Select(client => new ClientRow(client.ClientId, client.Scopes, client.UpdatedAt)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <returns>The ways to authenticate that people are offered at this moment.</returns>
    public async Task<OfferedMethods> OfferAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var registered = await db.ProviderClients.Select(client => client.ProviderSlug).ToListAsync(cancellationToken);
        return new OfferedMethods(registered.Concat(catalog.All.Where(provider => provider.Sandbox).Select(provider => provider.Slug)));
    }

    internal byte[] Protect(string slug, string secret) => For(slug).Protect(Encoding.UTF8.GetBytes(secret));

    private IDataProtector For(string slug) => protection.CreateProtector("Hub.ProviderClients", "v1", slug);
}

/// <summary>What an Administrator may see of a registered client. The secret is never shown.</summary>
public sealed record ClientRow(string ClientId, IReadOnlyList<string> Scopes, DateTimeOffset UpdatedAt);

/// <summary>How Hub shows a provider who it is. No record: those print what they hold.</summary>
internal sealed class RegisteredClient(string clientId, Secret secret, IReadOnlyList<string> scopes)
{
    public string ClientId => clientId;
    public Secret Secret => secret;
    public IReadOnlyList<string> Scopes => scopes;
}
