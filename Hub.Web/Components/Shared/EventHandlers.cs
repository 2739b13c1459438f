using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>What forms.js tells of a field with an error, and of one that was left. Without its value.</summary>
[EventHandler("onfieldedit", typeof(EventArgs), enableStopPropagation: false, enablePreventDefault: false)]
[EventHandler("onfieldleave", typeof(EventArgs), enableStopPropagation: false, enablePreventDefault: false)]
[EventHandler("onsearchtyped", typeof(SearchEventArgs), enableStopPropagation: false, enablePreventDefault: false)]
public static class EventHandlers;

/// <summary>What forms.js tells of a search box.</summary>
public sealed class SearchEventArgs : EventArgs
{
    /// <summary>What is in the search box.</summary>
    public string? Value { get; set; }
}
