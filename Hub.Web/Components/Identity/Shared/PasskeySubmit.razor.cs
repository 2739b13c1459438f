using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Identity.Shared;

public sealed partial class PasskeySubmit
{
    /// <summary>The name of the button that starts the ceremony.</summary>
    public const string Button = "passkey";

    private AntiforgeryTokenSet? _tokens;

    [Inject]
    public required IAntiforgery Antiforgery { get; init; }

    [Parameter, EditorRequired]
    public PasskeyOperation Operation { get; set; }

    /// <summary>The form field that a <see cref="PasskeyAnswer"/> is read from.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>The text when the browser has no passkeys; null to show nothing.</summary>
    [Parameter]
    public string? Unsupported { get; set; }

    /// <summary>Whether the browser may offer passkeys among its suggestions for the input marked "webauthn".</summary>
    [Parameter]
    public bool Autofill { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    protected override void OnInitialized() => _tokens = Antiforgery.GetTokens(HttpContext);
}
