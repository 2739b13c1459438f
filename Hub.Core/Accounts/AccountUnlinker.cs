using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Accounts;

/// <summary>Removes a linked account and its credential for good.</summary>
public sealed class AccountUnlinker
{
    private readonly CredentialProtector _protector;
    private readonly TokenRevoker _revoker;
    private readonly IDbContextFactory<HubDbContext> _contexts;
    private readonly TimeProvider _time;

    internal AccountUnlinker(CredentialProtector protector, TokenRevoker revoker, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
    {
        (_protector, _revoker, _contexts, _time) = (protector, revoker, contexts, time);
    }

    /// <inheritdoc cref="UnlinkAsync(OwnerId, Guid, Actor, CancellationToken)"/>
    public Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) => UnlinkAsync(owner, accountId, owner, cancellationToken);

    /// <param name="by">Who does it, where it is not the owner.</param>
    /// <returns>True when it is gone by this call; false when the owner has no such account (any more).</returns>
    public async Task<bool> UnlinkAsync(OwnerId owner, Guid accountId, Actor by, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        // With its token: what a refresh stores in the same moment is to be given back, not what it replaced.
        var account = await db.LinkedAccounts.Include(account => account.Credentials).Include(account => account.Token).FirstOrDefaultAsync(
            account => account.OwnerId == owner.Value && account.Id == accountId, cancellationToken);
        if (account is null)
        {
            return false;
        }

        var values = account.Token is null ? null : _protector.Unprotect(account.Credentials);
        // The store's cascade takes the credential along.
        db.LinkedAccounts.Remove(account);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountUnlinked, by, accountId, _time.GetUtcNow(), account.ProviderSlug));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e.IsCollision())
        {
            // Verified, renamed or refreshed in the same moment: the person wants it gone all the same.
            return await UnlinkAsync(owner, accountId, by, cancellationToken);
        }

        if (values is not null)
        {
            // It is unlinked whatever the provider says, and whoever asked may be gone by now.
            await _revoker.RevokeAsync(account, values, CancellationToken.None);
        }

        return true;
    }

    internal static void AddTo(IServiceCollection services) =>
        services.AddSingleton(provider => new AccountUnlinker(
            provider.GetRequiredService<CredentialProtector>(),
            provider.GetRequiredService<TokenRevoker>(),
            provider.GetRequiredService<IDbContextFactory<HubDbContext>>(),
            provider.GetRequiredService<TimeProvider>()));
}
