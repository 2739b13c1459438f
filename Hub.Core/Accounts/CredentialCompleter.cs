using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Accounts;

/// <summary>Fills in from the stored credential what an edit leaves out.</summary>
internal sealed class CredentialCompleter(CredentialProtector protector, IDbContextFactory<HubDbContext> contexts)
{
    /// <returns>
    /// The cleaned values. Of an edit, with the stored values that were left out, and secrets that were left empty, unless these would go
    /// to another host than the one that knows them.
    /// </returns>
    public async Task<CompletedValues> CompleteAsync(
        OwnerId owner,
        LinkCommand command,
        Provider provider,
        AuthMethod method,
        CancellationToken cancellationToken
    )
    {
        var values = method.Clean(command.Values);
        if (command is { Seen: null } and not LinkCommand.Edit || command.EffectiveTarget is not LinkTarget.Account(var edited))
        {
            return new CompletedValues(values);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await AccountMatcher
            .Replaceable(db, owner, command, provider)
            .AsNoTracking()
            .FirstOrDefaultAsync(account => account.Id == edited, cancellationToken);
        if (account is null)
        {
            return new CompletedValues(values) { Refusal = new LinkOutcome.AccountGone() };
        }

        if (command.Seen is { } seen && seen != account.CredentialSince)
        {
            return new CompletedValues(values) { Refusal = new LinkOutcome.ChangedMeanwhile(account.CredentialSince) };
        }

        return
            command is LinkCommand.Edit && account.AuthMethod == method.Kind && protector.Unprotect(account.Credentials) is { } unprotected
            ? Complete(command, method, values, method.FromStore(unprotected), account.CredentialSince)
            : new CompletedValues(values);
    }

    private static CompletedValues Complete(
        LinkCommand command,
        AuthMethod method,
        CredentialValues values,
        CredentialValues stored,
        DateTimeOffset since
    )
    {
        var leftOut = method
            .Fields.Where(field => field.IsSecret ? values.Reveal(field.Key).Length == 0 : !command.Values.All.ContainsKey(field.Key))
            .Where(field => stored.Reveal(field.Key).Length > 0)
            .ToList();
        var completed = leftOut.Aggregate(values, (completed, field) => completed.With(field.Key, stored.Reveal(field.Key)));
        return method.HostFields.Any(field => !completed.IsSameAt(field.Key, stored))
            ? new CompletedValues(values) { Withheld = [.. leftOut.Where(field => field.IsSecret)] }
            : new CompletedValues(completed) { Since = leftOut.Count > 0 ? since : null };
    }
}

/// <summary>The values of a command, as they are verified. No record: those print what they hold.</summary>
internal sealed class CompletedValues(CredentialValues values)
{
    public CredentialValues Values => values;

    /// <summary>When the stored values were entered that fill in what was left out; null where none are used.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Secrets that were left out and are stored, but would go to another host than the one that knows them.</summary>
    public IReadOnlyList<ProviderField> Withheld { get; init; } = [];

    /// <summary>Why nothing can be saved; null where something can.</summary>
    public LinkOutcome? Refusal { get; init; }

    /// <returns>The errors by field key.</returns>
    public IReadOnlyDictionary<string, ValidationError> FindErrors(AuthMethod method)
    {
        var errors = new CredentialValidator(method).FindErrors(values);
        return Withheld.Count == 0
            ? errors
            : method
                .Fields.Where(field => errors.ContainsKey(field.Key) || Withheld.Contains(field))
                .ToDictionary(
                    field => field.Key,
                    field => Withheld.Contains(field) ? new ValidationError.SecretForOtherHost(field.Label) : errors[field.Key],
                    StringComparer.Ordinal
                );
    }
}
