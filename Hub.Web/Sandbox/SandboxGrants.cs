using System.Collections.Concurrent;
using System.Security.Claims;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Hub.Web.Sandbox;

/// <summary>
/// Which code or refresh token of each authorization is valid next, so that each can be used once. In memory: after a restart, each that
/// was issued before can be used once more.
/// </summary>
internal sealed class SandboxGrants
{
    private const string Grant = "sandbox_grant";
    private const string Turn = "sandbox_turn";
    private const string Revoked = "";

    private readonly ConcurrentDictionary<string, string> _turns = new(StringComparer.Ordinal);

    /// <summary>Starts a grant when a person has authorized Hub.</summary>
    public ClaimsPrincipal Begin(string subject, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("Sandbox", Claims.Name, Claims.Role);
        var (grant, turn) = (NewId(), NewId());
        identity.SetClaim(Claims.Subject, subject).SetClaim(Grant, grant).SetClaim(Turn, turn);
        identity.SetScopes(scopes.Append(Scopes.OfflineAccess));
        identity.SetDestinations(static claim => claim.Type == Grant ? [Destinations.AccessToken] : []);
        _turns[grant] = turn;
        return new ClaimsPrincipal(identity);
    }

    /// <summary>
    /// Uses a code or a refresh token. One that is used twice may be stolen: then the whole grant is revoked (RFC 9700, section 4.14).
    /// </summary>
    /// <returns>The claims of the next tokens; null when this one is not valid.</returns>
    public ClaimsPrincipal? Use(ClaimsPrincipal token)
    {
        var grant = token.GetClaim(Grant)!;
        var next = NewId();
        if (!_turns.TryUpdate(grant, next, token.GetClaim(Turn)!) && !_turns.TryAdd(grant, next))
        {
            _turns[grant] = Revoked;
            return null;
        }

        return token.Clone().SetClaim(Turn, next);
    }

    public void Revoke(ClaimsPrincipal token) => _turns[token.GetClaim(Grant)!] = Revoked;

    public bool IsGood(ClaimsPrincipal token) => _turns.GetValueOrDefault(token.GetClaim(Grant)!) != Revoked;

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
