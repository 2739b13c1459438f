using Hub.Core;
using Hub.Core.Data;
using Hub.Core.Providers;
using Hub.Web.Api;
using Hub.Web.Embed;
using Hub.Web.Mail;
using Hub.Web.Sandbox;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>Builds the application. Tests build it the same way.</summary>
internal static class HubApplication
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = OperatorCommands.SettingsIn(args),
                ApplicationName = typeof(HubApplication).Assembly.GetName().Name,
                // Build and publish copy appsettings.json from the repository's root to the binaries.
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.UseHubAddress();
        builder.WebHost.UseStaticWebAssets();
        // In Development this fallback route matches every address, and a POST to an unknown one would answer 405 instead of 404.
        builder.WebHost.UseSetting("DisableStaticAssetNotFoundRuntimeFallback", "true");

        var database = DatabaseOptions.From(builder.Configuration);
        DataDirectory.Prepare(database);
        var sandbox = builder.IsSandboxOn();
        if (args is not ["migrate", ..])
        {
            builder.AddHubKeyRing(database);
        }

        if (args is ["accounts", "import", ..])
        {
            // The report says what became of each row.
            builder.Logging.AddFilter("Hub.Core", LogLevel.Warning);
        }

        builder.Services.AddHubData(database);
        builder.Services.AddHubCore(builder.Configuration, sandbox);
        builder.AddHubIdentity();
        builder.AddHubEmbed();
        ProductOptions.Add(builder);
        SupportOptions.Add(builder);
        MailSettings.Add(builder);
        builder.Services.AddHubPages();
        builder.AddHubApi();
        if (sandbox)
        {
            builder.Services.AddHubSandbox();
        }

        return builder;
    }

    /// <summary>Validates settings, prepares the database, and builds the pipeline.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        // A wrong setting, catalog or override must end the start, not the first request.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        _ = app.Services.GetRequiredService<ProviderAddresses>();
        await DatabasePreparation.PrepareAsync(app.Services, cancellationToken);
        await KeyRing.CheckAsync(app.Services, cancellationToken);
        app.UsePublicPath();
        app.UseHub();
        app.MapHub();
    }
}
