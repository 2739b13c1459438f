using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Shared;

/// <summary>
/// Moves the focus when the browser shows what was rendered with this component. Render it with the <see cref="FocusRequest"/> as its key,
/// so that each request moves the focus once. It is no error when the element is gone.
/// </summary>
public sealed class FocusAfterRender : ComponentBase
{
    [Parameter, EditorRequired]
    public required FocusRequest Request { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await Request.MoveAsync();
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or InvalidOperationException or OperationCanceledException)
        {
            // The element or the browser is gone.
        }
    }
}

/// <param name="moveAsync">Moves the focus.</param>
public sealed class FocusRequest(Func<ValueTask> moveAsync)
{
    public ValueTask MoveAsync() => moveAsync();
}
