using System.Security.Claims;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Layout;

public sealed partial class SiteHeader
{
    [Inject]
    public required NavigationManager Navigation { get; init; }

    // A bare "#main" would resolve against <base href="/"> and leave the page.
    private string SkipHref => new Uri(Navigation.Uri).PathAndQuery + "#main";

    private static string Initial(ClaimsPrincipal user) => user.Identity?.Name is { Length: > 0 } name ? name[..1].ToUpperInvariant() : "?";
}
