using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>Tells the person at the console which address to open and how to become Administrator.</summary>
internal static class StartupBanner
{
    public static async Task PrintAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var nextIsAdministrator = await scope
            .ServiceProvider.GetRequiredService<Registrar>()
            .NextUserIsAdministratorAsync(cancellationToken);
        var open = services.GetRequiredService<IOptions<RegistrationOptions>>().Value.IsOpen;
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var registration = (nextIsAdministrator, open) switch
        {
            (true, true) => "The first person to register becomes its Administrator.",
            (true, false) => "It has no Administrator, and Hub:Registration is Closed: set Hub:Bootstrap:AdminEmail and "
                + "Hub:Bootstrap:AdminPassword, and start again.",
            (false, true) => "It has an Administrator; everybody who registers now becomes a Member.",
            (false, false) => "Registration is closed.",
        };
        Console.WriteLine(
            $"""

              Hub is running. Open  {string.Join("  or  ", addresses)}
              {registration}
              Data: {services.GetRequiredService<DatabaseOptions>().DataDirectory}
              Press Ctrl+C to stop.

            """
        );
    }
}
