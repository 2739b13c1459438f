using Hub.Core.Credentials;
using Hub.Core.Data;
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
    public async Task<CredentialValues> CompleteAsync(
        OwnerId owner,
        LinkCommand command,
        Provider provider,
        AuthMethod method,
        CancellationToken cancellationToken
    )
    {
        var values = method.Clean(command.Values);
        if (command is not LinkCommand.Edit || command.EffectiveTarget is not LinkTarget.Account(var edited))
        {
            return values;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await AccountMatcher
            .Replaceable(db, owner, command, provider)
            .FirstOrDefaultAsync(account => account.Id == edited, cancellationToken);
        if (account is null || account.AuthMethod != method.Kind || protector.Unprotect(account.Credentials) is not { } unprotected)
        {
            return values;
        }

        var stored = method.FromStore(unprotected);
        var completed = method
            .Fields.Where(field => field.IsSecret ? values.Reveal(field.Key).Length == 0 : !command.Values.All.ContainsKey(field.Key))
            .Aggregate(values, (completed, field) => completed.With(field.Key, stored.Reveal(field.Key)));
        return method.HostFields.Any(field => completed.Reveal(field.Key) != stored.Reveal(field.Key)) ? values : completed;
    }
}
