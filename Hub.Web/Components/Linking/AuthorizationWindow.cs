using Hub.Core.Credentials;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Linking;

/// <summary>The provider's window, or this tab in its place. authorization.js has the browser's part.</summary>
internal sealed class AuthorizationWindow(IJSRuntime js, CancellationToken disposed)
{
    /// <returns>False where the browser blocked the window, or gives no tie to it.</returns>
    public ValueTask<bool> OpenAsync(Secret ticket) => js.InvokeAsync<bool>("hubAuthorization.open", disposed, ticket.Reveal());

    /// <summary>This tab goes to the provider.</summary>
    public ValueTask ContinueHereAsync(Secret ticket) => js.InvokeVoidAsync("hubAuthorization.openHere", disposed, ticket.Reveal());

    public async Task CloseAsync()
    {
        try
        {
            await js.InvokeVoidAsync("hubAuthorization.close");
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // It says itself that it can be closed.
        }
    }
}
