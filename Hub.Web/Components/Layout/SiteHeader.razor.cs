using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Diagnostics;

namespace Hub.Web.Components.Layout;

public sealed partial class SiteHeader
{
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Null inside a circuit.</summary>
    [CascadingParameter]
    private HttpContext? HttpContext { get; set; }

    // A bare "#main" would resolve against <base href="/"> and leave the page. An error page stands at the address that failed.
    private string SkipHref => HttpContext?.Features.Get<IStatusCodeReExecuteFeature>() is { } failed
        ? failed.OriginalPathBase + failed.OriginalPath + failed.OriginalQueryString + "#main"
        : new Uri(Navigation.Uri).PathAndQuery + "#main";

    private static string Initial(ClaimsPrincipal user) => user.Identity?.Name is { Length: > 0 } name ? name[..1].ToUpperInvariant() : "?";
}
