using AngleSharp.Dom;
using Bunit;
using Hub.Web.Components.Shared;

namespace Hub.Tests.Components;

/// <summary>Stands in for forms.js: sends what somebody typed into a search box.</summary>
internal static class SearchBox
{
    public static void Search(this IElement input, string text) =>
        input.Closest(".hub-search")!.TriggerEvent("onsearchtyped", new SearchEventArgs { Value = text });
}
