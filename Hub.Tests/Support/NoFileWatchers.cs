using System.Runtime.CompilerServices;

namespace Hub.Tests.Support;

/// <summary>
/// No Hub of the tests, in this process or in one of its own, watches its settings for changes: each watcher takes one of the few that the
/// operating system gives to a user.
/// </summary>
internal static class NoFileWatchers
{
    [ModuleInitializer]
    internal static void Initialize() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
