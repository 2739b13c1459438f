using Hub.Core.Data;
using Hub.Core.Identity;

namespace Hub.Tests.Support;

internal static class People
{
    /// <returns>The users that are people: not the one that owns what products make.</returns>
    public static IQueryable<HubUser> OfPeople(this HubDbContext db) => db.Users.Where(user => user.Id != HubUser.ProductId);
}
