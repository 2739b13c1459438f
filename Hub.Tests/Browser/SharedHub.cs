using Hub.Tests.Support;

namespace Hub.Tests.Browser;

/// <summary>
/// A Hub that the tests of one class share. Its first user, and so its Administrator, is <see cref="AdministratorEmail"/>.
/// </summary>
public sealed class SharedHub : IAsyncLifetime
{
    public const string AdministratorEmail = "admin@example.com";

    private RunningHub? _hub;

    public RunningHub Hub => _hub!;

    public async ValueTask InitializeAsync() =>
        _hub = await RunningHub.StartAsync(
            $"Hub:Bootstrap:AdminEmail={AdministratorEmail}",
            $"Hub:Bootstrap:AdminPassword={Person.Password}",
            "Hub:SignInAttemptsPerMinute=0"
        );

    public ValueTask DisposeAsync() => _hub?.DisposeAsync() ?? ValueTask.CompletedTask;
}
