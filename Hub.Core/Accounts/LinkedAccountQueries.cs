namespace Hub.Core.Accounts;

internal static class LinkedAccountQueries
{
    public static IQueryable<LinkedAccount> OwnedBy(this IQueryable<LinkedAccount> accounts, OwnerId owner) =>
        accounts.Where(account => account.OwnerId == owner.Value);
}
