using System.Text.Json;
using Hub.Web.Embed;
using Hub.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;

namespace Hub.Web.Components.Connect;

public sealed partial class EmbedDocument
{
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    [Parameter, EditorRequired]
    public required ResourceAssetCollection Files { get; set; }

    [Inject]
    public required IOptions<EmbedOptions> Options { get; init; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private string Client => SignInRateLimit.ClientOf(HttpContext.Connection.RemoteIpAddress);

    private string Origins => JsonSerializer.Serialize(Options.Value.AllowedOrigins);
}
