namespace Hub.Web.Hosting;

/// <summary>
/// What others log about Hub's traffic at finer levels holds what is nobody else's business. No setting may bring that into a log, so this
/// comes
/// after the settings.
/// </summary>
internal static class LogRedaction
{
    private static readonly (string Category, LogLevel Finest)[] Limits =
    [
        // At Debug it logs what the browser calls, with all that is handed over: the keys that people type, and the tokens of their links.
        ("Microsoft.AspNetCore.SignalR", LogLevel.Information),
        // At Information the host logs every address with its query, and the protocols of others put codes and tokens there.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
        // At Information it logs the addresses that it passes on, with the state by which somebody who signs in is known.
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

                // A rule for one provider of logs goes before those for all.
                foreach (
                    var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList()
                )
                {
                    options.Rules.Add(new LoggerFilterRule(provider, category, finest, filter: null));
                }
            }
        });
}
