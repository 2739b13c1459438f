using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Collects what Hub knows about a user, for the user. Credentials are not part of it: nobody reads those.</summary>
public sealed class PersonalDataReader(UserManager<HubUser> users, HubDbContext db)
{
    public async Task<PersonalData> ReadAsync(HubUser user, CancellationToken cancellationToken)
    {
        var passkeys = await users.GetPasskeysAsync(user);
        var accounts = await db
            .LinkedAccounts.AsNoTracking()
            .Where(account => account.OwnerId == user.Id)
            .OrderBy(account => account.LinkedAt)
            .ToListAsync(cancellationToken);
        return new PersonalData(
            user.Id,
            user.Email ?? "",
            [.. await users.GetRolesAsync(user)],
            user.Language,
            user.CreatedAt,
            user.TwoFactorEnabled,
            [.. passkeys.Select(passkey => new PersonalPasskey(passkey.Name, passkey.CreatedAt))],
            [
                .. accounts.Select(account => new PersonalAccount(
                    account.Id,
                    account.ProviderSlug,
                    account.Name,
                    account.IdentityName,
                    account.IdentityEmail,
                    account.IdentityOrganization,
                    account.Address,
                    account.LinkedAt,
                    account.VerifiedAt
                )),
            ]
        );
    }
}

public sealed record PersonalData(
    Guid Id,
    string Email,
    IReadOnlyList<string> Roles,
    string? Language,
    DateTimeOffset MemberSince,
    bool TwoFactorAuthentication,
    IReadOnlyList<PersonalPasskey> Passkeys,
    IReadOnlyList<PersonalAccount> LinkedAccounts
);

public sealed record PersonalPasskey(string? Name, DateTimeOffset AddedAt);

public sealed record PersonalAccount(
    Guid Id,
    string Provider,
    string Name,
    string? IdentityName,
    string? IdentityEmail,
    string? IdentityOrganization,
    string? Address,
    DateTimeOffset LinkedAt,
    DateTimeOffset VerifiedAt
);
