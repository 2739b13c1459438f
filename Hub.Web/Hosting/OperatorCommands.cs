using System.Collections.Frozen;
using System.Text;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Web.Components.Identity.Pages.Manage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Web.Hosting;

/// <summary>What the operator runs from a console: <c>dotnet Hub.Web.dll migrate</c> and the like.</summary>
internal static class OperatorCommands
{
    /// <summary>The options of commands that have no value.</summary>
    private static readonly FrozenSet<string> Switches = FrozenSet.Create(
        StringComparer.Ordinal,
        RotationCommand.NewKey,
        ImportCommand.DryRun
    );

    /// <returns>
    /// The arguments without the words and switches of a command: as a setting, a switch or a path would take what stands behind it for its
    /// value.
    /// </returns>
    public static string[] SettingsIn(string[] args) =>
        [
            .. args.SkipWhile(arg => !arg.StartsWith('-') && !arg.Contains('=', StringComparison.Ordinal))
                .Where(arg => !Switches.Contains(arg)),
        ];

    /// <summary>Runs a command that needs neither database nor key ring.</summary>
    /// <returns>The exit code, or null when the arguments are not such a command.</returns>
    public static async Task<int?> RunAloneAsync(string[] args, CancellationToken cancellationToken) =>
        args switch
        {
            ["create-certificate"] => throw new StartupException("Name the file to write: create-certificate hub-keys.pfx"),
            ["create-certificate", var path, ..] => CreateCertificate(path),
            ["providers", "check", .. var arguments] => await ProviderCommand.CheckAsync(
                arguments,
                Console.In,
                Console.Out,
                cancellationToken
            ),
            ["providers", ..] => throw new StartupException(ProviderCommand.Usage),
            _ => null,
        };

    private static int CreateCertificate(string path)
    {
        var password = KeyRing.CreateCertificate(path, TimeProvider.System.GetUtcNow());
        Console.WriteLine($"Wrote {Path.GetFullPath(path)}. Configure:");
        Console.WriteLine($"  Hub:KeyRing:CertificatePath      {Path.GetFullPath(path)}");
        Console.WriteLine($"  Hub:KeyRing:CertificatePassword  {password}");
        return 0;
    }

    /// <returns>The exit code, or null when the arguments are no command and Hub should start.</returns>
    public static async Task<int?> RunAsync(string[] args, IServiceProvider services, CancellationToken cancellationToken) =>
        args switch
        {
            ["migrate", ..] => await MigrateAsync(services, cancellationToken),
            ["reset-password", var email, ..] => await ResetPasswordAsync(email, services, cancellationToken),
            ["reset-two-factor", var email, ..] => await ResetTwoFactorAsync(email, services, cancellationToken),
            ["key-ring", .. var more] when more is ["accept", ..] or [] or [['-', ..], ..] => await KeyRing.DescribeAsync(
                services,
                accept: more is ["accept", ..],
                cancellationToken
            ),
            ["accounts", "import", .. var more] => await ImportCommand.RunAsync(more, services, cancellationToken),
            ["accounts", ..] => throw new StartupException($"Usage: {ImportCommand.Usage}"),
            ["credentials", "rotate", .. var options] => await RotationCommand.RunAsync(options, services, cancellationToken),
            ["credentials", ..] => throw new StartupException($"Usage: {RotationCommand.Usage}"),
            ["make-administrator", var email, ..] => await MakeAdministratorAsync(email, services, cancellationToken),
            ["reset-password" or "reset-two-factor" or "make-administrator"] => throw new StartupException(
                $"Name the user: {args[0]} jane@example.com"
            ),
            [var word, ..] when !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal) => throw new StartupException(
                $"There is no command {word}. There are: migrate, reset-password <e-mail>, reset-two-factor <e-mail>, "
                    + $"make-administrator <e-mail>, key-ring [accept], {ImportCommand.Usage}, "
                    + $"{RotationCommand.Usage}, create-certificate <file>, "
                    + "providers check <file>. "
                    + "Without a command Hub starts."
            ),
            _ => null,
        };

    private static async Task<int> MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var migrator = services.GetRequiredService<DatabaseMigrator>();
        var applied = await migrator.MigrateAsync(cancellationToken);
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied: {string.Join(", ", applied)}");
        if (await migrator.DatabaseWithoutSnapshotAsync(cancellationToken) is { } name)
        {
            Console.WriteLine("READ_COMMITTED_SNAPSHOT is off: readers wait for writers. Stop Hub, then turn it on:");
            Console.WriteLine($"  ALTER DATABASE {name} SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;");
        }

        return 0;
    }

    /// <summary>For a person whom no mail reaches: the operator passes the link on.</summary>
    private static async Task<int> ResetPasswordAsync(string email, IServiceProvider services, CancellationToken cancellationToken)
    {
        var code = "";
        var exitCode = await ChangeUserAsync(
            email,
            AuditActions.PasswordResetIssued,
            async (users, user) =>
            {
                code = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await users.GeneratePasswordResetTokenAsync(user)));
                return IdentityResult.Success;
            },
            services,
            cancellationToken
        );
        if (exitCode == 0)
        {
            // Not before: the audit event is stored by now.
            var address = services.GetRequiredService<PublicAddress>();
            Console.WriteLine(
                $"Give this link to {email}. It works once, within a day{(address.IsConfigured ? "" : ", at Hub's address")}:"
            );
            Console.WriteLine($"  {address.Or("")}/Account/ResetPassword?code={code}");
        }

        return exitCode;
    }

    /// <summary>For somebody who lost the phone and the recovery codes.</summary>
    private static Task<int> ResetTwoFactorAsync(string email, IServiceProvider services, CancellationToken cancellationToken) =>
        ChangeUserAsync(
            email,
            AuditActions.TwoFactorDisabled,
            (users, user) => TwoFactorOff.TurnOffAsync(user)(users),
            services,
            cancellationToken
        );

    private static Task<int> MakeAdministratorAsync(string email, IServiceProvider services, CancellationToken cancellationToken) =>
        ChangeUserAsync(
            email,
            AuditActions.AdministratorMade,
            async (users, user) =>
            {
                if (await users.IsInRoleAsync(user, HubRoles.Administrator))
                {
                    return IdentityResult.Failed(new IdentityError { Description = $"{email} is an Administrator already." });
                }

                var result = await users.AddToRoleAsync(user, HubRoles.Administrator);
                // The new security stamp renews their sign-in, with the new role.
                return result.Succeeded && (result = await users.RemoveFromRoleAsync(user, HubRoles.Member)).Succeeded
                    ? await users.UpdateSecurityStampAsync(user)
                    : result;
            },
            services,
            cancellationToken
        );

    private static async Task<int> ChangeUserAsync(
        string email,
        string action,
        Func<UserManager<HubUser>, HubUser, Task<IdentityResult>> change,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        await DatabasePreparation.RequireMigratedAsync(services, cancellationToken);
        await using var scope = services.CreateAsyncScope();
        if (
            await scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>().FindByEmailAsync(VisibleText.Trim(email)) is not { } user
        )
        {
            throw new StartupException($"Nobody is registered as {email}.");
        }

        var result = await scope
            .ServiceProvider.GetRequiredService<SecurityEditor>()
            .ChangeForOperatorAsync(user, action, users => change(users, user), cancellationToken);
        if (!result.Succeeded)
        {
            throw new StartupException(string.Join(" ", result.Errors.Select(error => error.Description)));
        }

        Console.WriteLine("Done. Where they are signed in, it takes effect within five minutes.");
        return 0;
    }
}
