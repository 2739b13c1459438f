using Hub.Core.Accounts;
using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AuthLinks;

/// <summary>Creates connect sessions: for products, and as auth links for people who ask somebody else to link an account.</summary>
public sealed class SessionIssuer(
    ProviderCatalog catalog,
    ProviderClients clients,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    private readonly SessionRequestValidator _validator = new(catalog);

    /// <summary>For a product, which can reach all accounts.</summary>
    public Task<SessionIssueOutcome> IssueForProductAsync(Guid accessKeyId, SessionRequest request, CancellationToken cancellationToken) =>
        IssueAsync(new OwnerId(HubUser.ProductId), accessKeyId, request, cancellationToken);

    /// <summary>For a person, who can reach only their own accounts.</summary>
    public Task<SessionIssueOutcome> IssueAsync(OwnerId owner, SessionRequest request, CancellationToken cancellationToken) =>
        IssueAsync(owner, accessKeyId: null, request, cancellationToken);

    /// <returns>The errors by the name of the property; empty for a valid request.</returns>
    public IReadOnlyDictionary<string, ValidationError> FindErrors(SessionRequest request) => _validator.Validate(request).ToErrors();

    private async Task<SessionIssueOutcome> IssueAsync(
        OwnerId owner,
        Guid? accessKeyId,
        SessionRequest request,
        CancellationToken cancellationToken
    )
    {
        if (FindErrors(request) is { Count: > 0 } errors)
        {
            return new SessionIssueOutcome.Invalid(errors);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (request.AccountId is { } accountId)
        {
            if (await FindAccountAsync(db, owner, accessKeyId, accountId, request, cancellationToken) is not { } account)
            {
                return new SessionIssueOutcome.AccountNotFound();
            }

            owner = new OwnerId(account.OwnerId);
            request = request with { Origin = OriginOf(account, request, accessKeyId), Providers = [account.ProviderSlug] };
        }

        if (await FindUnregisteredClientAsync(request, cancellationToken) is { } unregistered)
        {
            return unregistered;
        }

        var token = BearerToken.New(BearerToken.SessionPrefix);
        var session = CreateSession(token, owner, accessKeyId, request, time.GetUtcNow());
        db.ConnectSessions.Add(session);
        db.AuditEvents.Add(
            AuditEvent.Of(
                AuditActions.SessionIssued,
                accessKeyId is { } key ? Actor.AccessKey(key) : owner,
                session.Id,
                session.CreatedAt,
                accessKeyId is null ? "auth link" : null
            )
        );
        try
        {
            // A person has sent the link already when a crash would lose it; a product just asks for another session.
            await (accessKeyId is null ? db.SaveChangesAsync(cancellationToken) : db.SaveWithoutSyncAsync(cancellationToken));
        }
        catch (DbUpdateException e) when (e.IsForeignKeyViolation())
        {
            return new SessionIssueOutcome.OwnerNotAllowed();
        }

        return new SessionIssueOutcome.Issued(session, token);
    }

    /// <returns>The account that gets a new credential; null where the caller cannot reach it or the request does not fit it.</returns>
    private static async Task<LinkedAccount?> FindAccountAsync(
        HubDbContext db,
        OwnerId owner,
        Guid? accessKeyId,
        Guid accountId,
        SessionRequest request,
        CancellationToken cancellationToken
    )
    {
        var account = await db
            .LinkedAccounts.AsNoTracking()
            .Include(account => account.Owner)
            .FirstOrDefaultAsync(
                account => account.Id == accountId && (accessKeyId != null || account.OwnerId == owner.Value),
                cancellationToken
            );
        return
            account is not null
            && (request.Origin.Id.Length == 0 || account.OriginOwnerId == request.Origin.Id)
            && (request.Providers.Count == 0 || request.Providers.Contains(account.ProviderSlug, StringComparer.Ordinal))
            ? account
            : null;
    }

    /// <summary>
    /// Whose account it is. One that a person linked for themselves has no customer: there the pages name the person, or the provider to
    /// those who come from a product. Who is asked, the request alone says: it decides what they may know of the account.
    /// </summary>
    private OriginOwner OriginOf(LinkedAccount account, SessionRequest request, Guid? accessKeyId) =>
        new(
            account.OriginOwnerId,
            Given(request.Origin.Name)
                ?? Given(account.OriginOwnerName)
                ?? (accessKeyId is null ? account.Owner?.Email : null)
                ?? catalog.Find(account.ProviderSlug)?.Name
                ?? account.ProviderSlug,
            request.Origin.Username
        );

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static ConnectSession CreateSession(
        Secret token,
        OwnerId owner,
        Guid? accessKeyId,
        SessionRequest request,
        DateTimeOffset now
    ) =>
        new()
        {
            TokenHash = BearerToken.HashOf(token.Reveal())!,
            OwnerId = owner.Value,
            AccessKeyId = accessKeyId,
            OriginOwnerId = request.Origin.Id,
            OriginOwnerName = VisibleText.CleanName(request.Origin.Name!),
            OriginUsername = CleanNameOrNone(request.Origin.Username),
            Providers = [.. request.Providers.Distinct(StringComparer.Ordinal)],
            Categories = request.Categories,
            AuthMethod = request.AuthMethod,
            AccountId = request.AccountId,
            Multiple = request.Multiple && request.AccountId is null,
            Label = CleanNameOrNone(request.Label),
            Metadata = request.Metadata,
            Type = request.Type,
            EndsAfterOne = request.EndsAfterOne,
            Locale = request.Locale,
            CreatedAt = now,
            ExpiresAt = now + request.Lifetime,
        };

    private static string? CleanNameOrNone(string? name) => string.IsNullOrEmpty(name) ? name : VisibleText.CleanName(name);

    /// <returns>The error where a provider of the request can only be authorized with a client that is not registered.</returns>
    private async Task<SessionIssueOutcome.Invalid?> FindUnregisteredClientAsync(
        SessionRequest request,
        CancellationToken cancellationToken
    )
    {
        var needClient = request
            .Providers.Select(catalog.Find)
            .OfType<Provider>()
            .Where(provider => NeedsClient(provider, request.AuthMethod))
            .ToList();
        if (needClient.Count == 0)
        {
            return null;
        }

        var available = await clients.GetAvailableMethodsAsync(cancellationToken);
        return
            needClient.Find(provider => !available.Has(provider, provider.Methods.First(method => method is AuthMethod.AuthorizationCode)))
                is { } missing
            ? new SessionIssueOutcome.Invalid(
                new Dictionary<string, ValidationError>(StringComparer.Ordinal)
                {
                    [request.AuthMethod is null ? nameof(SessionRequest.Providers) : nameof(SessionRequest.AuthMethod)] =
                        new ValidationError.ClientNotRegistered(missing.Name),
                }
            )
            : null;
    }

    private static bool NeedsClient(Provider provider, AuthMethodKind? only) =>
        only is { } kind
            ? provider.FindMethod(kind) is AuthMethod.AuthorizationCode
            : provider.Methods.All(method => method is AuthMethod.AuthorizationCode);
}

/// <summary>How <see cref="SessionIssuer"/> ended. Closed.</summary>
public abstract record SessionIssueOutcome
{
    private SessionIssueOutcome() { }

    /// <param name="Token">Shown to the caller now and never again.</param>
    public sealed record Issued(ConnectSession Session, Secret Token) : SessionIssueOutcome;

    /// <summary>The errors by the name of the property.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, ValidationError> Errors) : SessionIssueOutcome;

    /// <summary>There is no such account, or it is another owner's or at another provider.</summary>
    public sealed record AccountNotFound : SessionIssueOutcome;

    /// <summary>The owner no longer exists.</summary>
    public sealed record OwnerNotAllowed : SessionIssueOutcome;
}
