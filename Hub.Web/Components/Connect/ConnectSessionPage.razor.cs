using Hub.Web.Messages;
using Hub.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Hub.Web.Components.Connect;

/// <summary>The frame of the connect page, which is the same for everybody: what it is about, the browser alone knows at first.</summary>
public sealed partial class ConnectSessionPage
{
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    [Inject]
    public required ConnectSessionMessages Texts { get; init; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private string Client => SignInRateLimit.ClientOf(HttpContext.Connection.RemoteIpAddress);
}
