using System.Globalization;
using Hub.Web.Hosting;

// What Hub writes to logs and to the console must not depend on the server's language; each request has its own, see RequestLanguage.
// (Not InvariantGlobalization: SqlClient refuses to run with it.)
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

try
{
    if (await OperatorCommands.RunAloneAsync(args, CancellationToken.None) is { } exitCodeAlone)
    {
        return exitCodeAlone;
    }

    await using var app = HubApplication.CreateBuilder(args).Build();
    if (await OperatorCommands.RunAsync(args, app.Services, CancellationToken.None) is { } exitCode)
    {
        return exitCode;
    }

    await HubApplication.PrepareAsync(app, CancellationToken.None);
    await app.StartAsync();
    await StartupBanner.PrintAsync(app.Services, CancellationToken.None);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (StartupException.Explain(e) is { } reason)
{
    await Console.Error.WriteLineAsync(
        $"{(args is [[not '-', ..], ..] ? "That did not work." : "Hub cannot start.")}{Environment.NewLine}{reason}"
    );
    return 1;
}
