using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Inputs;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Changes what the product says of a linked account: whose it is in its own terms, label, metadata, type.</summary>
public sealed class AccountEditor(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    private static readonly AccountEditValidator Validator = new();

    /// <returns>The errors by the name of the property; empty for a valid edit.</returns>
    public static IReadOnlyDictionary<string, ValidationError> FindErrors(AccountEdit edit) => Validator.Validate(edit).ToErrors();

    public async Task<AccountEditOutcome> EditAsync(
        OwnerId owner,
        Guid accountId,
        AccountEdit edit,
        Actor by,
        CancellationToken cancellationToken
    )
    {
        if (FindErrors(edit) is { Count: > 0 } errors)
        {
            return new AccountEditOutcome.Invalid(errors);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Changed in the same moment: what is asked for here counts for what it names, the rest stays as it is by then.
        return await db.WriteAsync<AccountEditOutcome>(async _ =>
        {
            if (
                await db.LinkedAccounts.OwnedBy(owner).FirstOrDefaultAsync(one => one.Id == accountId, cancellationToken) is not { } account
            )
            {
                return new AccountEditOutcome.NotFound();
            }

            if (edit.Seen is { } seen && !seen.IsTrueOf(account))
            {
                return new AccountEditOutcome.ChangedMeanwhile();
            }

            await ApplyAsync(db, account, edit);
            db.AddEvent(account, AccountEventKind.Updated, by, time.GetUtcNow());
            db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccountEdited, by, accountId, account.UpdatedAt, account.ProviderSlug));
            await db.SaveChangesAsync(cancellationToken);
            return new AccountEditOutcome.Edited();
        });
    }

    /// <param name="edit">A valid one.</param>
    internal static async Task ApplyAsync(HubDbContext db, LinkedAccount account, AccountEdit edit)
    {
        edit = edit.Cleaned();
        if (edit.OriginOwnerId is { } origin && origin != account.OriginOwnerId)
        {
            // The new owner may have linked the same identity already.
            account.Ordinal = await AccountIdentity.NextOrdinalAsync(
                db,
                account.OwnerId,
                origin,
                account.ProviderSlug,
                account.IdentityKey
            );
            account.OriginOwnerId = origin;
            account.IsSingle = false;
        }

        account.OriginOwnerName = edit.OriginOwnerName ?? account.OriginOwnerName;
        account.OriginUsername = Changed(edit.OriginUsername, account.OriginUsername);
        account.Label = Changed(edit.Label, account.Label);
        account.Metadata = edit.Metadata ?? account.Metadata;
        account.Type = edit.Type ?? account.Type;
        if (edit.KeyExpiresOn is { } day && account.KeyExpirySource != KeyExpirySource.Provider)
        {
            account.SetKeyExpiry(StartOf(day), KeyExpirySource.Person);
        }
    }

    /// <returns>The beginning of the day, UTC.</returns>
    internal static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static string? Changed(string? asked, string? present) =>
        asked switch
        {
            null => present,
            "" => null,
            _ => asked,
        };
}

/// <summary>What should be different of an account. What is null stays as it is.</summary>
public sealed record AccountEdit
{
    public string? OriginOwnerId { get; init; }
    public string? OriginOwnerName { get; init; }

    /// <summary>Empty for none.</summary>
    public string? OriginUsername { get; init; }

    /// <summary>Empty for none.</summary>
    public string? Label { get; init; }

    /// <summary>A JSON object.</summary>
    public string? Metadata { get; init; }
    public AccountType? Type { get; init; }

    /// <summary>What whoever asks has seen. Where the account is different by now, nothing is changed. Null where that does not matter.
    /// </summary>
    public AccountDetails? Seen { get; init; }

    /// <returns>The edit without the empty owner that an account has which a person linked: who sends back what was given changes
    /// nothing.</returns>
    public AccountEdit WithoutEmptyOwner(OriginOwner present) =>
        this with
        {
            OriginOwnerId = OriginOwnerId == "" && present.Id == "" ? null : OriginOwnerId,
            OriginOwnerName = OriginOwnerName == "" && string.IsNullOrEmpty(present.Name) ? null : OriginOwnerName,
        };

    /// <summary>With names as lists show them. The owner's id is the product's own, to the letter.</summary>
    internal AccountEdit Cleaned() =>
        this with
        {
            OriginOwnerName = OriginOwnerName is null ? null : VisibleText.CleanName(OriginOwnerName),
            OriginUsername = OriginUsername is null ? null : VisibleText.CleanName(OriginUsername),
            Label = Label is null ? null : VisibleText.CleanName(Label),
        };

    /// <summary>The day on which the key expires. Ignored where the provider tells.</summary>
    public DateOnly? KeyExpiresOn { get; init; }

    /// <summary>True when nothing should be different.</summary>
    public bool IsEmpty => this == new AccountEdit();
}

/// <summary>Label, metadata and type of an account as somebody saw them.</summary>
public sealed record AccountDetails(string? Label, string? Metadata, AccountType Type)
{
    internal bool IsTrueOf(LinkedAccount account) => this == new AccountDetails(account.Label, account.Metadata, account.Type);
}

/// <summary>How <see cref="AccountEditor"/> ended. Closed.</summary>
public abstract record AccountEditOutcome
{
    private AccountEditOutcome() { }

    public sealed record Edited : AccountEditOutcome;

    /// <summary>The errors by the name of the property. Nothing was changed.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, ValidationError> Errors) : AccountEditOutcome;

    /// <summary>The account is not as <see cref="AccountEdit.Seen"/> says. Nothing was changed.</summary>
    public sealed record ChangedMeanwhile : AccountEditOutcome;

    /// <summary>The owner has no such account (any more).</summary>
    public sealed record NotFound : AccountEditOutcome;
}
