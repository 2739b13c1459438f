namespace Hub.Web.Api;

/// <summary>Configuration keys under <c>Hub:Api</c>.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Hub:Api";

    /// <summary>How many requests each access key may make in a minute, at each node.</summary>
    public int RequestsPerMinute { get; set; } = 1000;
}
