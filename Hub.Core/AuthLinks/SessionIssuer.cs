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

/// <summary>Makes connect sessions: for products, and as auth links for people who ask somebody else to link an account.</summary>
public sealed class SessionIssuer(
    ProviderCatalog catalog,
    ProviderClients clients,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    private readonly SessionRequestValidator _validator = new(catalog);

    /// <summary>For a product, which reaches all accounts.</summary>
    public Task<SessionIssueOutcome> IssueForProductAsync(Guid accessKeyId, SessionRequest request, CancellationToken cancellationToken) =>
        IssueAsync(new OwnerId(HubUser.ProductId), accessKeyId, request, cancellationToken);

    /// <summary>For a person, who reaches their own accounts.</summary>
    public Task<SessionIssueOutcome> IssueAsync(OwnerId owner, SessionRequest request, CancellationToken cancellationToken) =>
        IssueAsync(owner, accessKeyId: null, request, cancellationToken);

    /// <returns>What is wrong, by the name of the property; empty where nothing is.</returns>
    public IReadOnlyDictionary<string, string> FindErrors(SessionRequest request) =>
        _validator
            .Validate(request)
            .Errors.GroupBy(fault => fault.PropertyName.Split('[')[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().ErrorMessage, StringComparer.Ordinal);

    private async Task<SessionIssueOutcome> IssueAsync(
        OwnerId owner,
        Guid? accessKeyId,
        SessionRequest request,
        CancellationToken cancellationToken
    )
    {
        if (FindErrors(request) is { Count: > 0 } faults)
        {
            return new SessionIssueOutcome.Invalid(faults);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (request.AccountId is { } accountId)
        {
            var account = await db
                .LinkedAccounts.AsNoTracking()
                .FirstOrDefaultAsync(
                    account => account.Id == accountId && (accessKeyId != null || account.OwnerId == owner.Value),
                    cancellationToken
                );
            if (
                account is null
                || account.OriginOwnerId != request.Origin.Id
                || (request.Providers.Count > 0 && !request.Providers.Contains(account.ProviderSlug, StringComparer.Ordinal))
            )
            {
                return new SessionIssueOutcome.AccountNotFound();
            }

            owner = new OwnerId(account.OwnerId);
            request = request with { Providers = [account.ProviderSlug] };
        }

        if (await NotOfferedAsync(request, cancellationToken) is { } notOffered)
        {
            return notOffered;
        }

        var now = time.GetUtcNow();
        var token = BearerToken.New(BearerToken.SessionPrefix);
        var session = new ConnectSession
        {
            TokenHash = BearerToken.HashOf(token.Reveal())!,
            OwnerId = owner.Value,
            AccessKeyId = accessKeyId,
            OriginOwnerId = request.Origin.Id,
            OriginOwnerName = VisibleText.CleanName(request.Origin.Name!),
            OriginUsername = NameOrNone(request.Origin.Username),
            Providers = [.. request.Providers.Distinct(StringComparer.Ordinal)],
            Categories = request.Categories,
            AuthMethod = request.AuthMethod,
            AccountId = request.AccountId,
            Multiple = request.Multiple && request.AccountId is null,
            Label = NameOrNone(request.Label),
            Metadata = request.Metadata,
            Type = request.Type,
            EndsAfterOne = request.EndsAfterOne,
            CreatedAt = now,
            ExpiresAt = now + request.Lifetime,
        };
        db.ConnectSessions.Add(session);
        db.AuditEvents.Add(
            AuditEvent.Of(
                AuditActions.SessionIssued,
                accessKeyId is { } key ? Actor.AccessKey(key) : owner,
                session.Id,
                now,
                accessKeyId is null ? "auth link" : null
            )
        );
        try
        {
            // A link that a person sends to somebody must be there for good; a product asks for another session.
            await (accessKeyId is null ? db.SaveChangesAsync(cancellationToken) : db.SaveLightlyAsync(cancellationToken));
        }
        catch (DbUpdateException e) when (e.IsForeignKeyViolation())
        {
            return new SessionIssueOutcome.OwnerNotAllowed();
        }

        return new SessionIssueOutcome.Issued(session, token);
    }

    private static string? NameOrNone(string? name) => string.IsNullOrEmpty(name) ? name : VisibleText.CleanName(name);

    /// <returns>What is wrong where the session names a provider at which people would have to sign in, and cannot.</returns>
    private async Task<SessionIssueOutcome.Invalid?> NotOfferedAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        var signIn = request
            .Providers.Select(catalog.Find)
            .OfType<Provider>()
            .Where(provider => NeedsSignIn(provider, request.AuthMethod))
            .ToList();
        if (signIn.Count == 0)
        {
            return null;
        }

        var offered = await clients.GetAvailableMethodsAsync(cancellationToken);
        return signIn.Find(provider => !offered.Has(provider, provider.Methods.First(method => method.Flow is not null))) is { } missing
            ? new SessionIssueOutcome.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [request.AuthMethod is null ? nameof(SessionRequest.Providers) : nameof(SessionRequest.AuthMethod)] =
                        $"Nobody can sign in at {missing.Name} yet: Hub's operator has to register a client there first.",
                }
            )
            : null;
    }

    private static bool NeedsSignIn(Provider provider, AuthMethodKind? only) =>
        only is { } kind ? provider.FindMethod(kind) is { Flow: not null } : provider.Methods.All(method => method.Flow is not null);
}

/// <summary>How <see cref="SessionIssuer"/> ended. Closed.</summary>
public abstract record SessionIssueOutcome
{
    private SessionIssueOutcome() { }

    /// <param name="Token">Shown to the caller now and never again.</param>
    public sealed record Issued(ConnectSession Session, Secret Token) : SessionIssueOutcome;

    /// <summary>Messages by the name of the property.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : SessionIssueOutcome;

    /// <summary>There is no such account, or it is another owner's or at another provider.</summary>
    public sealed record AccountNotFound : SessionIssueOutcome;

    /// <summary>The owner no longer exists.</summary>
    public sealed record OwnerNotAllowed : SessionIssueOutcome;
}
