using System.Runtime.CompilerServices;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Finds the accounts whose stored credential this node cannot read; see <see cref="KeyRingCheck"/>.</summary>
public sealed class UnreadableAccounts(CredentialProtector protector, IDbContextFactory<HubDbContext> contexts)
{
    /// <summary>Reads every credential once. For operators: it takes seconds where there are many.</summary>
    public async IAsyncEnumerable<UnreadableAccount> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts = db
            .LinkedAccounts.AsNoTracking()
            .OrderBy(account => account.Id)
            .Select(account => new
            {
                account.Id,
                account.ProviderSlug,
                account.Name,
                OwnerEmail = account.Owner!.Email ?? "",
                Credentials = account.Credentials.ToList(),
            });
        await foreach (var account in accounts.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (protector.Unprotect(account.Credentials) is null)
            {
                yield return new UnreadableAccount(account.Id, account.ProviderSlug, account.Name, account.OwnerEmail);
            }
        }
    }
}

/// <summary>An account whose stored credential cannot be read.</summary>
/// <param name="OwnerEmail">Empty where the product owns it.</param>
public sealed record UnreadableAccount(Guid Id, string ProviderSlug, string Name, string OwnerEmail);
