using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>What forms.js tells of a field with an error, and of one that was left. Without its value.</summary>
[EventHandler("onfieldedit", typeof(EventArgs), enableStopPropagation: false, enablePreventDefault: false)]
[EventHandler("onfieldleave", typeof(EventArgs), enableStopPropagation: false, enablePreventDefault: false)]
public static class EventHandlers;
