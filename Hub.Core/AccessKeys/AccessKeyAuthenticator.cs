using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.AccessKeys;

/// <summary>
/// Authenticates products by their access key. Nothing is cached: a disabled key is refused from the next request on.
/// </summary>
public sealed class AccessKeyAuthenticator(IDbContextFactory<HubDbContext> contexts, AccessKeyUsage usage, TimeProvider time)
{
    public async Task<AccessKeyOutcome> AuthenticateAsync(string? key, CancellationToken cancellationToken)
    {
        if (BearerToken.HashOf(key) is not { } hash)
        {
            return new AccessKeyOutcome.Unknown();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.AccessKeys.AsNoTracking().FirstOrDefaultAsync(one => one.Hash == hash, cancellationToken);
        if (found is null || !BearerToken.AreEqual(found.Hash, hash))
        {
            return new AccessKeyOutcome.Unknown();
        }

        var now = time.GetUtcNow();
        switch (found.StateAt(now))
        {
            case AccessKeyState.Disabled:
                return new AccessKeyOutcome.Disabled();
            case AccessKeyState.Expired:
                return new AccessKeyOutcome.Expired();
            case AccessKeyState.Active:
            default:
                usage.Record(found.Id, now);
                return new AccessKeyOutcome.Known(found.Id, found.Name, found.Scopes);
        }
    }
}

/// <summary>How <see cref="AccessKeyAuthenticator"/> ended. Closed.</summary>
public abstract record AccessKeyOutcome
{
    private AccessKeyOutcome() { }

    public sealed record Known(Guid Id, string Name, AccessScopes Scopes) : AccessKeyOutcome;

    /// <summary>There is no such access key (any more).</summary>
    public sealed record Unknown : AccessKeyOutcome;

    /// <summary>An Administrator disabled it.</summary>
    public sealed record Disabled : AccessKeyOutcome;

    public sealed record Expired : AccessKeyOutcome;
}
