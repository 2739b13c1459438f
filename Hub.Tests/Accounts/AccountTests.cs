using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Accounts;

/// <summary>The words in which tests of linked accounts are told.</summary>
public abstract class AccountTests(DatabaseProvider database) : StoreTests(database)
{
    protected const string Key = "live-key-0123456789-abcdefghij";
    protected const string OtherKey = "live-key-9876543210-jihgfedcba";

    protected static readonly ProviderIdentity Jane = new("Jane Doe", "jane@acme.example", "Acme", "u-1");
    protected static readonly ProviderIdentity Anna = new("Anna Alt", "anna@acme.example", "Acme", "u-2");

    protected static VerificationOutcome Proof { get; } = new VerificationOutcome.Verified(Jane);

    /// <summary>What a provider says that proves a key and does not tell whose it is.</summary>
    protected static VerificationOutcome AnonymousProof { get; } = new VerificationOutcome.Verified(ProviderIdentity.Unknown);

    /// <summary>A provider that tells who was linked, one key.</summary>
    protected static LinkCommand.Link Request(string key = Key) => Request("smartrecruiters", ("api_key", key));

    /// <summary>A provider at which every customer has an address.</summary>
    protected static LinkCommand.Link AtAddress(string subdomain, string key = Key) =>
        Request("workable", ("subdomain", subdomain), ("api_token", key));

    protected static LinkCommand.Link Request(string provider, params (string Key, string Value)[] values) =>
        new(provider, AuthMethodKind.ApiKey, Some.Values(values));

    protected Task<LinkOutcome> LinkAsync(OwnerId owner, LinkCommand? request = null) =>
        Store.Linker.LinkAsync(owner, request ?? Request(), progress: null, Stop);

    protected async Task<LinkOutcome.Linked> LinkedAsync(OwnerId owner, LinkCommand? request = null) =>
        Assert.IsType<LinkOutcome.Linked>(await LinkAsync(owner, request));

    /// <summary>All accounts in the store, oldest first, with their credentials.</summary>
    protected Task<LinkedAccount[]> AccountsAsync() =>
        Store.QueryAsync(db =>
            db.LinkedAccounts.Include(account => account.Credentials).OrderBy(account => account.LinkedAt).ToArrayAsync(Stop)
        );

    protected async Task<LinkedAccount> AccountAsync(Guid id) => Assert.Single(await AccountsAsync(), account => account.Id == id);

    protected string? StoredKeyOf(LinkedAccount account) =>
        Store.Get<CredentialProtector>().Unprotect(account.Credentials)?.Reveal("api_key");

    /// <summary>The names of everything that was recorded, oldest first.</summary>
    protected async Task<string[]> AuditAsync() => [.. (await AuditEventsAsync()).Select(entry => entry.Action)];

    protected Task<AuditEvent[]> AuditEventsAsync() => Store.QueryAsync(db => db.AuditEvents.OrderBy(entry => entry.At).ToArrayAsync(Stop));

    protected Task LockOutAsync(OwnerId owner) =>
        Store.QueryAsync(db =>
            db.Users.Where(user => user.Id == owner.Value)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, Store.Time.GetUtcNow().AddMinutes(5)), Stop)
        );

    protected Task RemoveAsync(OwnerId owner) =>
        Store.QueryAsync(db => db.Users.Where(user => user.Id == owner.Value).ExecuteDeleteAsync(Stop));

    /// <summary>The key ring is replaced: what was encrypted can no longer be read.</summary>
    protected Task SpoilCredentialsAsync() =>
        Store.QueryAsync(db =>
            db.Credentials.ExecuteUpdateAsync(set => set.SetProperty(credential => credential.Ciphertext, new byte[] { 1, 2, 3 }), Stop)
        );
}
