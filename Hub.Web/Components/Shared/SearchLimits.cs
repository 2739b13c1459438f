namespace Hub.Web.Components.Shared;

/// <summary>Limits of the search boxes.</summary>
internal static class SearchLimits
{
    /// <summary>Characters. With all of them encoded, an address is still shorter than servers and proxies take.</summary>
    public const int Text = 200;
}
