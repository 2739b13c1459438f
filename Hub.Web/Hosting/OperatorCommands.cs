using System.Text;
using Hub.Core.Audit;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Web.Hosting;

/// <summary>What the operator runs from a console: <c>dotnet Hub.Web.dll migrate</c> and the like.</summary>
internal static class OperatorCommands
{
    /// <summary>Runs a command that needs neither database nor key ring.</summary>
    /// <returns>False when the arguments are not such a command.</returns>
    public static bool TryRunAlone(string[] args)
    {
        if (args is not ["create-certificate", var path, ..])
        {
            return false;
        }

        var password = KeyRing.CreateCertificate(path, TimeProvider.System.GetUtcNow());
        Console.WriteLine($"Wrote {Path.GetFullPath(path)}. Configure:");
        Console.WriteLine($"  Hub:KeyRing:CertificatePath      {Path.GetFullPath(path)}");
        Console.WriteLine($"  Hub:KeyRing:CertificatePassword  {password}");
        return true;
    }

    /// <returns>The exit code, or null when the arguments are no command and Hub should start.</returns>
    public static async Task<int?> RunAsync(string[] args, IServiceProvider services, CancellationToken cancellationToken) => args switch
    {
        ["migrate", ..] => await MigrateAsync(services, cancellationToken),
        ["reset-password", var email, ..] => await ResetPasswordAsync(email, services, cancellationToken),
        [var word, ..] when !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal) => throw new StartupException(
            $"There is no command {word}. There are: migrate, reset-password <e-mail>, create-certificate <file>. Without a command Hub starts."),
        _ => null,
    };

    private static async Task<int> MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var applied = await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied: {string.Join(", ", applied)}");
        return 0;
    }

    /// <summary>Hub sends no mail, so the operator passes the link on.</summary>
    private static async Task<int> ResetPasswordAsync(string email, IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<HubUser>>();
        if (await users.FindByEmailAsync(email) is not { } user)
        {
            throw new StartupException($"Nobody is registered as {email}.");
        }

        var token = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await users.GeneratePasswordResetTokenAsync(user)));
        var db = scope.ServiceProvider.GetRequiredService<HubDbContext>();
        db.AuditEvents.Add(AuditEvent.Of(
            AuditActions.PasswordResetIssued, actor: null, user.Id, scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        Console.WriteLine($"Give this link to {email}. It works once, within a day, at Hub's address:");
        Console.WriteLine($"  /Account/ResetPassword?code={token}");
        return 0;
    }
}
