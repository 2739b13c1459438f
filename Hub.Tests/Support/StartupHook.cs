using System.Diagnostics;
using Hub.Tests.Support;
using Microsoft.Extensions.Hosting;

#pragma warning disable CA1050, MA0047 // .NET looks for this name, without a namespace.

/// <summary>
/// Brings <see cref="AsyncStore"/> into a Hub that runs as a process of its own: .NET calls this before Main, see DOTNET_STARTUP_HOOKS.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new Listeners());

    private sealed class Listeners : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder host })
            {
                host.ConfigureServices(AsyncStore.AddTo);
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
