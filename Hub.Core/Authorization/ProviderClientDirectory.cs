using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Authorization;

/// <summary>Where people could authorize Hub, and where they can. Only pages that ask for the Administrator role may call this.</summary>
public sealed class ProviderClientDirectory(ProviderCatalog catalog, ProviderClients clients, IDbContextFactory<HubDbContext> contexts)
{
    /// <returns>All providers with an authorization code method, most used first.</returns>
    public async Task<IReadOnlyList<ProviderClientRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db
            .ProviderClients.AsNoTracking()
            .ToDictionaryAsync(client => client.ProviderSlug, StringComparer.Ordinal, cancellationToken);
        var accounts = await CountAsync(db.LinkedAccounts, cancellationToken);
        return [.. catalog.All.Where(SignsIn).Select(provider => RowOf(provider, stored.GetValueOrDefault(provider.Slug), accounts))];
    }

    /// <returns>Null where the provider is not in the catalog, or has no authorization code method.</returns>
    public async Task<ProviderClientRow?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        if (catalog.Find(slug) is not { } provider || !SignsIn(provider))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db
            .ProviderClients.AsNoTracking()
            .FirstOrDefaultAsync(client => client.ProviderSlug == provider.Slug, cancellationToken);
        return RowOf(
            provider,
            stored,
            await CountAsync(db.LinkedAccounts.Where(account => account.ProviderSlug == provider.Slug), cancellationToken)
        );
    }

    private static bool SignsIn(Provider provider) => provider.FindAuthorizationCodeMethod() is not null;

    private ProviderClientRow RowOf(Provider provider, ProviderClient? client, Dictionary<string, SignedInAccounts> accounts) =>
        new(
            provider,
            client is null
                ? null
                : new ClientRow(
                    client.ClientId,
                    client.Scopes,
                    client.UpdatedAt,
                    client.ConcurrencyStamp,
                    clients.Unprotect(provider.Slug, client.Secret) is not null
                )
                {
                    Refusal = client is { Fault: { } fault, FaultAt: { } at } ? new ClientRejectionRow(fault, client.FaultCode, at) : null,
                },
            accounts.GetValueOrDefault(provider.Slug, SignedInAccounts.None)
        );

    private static Task<Dictionary<string, SignedInAccounts>> CountAsync(
        IQueryable<LinkedAccount> accounts,
        CancellationToken cancellationToken
    ) =>
        accounts
            .Where(account => account.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode)
            .Select(account => new
            {
                account.ProviderSlug,
                IsExpired = account.Status == AccountStatus.Expired,
                Failures = account.Token == null ? 0 : account.Token.Failures,
                CanRefresh = account.Token != null && account.Token.CanRefresh,
            })
            .GroupBy(account => account.ProviderSlug)
            .Select(group => new
            {
                group.Key,
                Linked = group.Count(),
                Expired = group.Count(account => account.IsExpired),
                Failing = group.Count(account => !account.IsExpired && account.Failures > 0),
                Refreshed = group.Count(account => !account.IsExpired && account.CanRefresh),
            })
            .ToDictionaryAsync(
                group => group.Key,
                group => new SignedInAccounts(group.Linked, group.Expired, group.Failing, group.Refreshed),
                StringComparer.Ordinal,
                cancellationToken
            );
}

/// <summary>A provider at which people can authorize Hub, or could.</summary>
/// <param name="Client">Null where none is registered; the sandbox needs none.</param>
public sealed record ProviderClientRow(Provider Provider, ClientRow? Client, SignedInAccounts Accounts)
{
    public AuthorizationCodeFlow Flow => Provider.FindAuthorizationCodeMethod()!.Flow;

    /// <summary>Whether the method is offered.</summary>
    public bool IsOffered => Provider.Sandbox || Client is { IsReadable: true };
}

/// <summary>What an Administrator may see of a registered client. The secret is never shown.</summary>
/// <param name="Stamp">Another after every change.</param>
/// <param name="IsReadable">False where the secret cannot be read any more: the key ring is not the one that it was encrypted with.</param>
public sealed record ClientRow(string ClientId, IReadOnlyList<string> Scopes, DateTimeOffset UpdatedAt, Guid Stamp, bool IsReadable)
{
    /// <summary>Null where the provider accepted it last time, or was not asked since it was saved.</summary>
    public ClientRejectionRow? Refusal { get; init; }
}

/// <summary>The provider did not accept the client.</summary>
/// <param name="Code">The error code, where Hub knows it.</param>
public sealed record ClientRejectionRow(ClientFault Fault, string? Code, DateTimeOffset At);

/// <summary>How many accounts are linked by authorization at a provider.</summary>
/// <param name="Expired">Of these, their owners have to authorize again.</param>
/// <param name="Failing">The last refresh of these did not come about.</param>
/// <param name="Refreshed">These live on having their tokens refreshed.</param>
public sealed record SignedInAccounts(int Linked, int Expired, int Failing, int Refreshed)
{
    public static SignedInAccounts None { get; } = new(0, 0, 0, 0);
}
