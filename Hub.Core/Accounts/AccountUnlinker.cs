using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Accounts;

/// <summary>Removes a linked account and its credential for good.</summary>
public sealed class AccountUnlinker
{
    private readonly ProviderCatalog _catalog;
    private readonly CredentialProtector _protector;
    private readonly TokenRevoker _revoker;
    private readonly IDbContextFactory<HubDbContext> _contexts;
    private readonly TimeProvider _time;

    internal AccountUnlinker(ProviderCatalog catalog, CredentialProtector protector, TokenRevoker revoker, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
    {
        (_catalog, _protector, _revoker, _contexts, _time) = (catalog, protector, revoker, contexts, time);
    }

    /// <inheritdoc cref="UnlinkAsync(OwnerId, Guid, Actor, CancellationToken)"/>
    public Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) => UnlinkAsync(owner, accountId, owner, cancellationToken);

    /// <param name="by">Who does it, where it is not the owner.</param>
    /// <returns>True when it is gone by this call; false when the owner has no such account (any more).</returns>
    public async Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var account = await db.LinkedAccounts.Include(account => account.Credentials).FirstOrDefaultAsync(
            account => account.OwnerId == owner.Value && account.Id == accountId, cancellationToken);
        if (account is null)
        {
            return false;
        }

        var tokens = await TokensOfAsync(db, account, cancellationToken);
        // The store's cascade takes the credential along.
        db.LinkedAccounts.Remove(account);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountUnlinked, by, accountId, _time.GetUtcNow(), account.ProviderSlug));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Verified or renamed in the same moment: the person wants it gone all the same.
            return await UnlinkAsync(owner, accountId, by, cancellationToken);
        }

        if (tokens is var (provider, method, values))
        {
            // It is unlinked whatever the provider says, and whoever asked may be gone by now.
            await _revoker.RevokeAsync(provider, method, values, CancellationToken.None);
        }

        return true;
    }

    /// <returns>Null where there is nothing to give back; or where the same identity is linked once more: many providers end all of a person's sign-ins at once.</returns>
    private async Task<(Provider Provider, AuthMethod Method, CredentialValues Values)?> TokensOfAsync(HubDbContext db, LinkedAccount account, CancellationToken cancellationToken) =>
        _catalog.Find(account.ProviderSlug) is { } provider && provider.FindMethod(account.AuthMethod) is { SignIn.Revoke: not null } method
        && _protector.Unprotect(account.Credentials) is { } values
        && !await db.LinkedAccounts.AnyAsync(
            other => other.ProviderSlug == account.ProviderSlug && other.IdentityKey == account.IdentityKey && other.AuthMethod == account.AuthMethod && other.Id != account.Id, cancellationToken)
            ? (provider, method, values.StoredFor(method))
            : null;

    internal static void AddTo(IServiceCollection services) =>
        services.AddSingleton(provider => new AccountUnlinker(
            provider.GetRequiredService<ProviderCatalog>(),
            provider.GetRequiredService<CredentialProtector>(),
            provider.GetRequiredService<TokenRevoker>(),
            provider.GetRequiredService<IDbContextFactory<HubDbContext>>(),
            provider.GetRequiredService<TimeProvider>()));
}
