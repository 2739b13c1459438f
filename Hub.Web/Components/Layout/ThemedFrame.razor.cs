using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Layout;

public sealed partial class ThemedFrame : IAsyncDisposable
{
    private DotNetObjectReference<ThemedFrame>? _self;

    // Null until the browser has answered. Nothing is rendered before, so that no wrong theme flashes.
    private bool? _isDark;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    [JSInvokable]
    public void OnThemeChanged(bool isDark)
    {
        _isDark = isDark;
        StateHasChanged();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _isDark = await JS.InvokeAsync<bool>("hubTheme.watch", _self);
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_self is null)
        {
            return;
        }

        try
        {
            await JS.InvokeVoidAsync("hubTheme.unwatch", _self);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }

        _self.Dispose();
    }
}
