using Microsoft.JSInterop;

namespace Hub.Web.Components.Connect;

/// <summary>The browser's side of the connect page: connect.js on the page itself, frame.js in a frame.</summary>
internal sealed class ConnectBrowser(IJSRuntime js, CancellationToken disposed)
{
    /// <returns>What the browser brings.</returns>
    public ValueTask<BrowserState> OpenAsync(DotNetObjectReference<ConnectFlow> page) =>
        js.InvokeAsync<BrowserState>("hubConnect.open", disposed, page);

    /// <summary>Loads the page anew in the language of the session.</summary>
    /// <returns>False where the page's address says which language it should be.</returns>
    public ValueTask<bool> SpeakAsync(string locale) => js.InvokeAsync<bool>("hubConnect.speak", disposed, locale);

    public ValueTask FocusHeadingAsync() => js.InvokeVoidAsync("hubConnect.focus", disposed);

    /// <summary>Adds a step to the browser's history.</summary>
    /// <param name="slug">The provider that was chosen; null for the choice of one.</param>
    public ValueTask PushAsync(string? slug) => js.InvokeVoidAsync("hubConnect.go", disposed, slug);

    public ValueTask GoBackAsync() => js.InvokeVoidAsync("hubConnect.back", disposed);

    /// <summary>Tells the page around this one what happened. Never a value of a field.</summary>
    /// <returns>False where the browser did not receive it.</returns>
    public async Task<bool> TryNotifyAsync(string type, object detail)
    {
        try
        {
            await js.InvokeVoidAsync("hubConnect.notify", disposed, type, detail);
            return true;
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or InvalidOperationException or OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>What the browser brings. No record: those print what they hold.</summary>
internal sealed class BrowserState
{
    public string? Token { get; init; }

    /// <summary>What only this browser has.</summary>
    public string Browser { get; init; } = "";

    /// <summary>The provider that was chosen before the page was loaded again, or by the page around this one.</summary>
    public string? Provider { get; init; }

    /// <summary>The authorization from which the person returns in this tab.</summary>
    public Guid? Attempt { get; init; }

    /// <summary>Where the reader is, by the zone's IANA id; null where the browser does not tell.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the focus belongs to the page around this one.</summary>
    public bool LeavesFocus { get; init; }
}
