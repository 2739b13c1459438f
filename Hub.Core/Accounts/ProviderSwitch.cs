using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>
/// Disables and enables providers. Nothing is linked at a disabled provider, and its accounts are inactive: at once for whoever asks for
/// their credential, and within a minute in their status, which <see cref="ProviderSwitchJob"/> writes.
/// </summary>
public sealed class ProviderSwitch(
    ProviderCatalog catalog,
    OwnerAuthorizer authorizer,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <returns>The slugs of the disabled providers.</returns>
    public async Task<IReadOnlySet<string>> ListDisabledAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ListDisabledProvidersAsync(cancellationToken);
    }

    /// <returns>How many linked accounts the provider has, everybody's together.</returns>
    public async Task<int> CountAccountsAsync(string providerSlug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.LinkedAccounts.CountAsync(account => account.ProviderSlug == providerSlug, cancellationToken);
    }

    /// <returns>Whether the provider is disabled.</returns>
    public async Task<bool> IsDisabledAsync(string providerSlug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.IsDisabledAsync(providerSlug, cancellationToken);
    }

    /// <param name="administrator">Who asks, and must be an Administrator.</param>
    /// <param name="isDisabled">What it should be.</param>
    /// <returns>False when the catalog has no such provider, or the user is not an Administrator (any more).</returns>
    public async Task<bool> SetAsync(OwnerId administrator, string providerSlug, bool isDisabled, CancellationToken cancellationToken)
    {
        if (catalog.Find(providerSlug) is not { } provider || !await authorizer.IsAdministratorAsync(administrator, cancellationToken))
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(async _ =>
        {
            var now = time.GetUtcNow();
            var present = await db.ProviderAvailability.FirstOrDefaultAsync(one => one.ProviderSlug == provider.Slug, cancellationToken);
            if ((present?.IsDisabled ?? false) == isDisabled)
            {
                return true;
            }

            Actor by = administrator;
            if (present is null)
            {
                db.ProviderAvailability.Add(
                    new ProviderAvailability
                    {
                        ProviderSlug = provider.Slug,
                        IsDisabled = isDisabled,
                        ChangedAt = now,
                        ChangedByKind = by.Kind,
                        ChangedById = by.Id,
                        IsApplied = false,
                    }
                );
            }
            else
            {
                (present.IsDisabled, present.IsApplied, present.ChangedAt) = (isDisabled, false, now);
                (present.ChangedByKind, present.ChangedById) = (by.Kind, by.Id);
                present.ConcurrencyStamp = Guid.CreateVersion7();
            }

            var action = isDisabled ? AuditActions.ProviderDisabled : AuditActions.ProviderEnabled;
            db.AuditEvents.Add(AuditEvent.Of(action, by, Guid.Empty, now, provider.Slug));
            await db.SaveChangesAsync(cancellationToken);
            return true;
        });
    }
}
