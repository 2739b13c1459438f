using System.Globalization;
using Hub.Core;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Web.Api;
using Hub.Web.Embed;
using Hub.Web.Hosting;
using Microsoft.Extensions.Options;

// Hub speaks one language; what it writes must not depend on the server's. (Not InvariantGlobalization: SqlClient refuses to run with it.)
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

try
{
    if (await OperatorCommands.RunAloneAsync(args, CancellationToken.None) is { } exitCodeAlone)
    {
        return exitCodeAlone;
    }

    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ApplicationName = typeof(OperatorCommands).Assembly.GetName().Name,
        // appsettings.json of the repository's root is copied beside the binaries, by build and publish alike.
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.UseHubAddress();
    builder.WebHost.UseStaticWebAssets();

    var database = DatabaseOptions.From(builder.Configuration);
    DataDirectory.Prepare(database);
    var sandbox = builder.IsSandboxOn();
    if (args is not ["migrate", ..])
    {
        builder.AddHubKeyRing(database);
    }

    builder.Services.AddHubData(database);
    builder.Services.AddHubCore(builder.Configuration, sandbox);
    builder.AddHubIdentity();
    builder.AddHubEmbed();
    builder.Services.AddHubPages();
    builder.AddHubApi();
    if (sandbox)
    {
        builder.Services.AddHubSandbox();
    }

    await using var app = builder.Build();
    if (await OperatorCommands.RunAsync(args, app.Services, CancellationToken.None) is { } exitCode)
    {
        return exitCode;
    }

    // A faulty setting, catalog or override is the operator's to mend now, not the first visitor's to find.
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    _ = app.Services.GetRequiredService<ProviderAddresses>();
    await DatabasePreparation.PrepareAsync(app.Services, CancellationToken.None);
    app.UseHub();
    app.MapHub();
    await app.StartAsync();
    await Greeting.PrintAsync(app.Services, CancellationToken.None);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (StartupException.Explain(e) is { } reason)
{
    await Console.Error.WriteLineAsync($"{(args is [[not '-', ..], ..] ? "That did not work." : "Hub cannot start.")}{Environment.NewLine}{reason}");
    return 1;
}
