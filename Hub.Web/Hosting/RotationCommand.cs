using System.Diagnostics;
using Hub.Core.Credentials;
using Hub.Core.Maintenance;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>
/// <c>credentials rotate</c>: re-encrypts everything with the newest key of the key ring, while Hub runs. With <c>--new-key</c> it makes
/// that key first.
/// </summary>
internal static class RotationCommand
{
    public const string Usage = $"credentials rotate [{NewKey}]";

    /// <summary>Makes a key first.</summary>
    public const string NewKey = "--new-key";

    /// <returns>The exit code: 0 where everything is encrypted with the newest key.</returns>
    public static async Task<int> RunAsync(string[] options, IServiceProvider services, CancellationToken cancellationToken)
    {
        // What begins with a dash may be a setting.
        if (options is [not ['-', ..], ..])
        {
            throw new StartupException($"Usage: {Usage}");
        }

        await DatabasePreparation.RequireMigratedAsync(services, cancellationToken);
        if (!await services.GetRequiredService<KeyRingCheck>().FitsAsync(cancellationToken))
        {
            throw new StartupException(KeyRing.DoesNotFit);
        }

        if (options.Contains(NewKey, StringComparer.Ordinal))
        {
            Console.WriteLine($"The new key is {CreateKey(services)}. Back up the key files.");
        }

        using var line = new ProgressLine(
            Console.Out,
            isInteractive: !Console.IsOutputRedirected,
            services.GetRequiredService<TimeProvider>()
        );
        var outcome = await services.GetRequiredService<SecretRotation>().RotateAsync(new Watch(line), cancellationToken);
        line.End();
        switch (outcome)
        {
            case RotationOutcome.KeyRingDoesNotFit:
                throw new StartupException(KeyRing.DoesNotFit);
            case RotationOutcome.Rotated(var counts):
                Console.WriteLine($"Encrypted anew: {counts.Rotated}. Encrypted with the newest key now: {counts.Current}.");
                if (counts.Unreadable > 0)
                {
                    Console.WriteLine(
                        $"Cannot be read, left as they are: {counts.Unreadable}. This lists the accounts: dotnet Hub.Web.dll key-ring"
                    );
                }

                return counts.Unreadable == 0 ? 0 : 1;
            default:
                throw new UnreachableException();
        }
    }

    private static Guid CreateKey(IServiceProvider services)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var lifetime = services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.NewKeyLifetime;
        var key = services.GetRequiredService<IKeyManager>().CreateNewKey(now, now + lifetime);
        services.GetRequiredService<SharedKeyRing>().Reload();
        return key.KeyId;
    }

    /// <summary>Not <see cref="Progress{T}"/>, which reports later, and out of order.</summary>
    private sealed class Watch(ProgressLine line) : IProgress<RotationProgress>
    {
        public void Report(RotationProgress value) => line.Show(value.Seen, value.Total, "secrets");
    }
}
