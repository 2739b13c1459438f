using FluentValidation;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Authorization;

/// <summary>Stores and removes the clients that the operator registered at providers. For Administrators.</summary>
public sealed class ProviderClientEditor(
    ProviderCatalog catalog,
    ProviderClients clients,
    KeyRingCheck keyRing,
    OwnerAuthorizer gate,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    private static readonly ClientFormValidator Validator = new();

    /// <summary>
    /// From then on people are offered to sign in at the provider, and accounts that waited for a good client are refreshed.
    /// </summary>
    public async Task<ClientOutcome> SaveAsync(OwnerId administrator, string slug, ClientForm form, CancellationToken cancellationToken)
    {
        if (
            catalog.Find(slug) is not { Sandbox: false } provider
            || provider.FindMethod(AuthMethodKind.Oauth2AuthorizationCode)?.Flow is not { } signIn
        )
        {
            return new ClientOutcome.ProviderUnknown();
        }

        if (!await gate.IsAdministratorAsync(administrator, cancellationToken))
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
        if (FindErrors(form, provider, signIn, client) is { Count: > 0 } faults)
        {
            return new ClientOutcome.Invalid(faults);
        }

        var now = time.GetUtcNow();
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
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.ProviderClientSaved, administrator, administrator.Value, now, provider.Slug));
        try
        {
            await db
                .Database.CreateExecutionStrategy()
                .ExecuteAsync(async () =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                    await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
                    var accounts = db.LinkedAccounts.Where(account => account.ProviderSlug == provider.Slug).Select(account => account.Id);
                    await db
                        .AccountTokens.Where(token => token.Failures > 0 && token.RefreshAt > now && accounts.Contains(token.AccountId))
                        .ExecuteUpdateAsync(token => token.SetProperty(one => one.RefreshAt, now), cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                });
            return new ClientOutcome.Saved(client.ConcurrencyStamp);
        }
        catch (Exception e) when (e.IsCollision())
        {
            return new ClientOutcome.ChangedMeanwhile();
        }
    }

    /// <summary>From then on nobody can sign in there, and the tokens of the accounts that are linked cannot be refreshed.</summary>
    /// <param name="seen">As <see cref="ClientForm.Seen"/>.</param>
    public async Task<ClientOutcome> RemoveAsync(OwnerId administrator, string slug, Guid? seen, CancellationToken cancellationToken)
    {
        if (!await gate.IsAdministratorAsync(administrator, cancellationToken))
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

    private Dictionary<string, string> FindErrors(ClientForm form, Provider provider, AuthorizationCodeFlow signIn, ProviderClient? client)
    {
        var faults = Validator
            .Validate(form)
            .Errors.GroupBy(error => error.PropertyName.Split('[')[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().ErrorMessage, StringComparer.Ordinal);
        if (form.Secret.IsEmpty && SecretMissing(form, provider, client) is { } missing)
        {
            faults.TryAdd(nameof(ClientForm.Secret), missing);
        }

        if (form.Scopes.FirstOrDefault(scope => scope.Contains(signIn.ScopeSeparator, StringComparison.Ordinal)) is not null)
        {
            faults.TryAdd(
                nameof(ClientForm.Scopes),
                $"A scope of {provider.Name} holds no “{signIn.ScopeSeparator}”. Write one on each line."
            );
        }

        if (
            signIn.Scopes.FirstOrDefault(scope => scope.Required && !form.Scopes.Contains(scope.Name, StringComparer.Ordinal)) is
            { } required
        )
        {
            faults.TryAdd(nameof(ClientForm.Scopes), $"{required.Name} is needed: {required.Reason}");
        }

        return faults;
    }

    /// <returns>Why the stored secret cannot stay.</returns>
    private string? SecretMissing(ClientForm form, Provider provider, ProviderClient? client) =>
        client is null ? "Enter the client secret."
        : client.ClientId != form.ClientId ? "Another client has another secret. Enter it."
        : clients.Unprotect(provider.Slug, client.Secret) is null ? "The stored secret cannot be read any more. Enter it again."
        : null;

    private sealed class ClientFormValidator : AbstractValidator<ClientForm>
    {
        private const string Invisible = "There is a space, line break or special character inside. Copy it again.";

        public ClientFormValidator()
        {
            RuleFor(form => form.ClientId)
                .Cascade(CascadeMode.Stop)
                .NotEmpty()
                .WithMessage("Enter the client ID.")
                .MaximumLength(ProviderClient.ClientIdLength)
                .WithMessage($"A client ID has at most {ProviderClient.ClientIdLength} characters.")
                .Must(IsVisible)
                .WithMessage(Invisible);
            RuleFor(form => form.Secret)
                .Cascade(CascadeMode.Stop)
                .Must(secret => secret.Reveal().Length <= ProviderClient.SecretLength)
                .WithMessage($"A client secret has at most {ProviderClient.SecretLength} characters.")
                .Must(secret => IsVisible(secret.Reveal()))
                .WithMessage(Invisible);
            // RFC 6749, section 3.3.
            RuleFor(form => form.Scopes)
                .Cascade(CascadeMode.Stop)
                .Must(scopes =>
                    scopes.All(scope =>
                        IsVisible(scope)
                        && !scope.Contains('"', StringComparison.Ordinal)
                        && !scope.Contains('\\', StringComparison.Ordinal)
                    )
                )
                .WithMessage("A scope holds no space, quotation mark, backslash or special character. Write one on each line.")
                .Must(scopes => scopes.Sum(scope => scope.Length + 1) <= ProviderClient.ScopesLength)
                .WithMessage($"The scopes have at most {ProviderClient.ScopesLength} characters together.");
        }

        private static bool IsVisible(string text) => text.All(letter => letter is >= '!' and <= '~');
    }
}

/// <summary>What an Administrator enters of a registered client. No record: those print what they hold.</summary>
public sealed class ClientForm
{
    public required string ClientId { get; init; }

    /// <summary>Empty to keep the one that is stored.</summary>
    public required Secret Secret { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>What was there when the form was begun: <see cref="ClientRow.Stamp"/>; null for nothing.</summary>
    public required Guid? Seen { get; init; }

    /// <summary>Without what comes along when people copy.</summary>
    internal ClientForm Cleaned() =>
        new()
        {
            ClientId = VisibleText.Trim(ClientId),
            Secret = new Secret(PastedKey.Clean(Secret.Reveal())),
            Scopes = [.. Scopes.Select(VisibleText.Trim).Where(scope => scope.Length > 0).Distinct(StringComparer.Ordinal)],
            Seen = Seen,
        };
}

/// <summary>How a change of a registered client ended. Closed.</summary>
public abstract record ClientOutcome
{
    private ClientOutcome() { }

    /// <param name="Stamp">What the next form has seen.</param>
    public sealed record Saved(Guid Stamp) : ClientOutcome;

    /// <summary>There is none (any more).</summary>
    public sealed record Removed : ClientOutcome;

    /// <summary>Messages by the name of the property. Nothing was changed.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : ClientOutcome;

    /// <summary>Another Administrator changed it since it was looked at. Nothing was changed.</summary>
    public sealed record ChangedMeanwhile : ClientOutcome;

    /// <summary>The provider is not in the catalog, or nobody signs in there with a client of the operator's.</summary>
    public sealed record ProviderUnknown : ClientOutcome;

    /// <summary>Whoever asks is no Administrator (any more).</summary>
    public sealed record NotAllowed : ClientOutcome;

    /// <summary>
    /// This node has another key ring than the others, which could not read what it stores. Nothing was changed. See ADR-0025.
    /// </summary>
    public sealed record KeyRingDoesNotFit : ClientOutcome;
}
