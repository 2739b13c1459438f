using Hub.Core;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Identity;

/// <summary>Store tests about users: what people do to become one, and what is theirs.</summary>
public abstract class IdentityTests(DatabaseProvider database) : StoreTests(database)
{
    protected Task<HubDbContext> OpenAsync() => Store.Get<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Stop);

    protected Task<RegistrationOutcome> RegisterAsync(string email, string password = "correct horse battery") =>
        Store.InScopeAsync<Registrar, RegistrationOutcome>(registrar => registrar.RegisterAsync(email, password, Stop));

    /// <returns>The id of a user who was just registered.</returns>
    protected async Task<OwnerId> AddUserAsync(string email) =>
        new(Assert.IsType<RegistrationOutcome.Registered>(await RegisterAsync(email)).User.Id);

    /// <summary>Stores a linked account with a credential of one field, as if it had been linked.</summary>
    protected async Task<Guid> AddAccountAsync(OwnerId owner, string provider)
    {
        await using var db = await OpenAsync();
        var account = Some.Account(owner.Value, provider, linkedAt: Store.Time.GetUtcNow(), protector: Store.Get<CredentialProtector>());
        // The same identity for everybody.
        account.IdentityKey = provider;
        db.Add(account);
        await db.SaveChangesAsync(Stop);
        return account.Id;
    }
}
