using System.Security.Claims;
using Hub.Core.Identity;

namespace Hub.Core;

/// <summary>
/// The <see cref="HubUser"/> that linked accounts belong to. Always read from the signed-in principal, never from a form.
/// </summary>
public readonly record struct OwnerId(Guid Value)
{
    /// <returns>The owner, or null when the principal is not a signed-in Hub user.</returns>
    public static OwnerId? From(ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new OwnerId(id)
            : null;

    public override string ToString() => Value.ToString();
}
