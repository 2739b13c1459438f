using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>
/// The events of forms.js: a field with an error was edited, a field lost the focus, a search was typed, Enter was pressed in a search box.
/// </summary>
[EventHandler("onfieldedit", typeof(EventArgs), enableStopPropagation: false, enablePreventDefault: false)]
[EventHandler("onfieldleave", typeof(EventArgs), enableStopPropagation: false, enablePreventDefault: false)]
[EventHandler("onsearchtyped", typeof(SearchEventArgs), enableStopPropagation: false, enablePreventDefault: false)]
[EventHandler("onsearchentered", typeof(EventArgs), enableStopPropagation: false, enablePreventDefault: false)]
public static class EventHandlers;

/// <summary>The event of a search box.</summary>
public sealed class SearchEventArgs : EventArgs
{
    /// <summary>What is in the search box.</summary>
    public string? Value { get; set; }
}
