using System.Diagnostics;
using Hub.Core.AccessKeys;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Web.Messages;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>Migrates the database, or checks that it is migrated, and creates what the operator configured.</summary>
internal static class DatabasePreparation
{
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<DatabaseOptions>();
        var migrator = services.GetRequiredService<DatabaseMigrator>();
        if (options.MigratesAtStart)
        {
            await migrator.MigrateAsync(cancellationToken);
        }
        else if (await migrator.PendingAsync(cancellationToken) is { Count: > 0 } pending)
        {
            throw new StartupException(
                $"The database lacks {pending.Count} migration(s), the first is {pending[0]}. Run: dotnet Hub.Web.dll migrate   (or "
                    + $"set Hub:Database:MigrateAtStart to true)"
            );
        }

        await BootstrapAsync(services, cancellationToken);
    }

    /// <summary>For commands, which do not migrate.</summary>
    public static async Task RequireMigratedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<DatabaseMigrator>().PendingAsync(cancellationToken) is { Count: > 0 })
        {
            throw new StartupException(
                $"The database in {services.GetRequiredService<DatabaseOptions>().DataDirectory} or at ConnectionStrings:Hub is empty "
                    + $"or of an older version. Start Hub once, or run migrate."
            );
        }
    }

    /// <summary>Creates the Administrator of <c>Hub:Bootstrap</c> when Hub has none, and its access key.</summary>
    private static async Task BootstrapAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var registrar = scope.ServiceProvider.GetRequiredService<Registrar>();
        var bootstrap = scope.ServiceProvider.GetRequiredService<IOptions<BootstrapOptions>>().Value;
        if (bootstrap.AccessKey is { Length: > 0 } key)
        {
            await services.GetRequiredService<AccessKeySeeder>().SeedAsync(new Secret(key), cancellationToken);
        }

        if (bootstrap.AdminEmail is not { Length: > 0 } email || !await registrar.NextUserIsAdministratorAsync(cancellationToken))
        {
            return;
        }

        var outcome = await registrar.RegisterAsync(email, bootstrap.AdminPassword ?? "", cancellationToken);
        // Another node may have created the Administrator at the same moment.
        if (outcome is not RegistrationOutcome.Registered && await registrar.NextUserIsAdministratorAsync(cancellationToken))
        {
            var reason = outcome switch
            {
                RegistrationOutcome.EmailInvalid(var error) => services.GetRequiredService<ValidationMessages>().Of(error),
                RegistrationOutcome.Refused(var errors) => string.Join(' ', errors.Select(error => error.Description)),
                _ => throw new UnreachableException(),
            };
            throw new StartupException($"Hub:Bootstrap:AdminEmail or Hub:Bootstrap:AdminPassword was not accepted: {reason}");
        }
    }
}
