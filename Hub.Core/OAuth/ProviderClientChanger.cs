using FluentValidation;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.OAuth;

/// <summary>Stores and removes the clients that the operator registered at providers. For Administrators.</summary>
public sealed class ProviderClientChanger(ProviderCatalog catalog, ProviderClients clients, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    private static readonly ClientFormValidator Validator = new();

    public async Task<ClientOutcome> SaveAsync(OwnerId administrator, string slug, ClientForm form, CancellationToken cancellationToken)
    {
        if (catalog.Find(slug)?.FindMethod(AuthMethodKind.Oauth2AuthorizationCode)?.SignIn is not { } signIn)
        {
            return new ClientOutcome.ProviderUnknown();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var client = await db.ProviderClients.FirstOrDefaultAsync(one => one.ProviderSlug == slug, cancellationToken);
        var errors = Validator.Validate(form).Errors.GroupBy(error => error.PropertyName, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().ErrorMessage, StringComparer.Ordinal);
        if (client is null && form.Secret.IsEmpty)
        {
            errors.TryAdd(nameof(ClientForm.Secret), "Enter the client secret.");
        }

        if (signIn.Scopes.FirstOrDefault(scope => scope.Required && !form.Scopes.Contains(scope.Name, StringComparer.Ordinal)) is { } missing)
        {
            errors.TryAdd(nameof(ClientForm.Scopes), $"{missing.Name} is needed: {missing.Reason}");
        }

        if (errors.Count > 0)
        {
            return new ClientOutcome.Invalid(errors);
        }

        var now = time.GetUtcNow();
        if (client is null)
        {
            client = new ProviderClient { ProviderSlug = slug, ClientId = form.ClientId, Secret = [], UpdatedAt = now };
            db.ProviderClients.Add(client);
        }

        client.ClientId = form.ClientId;
        client.Secret = form.Secret.IsEmpty ? client.Secret : clients.Protect(slug, form.Secret.Reveal());
        client.Scopes = form.Scopes;
        client.UpdatedAt = now;
        client.ConcurrencyStamp = Guid.CreateVersion7();
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.ProviderClientSaved, administrator, administrator.Value, now, slug));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new ClientOutcome.Done();
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.IsUniqueViolation())
        {
            return new ClientOutcome.ChangedMeanwhile();
        }
    }

    /// <summary>From then on nobody can sign in there, and the tokens of the accounts that are linked cannot be refreshed.</summary>
    public async Task<ClientOutcome> RemoveAsync(OwnerId administrator, string slug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ProviderClients.FirstOrDefaultAsync(one => one.ProviderSlug == slug, cancellationToken) is not { } client)
        {
            return new ClientOutcome.Done();
        }

        db.ProviderClients.Remove(client);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.ProviderClientRemoved, administrator, administrator.Value, time.GetUtcNow(), slug));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new ClientOutcome.Done();
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ClientOutcome.ChangedMeanwhile();
        }
    }

    private sealed class ClientFormValidator : AbstractValidator<ClientForm>
    {
        public ClientFormValidator()
        {
            RuleFor(form => form.ClientId).Cascade(CascadeMode.Stop)
                .NotEmpty().WithMessage("Enter the client id.")
                .MaximumLength(ProviderClient.ClientIdLength).WithMessage($"A client id has at most {ProviderClient.ClientIdLength} characters.")
                .Must(IsVisible).WithMessage("There is a space, line break or special character inside. Copy it again.");
            RuleFor(form => form.Secret).Cascade(CascadeMode.Stop)
                .Must(secret => secret.Reveal().Length <= ProviderClient.SecretLength).WithMessage($"A client secret has at most {ProviderClient.SecretLength} characters.")
                .Must(secret => IsVisible(secret.Reveal())).WithMessage("There is a space, line break or special character inside. Copy it again.");
            // RFC 6749, section 3.3, less what would break the list apart.
            RuleFor(form => form.Scopes).Cascade(CascadeMode.Stop)
                .Must(scopes => scopes.All(scope => scope.Length > 0 && IsVisible(scope) && !scope.Contains('"', StringComparison.Ordinal) && !scope.Contains('\\', StringComparison.Ordinal)))
                .WithMessage("A scope holds no space, quotation mark or backslash. Write one on each line.")
                .Must(scopes => scopes.Sum(scope => scope.Length + 1) <= ProviderClient.ScopesLength).WithMessage($"The scopes have at most {ProviderClient.ScopesLength} characters together.");
        }

        private static bool IsVisible(string text) => text.All(letter => letter is >= '!' and <= '~');
    }
}

/// <summary>What an Administrator enters of a registered client. No record: those print what they hold.</summary>
public sealed class ClientForm
{
    public required string ClientId { get; init; }

    /// <summary>Empty to keep the one that is stored.</summary>
    public required Credentials.Secret Secret { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }
}

/// <summary>How a change of a registered client ended. Closed.</summary>
public abstract record ClientOutcome
{
    private ClientOutcome()
    {
    }

    public sealed record Done : ClientOutcome;

    /// <summary>Messages by the name of the property. Nothing was changed.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : ClientOutcome;

    /// <summary>Another Administrator changed it in the same moment.</summary>
    public sealed record ChangedMeanwhile : ClientOutcome;

    /// <summary>The provider is not in the catalog, or nobody signs in there.</summary>
    public sealed record ProviderUnknown : ClientOutcome;
}
