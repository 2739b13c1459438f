namespace Hub.Web.Hosting;

/// <summary>
/// At Debug, SignalR logs what the browser calls, with all that is handed over: the keys that people type, and the tokens of their links.
/// At Information, the host logs every address with its query, and the protocols of others put codes and tokens there.
/// No setting may bring that into a log, so this comes after the settings.
/// </summary>
internal static class CircuitLog
{
    private static readonly (string Category, LogLevel Least)[] Bounds =
    [
        ("Microsoft.AspNetCore.SignalR", LogLevel.Information),
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
    ];

    public static void KeepSecretsOutOfLog(this IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(options =>
    {
        foreach (var (category, least) in Bounds)
        {
            foreach (var finer in options.Rules.Where(rule => rule.CategoryName?.StartsWith(category, StringComparison.OrdinalIgnoreCase) == true).ToList())
            {
                options.Rules.Remove(finer);
            }

            // A rule for one provider of logs goes before those for all.
            foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
            {
                options.Rules.Add(new LoggerFilterRule(provider, category, least, filter: null));
            }
        }
    });
}
