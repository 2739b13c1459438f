using Hub.Core.Audit;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>Makes access keys.</summary>
public sealed class AccessKeyIssuer(OwnerAuthorizer gate, IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    private readonly AccessKeyRequestValidator _validator = new(time);

    public async Task<AccessKeyIssueOutcome> IssueAsync(
        OwnerId administrator,
        AccessKeyRequest request,
        CancellationToken cancellationToken
    )
    {
        request = request with { Name = VisibleText.CleanName(request.Name) };
        var faults = (await _validator.ValidateAsync(request, cancellationToken)).Errors;
        if (faults.Count > 0)
        {
            return new AccessKeyIssueOutcome.Invalid(
                faults
                    .GroupBy(fault => fault.PropertyName, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.First().ErrorMessage, StringComparer.Ordinal)
            );
        }

        if (!await gate.IsAdministratorAsync(administrator, cancellationToken))
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

    /// <summary>Messages by the name of the property.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : AccessKeyIssueOutcome;

    /// <summary>Whoever asks is no Administrator (any more).</summary>
    public sealed record NotAllowed : AccessKeyIssueOutcome;
}
