namespace Hub.Web.Hosting;

/// <summary>
/// At finer levels the framework logs keys, codes and tokens. No setting may bring these into a log, so these limits are applied after
/// the settings.
/// </summary>
internal static class LogRedaction
{
    private static readonly (string Category, LogLevel Finest)[] Limits =
    [
        // At Debug it logs the calls of the browser with their arguments: keys that people type, and tokens of links.
        ("Microsoft.AspNetCore.SignalR", LogLevel.Information),
        // At Information the host logs every address with its query, where other protocols put codes and tokens.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
        // At Information it logs the addresses it forwards, with the state parameter of an authorization.
        ("Yarp", LogLevel.Warning),
    ];

    public static void KeepSecretsOutOfLog(this IServiceCollection services) =>
        services.PostConfigure<LoggerFilterOptions>(options =>
        {
            foreach (var (category, finest) in Limits)
            {
                foreach (
                    var finer in options
                        .Rules.Where(rule => rule.CategoryName?.StartsWith(category, StringComparison.OrdinalIgnoreCase) == true)
                        .ToList()
                )
                {
                    options.Rules.Remove(finer);
                }

                // A rule for one logging provider takes precedence over rules for all.
                foreach (
                    var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList()
                )
                {
                    options.Rules.Add(new LoggerFilterRule(provider, category, finest, filter: null));
                }
            }
        });
}
