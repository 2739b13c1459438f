using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Reads what the form of a linked account starts with, for its owner or for who holds a session for that account.</summary>
public sealed class EditableAccounts(ProviderCatalog catalog, CredentialProtector protector, IDbContextFactory<HubDbContext> contexts)
{
    /// <returns>Null where the owner has no such account.</returns>
    public Task<EditableAccount?> FindAsync(OwnerId owner, Guid accountId, CancellationToken cancellationToken) =>
        FindAsync(owner, accountId, session: null, cancellationToken);

    /// <returns>
    /// The account that the session is for. Its name and values only for who may know whose it is. Null where it is unlinked, or another
    /// origin owner's by now.
    /// </returns>
    public async Task<EditableAccount?> FindAsync(SessionGrant session, CancellationToken cancellationToken) =>
        session.AccountId is { } accountId ? await FindAsync(session.Owner, accountId, session, cancellationToken) : null;

    private async Task<EditableAccount?> FindAsync(
        OwnerId owner,
        Guid accountId,
        SessionGrant? session,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await db
            .LinkedAccounts.AsNoTracking()
            .Include(account => account.Credentials)
            .OwnedBy(owner)
            .FirstOrDefaultAsync(account => account.Id == accountId, cancellationToken);
        if (account is null || (session is not null && account.OriginOwnerId != session.Origin.Id))
        {
            return null;
        }

        return account.IsKnownTo(session)
            ? EditableAccount.Of(account, catalog.Find(account.ProviderSlug)?.FindMethod(account.AuthMethod), protector)
            : EditableAccount.Of(account, method: null, protector) with
            {
                Name = null,
            };
    }
}

/// <summary>What may be shown of a linked account to who is to give it a new credential.</summary>
/// <param name="CredentialSince">Says later whether the credential is still the one that was shown: <see cref="LinkCommand.Seen"/>.</param>
public sealed record EditableAccount(Guid Id, string ProviderSlug, AuthMethodKind AuthMethod, DateTimeOffset CredentialSince)
{
    /// <summary>How many characters of a secret are shown, so that it is recognised.</summary>
    private const int Shown = 4;

    /// <summary>Of a shorter one, they would be too much of it.</summary>
    private const int ShortestShown = 12;

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What it is called; null where the person may not know whose it is. Then nothing of its credential is shown.</summary>
    public string? Name { get; init; }

    /// <inheritdoc cref="LinkedAccount.Address"/>
    public string? Address { get; init; }

    /// <summary>What was filled in that is no secret, by field. Empty where it cannot be read any more.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = None;

    /// <summary>The secrets that are stored, by field: the last characters, or nothing of a short one.</summary>
    public IReadOnlyDictionary<string, string> SecretEnds { get; init; } = None;

    /// <param name="account">With its credential.</param>
    /// <param name="method">Null where nothing of the credential is to be shown.</param>
    internal static EditableAccount Of(LinkedAccount account, AuthMethod? method, CredentialProtector protector)
    {
        var known = new EditableAccount(account.Id, account.ProviderSlug, account.AuthMethod, account.CredentialSince)
        {
            Name = account.Name,
            Address = account.Address,
        };
        // Where they cannot be read any more, all of them have to be entered anew.
        if (method is null || protector.Unprotect(account.Credentials) is not { } values)
        {
            return known;
        }

        var filled = method.Fields.Where(field => values.Reveal(field.Key).Length > 0).ToLookup(field => field.IsSecret);
        return known with
        {
            Values = filled[false].ToDictionary(field => field.Key, field => values.Reveal(field.Key), StringComparer.Ordinal),
            SecretEnds = filled[true]
                .ToDictionary(
                    field => field.Key,
                    field => field.Kind == FieldKind.Secret ? EndOf(values.Reveal(field.Key)) : "",
                    StringComparer.Ordinal
                ),
        };
    }

    private static string EndOf(string secret) => secret.Length < ShortestShown ? "" : secret[^Shown..];
}
