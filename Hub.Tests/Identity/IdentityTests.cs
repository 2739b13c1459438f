using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
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
        var account = new LinkedAccount
        {
            OwnerId = owner.Value,
            ProviderSlug = provider,
            AuthMethod = AuthMethodKind.ApiKey,
            Name = provider,
            IdentityKey = provider,
            Ordinal = 0,
            LinkedAt = Store.Time.GetUtcNow(),
        };
        account.Credentials.Add(
            new StoredCredential
            {
                AccountId = account.Id,
                FieldKey = "api_key",
                Ciphertext = [1, 2, 3],
            }
        );
        db.Add(account);
        await db.SaveChangesAsync(Stop);
        return account.Id;
    }
}
