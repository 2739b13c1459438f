using System.Security.Claims;

namespace Hub.Web.Components.Layout;

public sealed partial class SiteHeader
{
    private static string Initial(ClaimsPrincipal user) => user.Identity?.Name is { Length: > 0 } name ? name[..1].ToUpperInvariant() : "?";
}
