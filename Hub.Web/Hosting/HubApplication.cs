using Hub.Core;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Web.Api;
using Hub.Web.Embed;
using Hub.Web.Sandbox;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>What Hub is made of, in the order in which it comes together. Tests put the very same together.</summary>
internal static class HubApplication
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = typeof(HubApplication).Assembly.GetName().Name,
                // appsettings.json of the repository's root is copied beside the binaries, by build and publish alike.
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.UseHubAddress();
        builder.WebHost.UseStaticWebAssets();
        // In Development this route for files that are added later matches every address, and a POST to one that is not there would be 405
        // instead of 404.
        builder.WebHost.UseSetting("DisableStaticAssetNotFoundRuntimeFallback", "true");

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

        return builder;
    }

    /// <summary>Makes it ready to start.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        // A faulty setting, catalog or override is the operator's to mend now, not the first visitor's to find.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        _ = app.Services.GetRequiredService<ProviderAddresses>();
        await DatabasePreparation.PrepareAsync(app.Services, cancellationToken);
        await KeyRing.CheckAsync(app.Services, cancellationToken);
        app.UsePublicPath();
        app.UseHub();
        app.MapHub();
    }
}
