using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Authorization;

/// <summary>Stores and removes the OAuth clients that the operator registered at providers. For Administrators.</summary>
public sealed class ProviderClientEditor(
    ProviderCatalog catalog,
    ProviderClients clients,
    KeyRingCheck keyRing,
    OwnerAuthorizer authorizer,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    private static readonly ClientFormValidator Validator = new();

    /// <summary>
    /// Stores the client. The provider's authorization code method becomes available, and accounts whose refresh failed are due at once.
    /// </summary>
    public async Task<ClientOutcome> SaveAsync(OwnerId administrator, string slug, ClientForm form, CancellationToken cancellationToken)
    {
        if (catalog.Find(slug) is not { Sandbox: false } provider || provider.FindAuthorizationCodeMethod() is not { Flow: var flow })
        {
            return new ClientOutcome.ProviderUnknown();
        }

        if (!await authorizer.IsAdministratorAsync(administrator, cancellationToken))
        {
            return new ClientOutcome.NotAllowed();
        }

        if (!await keyRing.FitsAsync(cancellationToken))
        {
            return new ClientOutcome.KeyRingDoesNotFit();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = await db.ProviderClients.FirstOrDefaultAsync(one => one.ProviderSlug == provider.Slug, cancellationToken);
        if (client?.ConcurrencyStamp != form.Seen)
        {
            return new ClientOutcome.ChangedMeanwhile();
        }

        form = form.Cleaned();
        if (FindErrors(form, provider, flow, client) is { Count: > 0 } errors)
        {
            return new ClientOutcome.Invalid(errors);
        }

        var now = time.GetUtcNow();
        client = Apply(db, form, provider, client, now);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.ProviderClientSaved, administrator, administrator.Value, now, provider.Slug));
        try
        {
            await db.Database.CreateExecutionStrategy().ExecuteAsync(() => SaveAsync(db, provider, now, cancellationToken));
            return new ClientOutcome.Saved(client.ConcurrencyStamp);
        }
        catch (Exception e) when (e.IsCollision())
        {
            return new ClientOutcome.ChangedMeanwhile();
        }
    }

    private ProviderClient Apply(HubDbContext db, ClientForm form, Provider provider, ProviderClient? client, DateTimeOffset now)
    {
        if (client is null)
        {
            client = new ProviderClient
            {
                ProviderSlug = provider.Slug,
                ClientId = form.ClientId,
                Secret = [],
                UpdatedAt = now,
            };
            db.ProviderClients.Add(client);
        }

        client.ClientId = form.ClientId;
        client.Secret = form.Secret.IsEmpty ? client.Secret : clients.Protect(provider.Slug, form.Secret.Reveal());
        client.Scopes = form.Scopes;
        (client.Fault, client.FaultCode, client.FaultAt) = (null, null, null);
        client.UpdatedAt = now;
        client.ConcurrencyStamp = Guid.CreateVersion7();
        return client;
    }

    /// <summary>Saves the changes and makes the tokens due whose refresh failed with the former client.</summary>
    private static async Task SaveAsync(HubDbContext db, Provider provider, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The execution strategy may retry: the changes stay pending until the transaction is committed.
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
        var accounts = db.LinkedAccounts.Where(account => account.ProviderSlug == provider.Slug).Select(account => account.Id);
        await db
            .AccountTokens.Where(token => token.Failures > 0 && token.RefreshAt > now && accounts.Contains(token.AccountId))
            .ExecuteUpdateAsync(token => token.SetProperty(one => one.RefreshAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Removes the client. The provider's authorization code method is no longer available, and the tokens of linked accounts cannot be
    /// refreshed.
    /// </summary>
    /// <param name="seen">As <see cref="ClientForm.Seen"/>.</param>
    public async Task<ClientOutcome> RemoveAsync(OwnerId administrator, string slug, Guid? seen, CancellationToken cancellationToken)
    {
        if (!await authorizer.IsAdministratorAsync(administrator, cancellationToken))
        {
            return new ClientOutcome.NotAllowed();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ProviderClients.FirstOrDefaultAsync(one => one.ProviderSlug == slug, cancellationToken) is not { } client)
        {
            return new ClientOutcome.Removed();
        }

        if (client.ConcurrencyStamp != seen)
        {
            return new ClientOutcome.ChangedMeanwhile();
        }

        db.ProviderClients.Remove(client);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.ProviderClientRemoved, administrator, administrator.Value, time.GetUtcNow(), slug));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new ClientOutcome.Removed();
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ClientOutcome.ChangedMeanwhile();
        }
    }

    private Dictionary<string, ValidationError> FindErrors(
        ClientForm form,
        Provider provider,
        AuthorizationCodeFlow flow,
        ProviderClient? client
    )
    {
        var errors = Validator.Validate(form).ToErrors();
        if (form.Secret.IsEmpty && FindSecretError(form, provider, client) is { } secretError)
        {
            errors.TryAdd(nameof(ClientForm.Secret), secretError);
        }

        if (form.Scopes.Any(scope => scope.Contains(flow.ScopeSeparator, StringComparison.Ordinal)))
        {
            errors.TryAdd(nameof(ClientForm.Scopes), new ValidationError.ScopeContainsSeparator(provider.Name, flow.ScopeSeparator));
        }

        if (
            flow.Scopes.FirstOrDefault(scope => scope.Required && !form.Scopes.Contains(scope.Name, StringComparer.Ordinal)) is { } required
        )
        {
            errors.TryAdd(nameof(ClientForm.Scopes), new ValidationError.ScopeRequired(required.Name, required.Reason));
        }

        return errors;
    }

    /// <returns>Why the stored secret cannot be kept.</returns>
    private ValidationError? FindSecretError(ClientForm form, Provider provider, ProviderClient? client) =>
        client is null ? new ValidationError.ClientSecretRequired()
        : client.ClientId != form.ClientId ? new ValidationError.ClientSecretOutdated()
        : clients.Unprotect(provider.Slug, client.Secret) is null ? new ValidationError.ClientSecretUnreadable()
        : null;
}

