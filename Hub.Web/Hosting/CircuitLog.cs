namespace Hub.Web.Hosting;

/// <summary>
/// At Debug, SignalR logs what the browser calls, with all that is handed over: the keys that people type, and the tokens of their links.
/// No setting may bring that into a log, so this comes after the settings.
/// </summary>
internal static class CircuitLog
{
    private const string Category = "Microsoft.AspNetCore.SignalR";

    public static void KeepSecretsOutOfLog(this IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(options =>
    {
        foreach (var finer in options.Rules.Where(rule => rule.CategoryName?.StartsWith(Category, StringComparison.OrdinalIgnoreCase) == true).ToList())
        {
            options.Rules.Remove(finer);
        }

        // A rule for one provider of logs goes before those for all.
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
        {
            options.Rules.Add(new LoggerFilterRule(provider, Category, LogLevel.Information, filter: null));
        }
    });
}
