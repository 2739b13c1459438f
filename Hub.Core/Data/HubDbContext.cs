using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Health;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Idempotency;
using Hub.Core.Identity;
using Hub.Core.Mail;
using Hub.Core.OAuth;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Data;

/// <summary>Hub's store. One derived context per database provider, each with its own migrations.</summary>
public abstract class HubDbContext(DbContextOptions options) : IdentityDbContext<HubUser, IdentityRole<Guid>, Guid>(options)
{
    public DbSet<LinkedAccount> LinkedAccounts => Set<LinkedAccount>();

    public DbSet<StoredCredential> Credentials => Set<StoredCredential>();

    public DbSet<ConnectSession> ConnectSessions => Set<ConnectSession>();

    public DbSet<ConnectionAttempt> ConnectionAttempts => Set<ConnectionAttempt>();

    public DbSet<AccountToken> AccountTokens => Set<AccountToken>();

    public DbSet<AccountHealth> AccountHealth => Set<AccountHealth>();

    public DbSet<AccountEvent> AccountEvents => Set<AccountEvent>();

    public DbSet<AccountNotice> AccountNotices => Set<AccountNotice>();

    public DbSet<ProviderAvailability> ProviderAvailability => Set<ProviderAvailability>();

    public DbSet<OutgoingMail> OutgoingMails => Set<OutgoingMail>();

    public DbSet<ProviderClient> ProviderClients => Set<ProviderClient>();

    public DbSet<AccessKey> AccessKeys => Set<AccessKey>();

    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    internal DbSet<KeyRingMark> KeyRingMarks => Set<KeyRingMark>();

    internal DbSet<AdministratorClaim> AdministratorClaims => Set<AdministratorClaim>();

    /// <summary>Here, because folders below that of linked accounts ask for it too.</summary>
    /// <returns>The slugs of the providers that an Administrator disabled.</returns>
    internal async Task<IReadOnlySet<string>> ListDisabledProvidersAsync(CancellationToken cancellationToken) =>
        await ProviderAvailability
            .Where(one => one.IsDisabled)
            .Select(one => one.ProviderSlug)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    /// <summary>
    /// Saves without waiting for the disk, which is faster. A power failure in the next seconds may lose it, so it is for what the caller
    /// can simply request again; a crash of Hub loses nothing.
    /// </summary>
    internal virtual Task SaveWithoutSyncAsync(CancellationToken cancellationToken) => SaveChangesAsync(cancellationToken);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(HubDbContext).Assembly);
    }
}