/// <summary>What an Administrator enters for a registered client. Not a record: records print their members.</summary>
public sealed class ClientForm
{
    public required string ClientId { get; init; }

    /// <summary>Empty to keep the stored one.</summary>
    public required Secret Secret { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The client that the form was opened with: its <see cref="ClientRow.Stamp"/>; null for none.</summary>
    public required Guid? Seen { get; init; }

    /// <summary>Without white space and wrappers that were copied along.</summary>
    internal ClientForm Cleaned() =>
        new()
        {
            ClientId = VisibleText.Trim(ClientId),
            Secret = new Secret(PastedKey.Clean(Secret.Reveal())),
            Scopes = [.. Scopes.Select(VisibleText.Trim).Where(scope => scope.Length > 0).Distinct(StringComparer.Ordinal)],
            Seen = Seen,
        };
}

/// <summary>How <see cref="ProviderClientEditor"/> ended. Closed.</summary>
public abstract record ClientOutcome
{
    private ClientOutcome() { }

    /// <param name="Stamp">For the next form's <see cref="ClientForm.Seen"/>.</param>
    public sealed record Saved(Guid Stamp) : ClientOutcome;

    /// <summary>No client is stored (any more).</summary>
    public sealed record Removed : ClientOutcome;

    /// <summary>The errors by the name of the property. Nothing was changed.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, ValidationError> Errors) : ClientOutcome;

    /// <summary>Another Administrator changed it since the form was opened. Nothing was changed.</summary>
    public sealed record ChangedMeanwhile : ClientOutcome;

    /// <summary>The provider is not in the catalog, or has no method that needs a registered client.</summary>
    public sealed record ProviderUnknown : ClientOutcome;

    /// <summary>The caller is not an Administrator (any more).</summary>
    public sealed record NotAllowed : ClientOutcome;

    /// <summary>
    /// This node's key ring differs from the other nodes', which could not read what it stores. Nothing was changed. See ADR-0025.
    /// </summary>
    public sealed record KeyRingDoesNotFit : ClientOutcome;
}
