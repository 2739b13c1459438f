using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Layout;

/// <summary>
/// Moves the focus to the heading of the page that a person has come to, as screen readers need it. Blazor's <c>FocusOnNavigate</c> does it
/// too, a round trip after the page has appeared: it closed menus and took the focus from fields that people had begun to fill in.
/// </summary>
public sealed class HeadingFocus : HubComponent
{
    private Type? _page;
    private bool _isNew;

    [Inject]
    private IJSRuntime JS { get; set; } = default!;

    /// <summary>The component of the page.</summary>
    [Parameter, EditorRequired]
    public Type? Page { get; set; }

    protected override void OnParametersSet()
    {
        _isNew |= Page != _page;
        _page = Page;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isNew)
        {
            _isNew = false;
            await UntilDisposedAsync(async () => await JS.InvokeVoidAsync("hubPage.focusHeading", Disposed));
        }
    }
}
