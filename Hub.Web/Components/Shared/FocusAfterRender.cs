using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Shared;

/// <summary>
/// Moves the focus once the browser shows what was rendered together with this: rendered anew for each <see cref="FocusRequest"/>, with it
/// as
/// the key. A focus that fails is no fault of the page.
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
            // The element is gone already, or the browser is.
        }
    }
}

/// <param name="moveAsync">Moves the focus.</param>
public sealed class FocusRequest(Func<ValueTask> moveAsync)
{
    public ValueTask MoveAsync() => moveAsync();
}
