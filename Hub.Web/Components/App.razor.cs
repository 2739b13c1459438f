using Hub.Web.Components.Connect;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Hub.Web.Components;

public sealed partial class App
{
    // Prerendering would run every page twice: an extra read of the store, and a flash of the wrong theme.
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    /// <summary>This page loads less, and starts its circuit itself when it has a link.</summary>
    private bool IsConnectPage =>
        HttpContext.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type == typeof(ConnectSessionPage);

    private InteractiveServerRenderMode? RenderMode => HttpContext.AcceptsInteractiveRouting() ? Interactive : null;
}
