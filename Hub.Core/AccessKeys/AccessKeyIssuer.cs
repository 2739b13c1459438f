using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>Creates access keys.</summary>
public sealed class AccessKeyIssuer(OwnerAuthorizer authorizer, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    private readonly AccessKeyRequestValidator _validator = new(time);

    public async Task<AccessKeyIssueOutcome> IssueAsync(
        OwnerId administrator,
        AccessKeyRequest request,
        CancellationToken cancellationToken
    )
    {
        request = request with { Name = VisibleText.CleanName(request.Name) };
        if (_validator.Validate(request).ToErrors() is { Count: > 0 } errors)
        {
            return new AccessKeyIssueOutcome.Invalid(errors);
        }

        if (!await authorizer.IsAdministratorAsync(administrator, cancellationToken))
        {
            return new AccessKeyIssueOutcome.NotAllowed();
        }

        var token = BearerToken.New(BearerToken.AccessKeyPrefix);
        var key = AccessKey.Of(token, request, administrator.Value, time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AccessKeys.Add(key);
        db.AuditEvents.Add(AuditEvent.Of(AuditActions.AccessKeyIssued, administrator, key.Id, key.CreatedAt));
        await db.SaveChangesAsync(cancellationToken);
        return new AccessKeyIssueOutcome.Issued(key, token);
    }
}

/// <summary>How <see cref="AccessKeyIssuer"/> ended. Closed.</summary>
public abstract record AccessKeyIssueOutcome
{
    private AccessKeyIssueOutcome() { }

    /// <param name="Token">Shown to the Administrator now and never again.</param>
    public sealed record Issued(AccessKey Key, Secret Token) : AccessKeyIssueOutcome;

    /// <summary>The errors by the name of the property.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, ValidationError> Errors) : AccessKeyIssueOutcome;

    /// <summary>The caller is not an Administrator (any more).</summary>
    public sealed record NotAllowed : AccessKeyIssueOutcome;
}
