using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

internal static class LinkedAccountQueries
{
    public static IQueryable<LinkedAccount> OwnedBy(this IQueryable<LinkedAccount> accounts, OwnerId owner) =>
        accounts.Where(account => account.OwnerId == owner.Value);

    /// <returns>Whether an Administrator disabled the provider.</returns>
    public static Task<bool> IsDisabledAsync(this HubDbContext db, string providerSlug, CancellationToken cancellationToken) =>
        db.ProviderAvailability.AnyAsync(one => one.ProviderSlug == providerSlug && one.IsDisabled, cancellationToken);
}
