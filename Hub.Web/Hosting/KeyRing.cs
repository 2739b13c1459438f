using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Microsoft.AspNetCore.DataProtection;

namespace Hub.Web.Hosting;

/// <summary>
/// The keys that encrypt credentials, stored in files outside the database. In Production the keys must be encrypted too, by the
/// certificate of <c>Hub:KeyRing:CertificatePath</c>: a copy of the disk must not be enough to read the credentials.
/// </summary>
internal static partial class KeyRing
{
    public const string DoesNotFit =
        "The key ring of this node is not the one that the credentials were encrypted with. Restore the key files and the certificate "
        + "from the backup, or let all nodes use the same ones. If they are lost for good, run: dotnet Hub.Web.dll key-ring accept";

    private const string Section = "Hub:KeyRing";

    public static void AddHubKeyRing(this WebApplicationBuilder builder, DatabaseOptions database)
    {
        var section = builder.Configuration.GetSection(Section);
        var directory = Directory.CreateDirectory(
            section["Directory"] is { Length: > 0 } path ? path : Path.Combine(database.DataDirectory, "keys")
        );
        var certificate = LoadFrom(section, "Certificate");
        var previous = LoadFrom(section, "PreviousCertificate");
        if (certificate is not null)
        {
            RefuseUnprotected(builder.Environment, directory);
        }
        else if (builder.Environment.IsProduction())
        {
            throw new StartupException(
                $"""
                {Section}:CertificatePath is missing. In Production the key ring must be protected by a certificate.
                Create one with:  dotnet Hub.Web.dll create-certificate hub-keys.pfx
                Then set {Section}:CertificatePath and {Section}:CertificatePassword, and keep a copy of the file in a safe place:
                without it the linked accounts cannot be read. To try Hub out, start it with ASPNETCORE_ENVIRONMENT=Development.
                """
            );
        }

        Configure(builder.Services.AddDataProtection());
        builder
            .Services.AddSingleton(services => new SharedKeyRing(directory, () => Read(services)))
            .AddSingleton<IDataProtectionProvider>(services => services.GetRequiredService<SharedKeyRing>());

        void Configure(IDataProtectionBuilder protection)
        {
            protection.SetApplicationName("Hub").PersistKeysToFileSystem(directory);
            if (certificate is not null)
            {
                protection.ProtectKeysWithCertificate(certificate);
            }

            if (previous is not null)
            {
                protection.UnprotectKeysWithAnyCertificate(previous);
            }
        }

        IDataProtectionProvider Read(IServiceProvider services)
        {
            var alone = new ServiceCollection().AddSingleton(services.GetRequiredService<ILoggerFactory>());
            Configure(alone.AddDataProtection());
            return alone.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
        }
    }

    /// <summary>
    /// Writes the mark of this key ring to a new database, and logs an error when the database has the mark of another one. Hub starts all
    /// the same: people can enter their keys again. <see cref="KeyRingReport"/> counts the accounts.
    /// </summary>
    public static async Task CheckAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!await services.GetRequiredService<KeyRingCheck>().FitsAsync(cancellationToken))
        {
            LogDoesNotFit(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(KeyRing)), DoesNotFit);
        }
    }

    /// <summary>Prints whether the key ring fits, and the accounts that cannot be read.</summary>
    /// <param name="accept">Makes this key ring the right one first.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> DescribeAsync(IServiceProvider services, bool accept, CancellationToken cancellationToken)
    {
        await DatabasePreparation.RequireMigratedAsync(services, cancellationToken);
        var check = services.GetRequiredService<KeyRingCheck>();
        if (accept)
        {
            await check.AcceptAsync(cancellationToken);
        }

        var fits = await check.FitsAsync(cancellationToken);
        Console.WriteLine(fits ? "The key ring fits the database." : DoesNotFit);
        var count = 0;
        await foreach (var account in services.GetRequiredService<UnreadableAccounts>().FindAsync(cancellationToken))
        {
            count++;
            var owner = account.OwnerEmail.Length > 0 ? account.OwnerEmail : "the product";
            Console.WriteLine($"  {account.Id}  {account.ProviderSlug}  {owner}  {account.Name}");
        }

        Console.WriteLine(
            count == 0
                ? "Every account can be read."
                : $"{count} accounts cannot be read, those above. Their keys have to be entered again."
        );
        return fits && count == 0 ? 0 : 1;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private static partial void LogDoesNotFit(ILogger logger, string problem);

    /// <summary>
    /// A key that was created without a certificate would stay in use for months, and a copy of the disk would be enough to read what it
    /// encrypts.
    /// </summary>
    private static void RefuseUnprotected(IHostEnvironment environment, DirectoryInfo directory)
    {
        var unprotected = directory
            .EnumerateFiles("key-*.xml")
            .FirstOrDefault(file => File.ReadAllText(file.FullName).Contains("<masterKey", StringComparison.Ordinal));
        if (environment.IsProduction() && unprotected is not null)
        {
            throw new StartupException(
                $"""
                {unprotected.FullName} is an unprotected key, made in Development. Production must not use it.
                Choose another Hub:DataDirectory or {Section}:Directory. If nothing in this database is worth keeping, delete both the
                database and the keys.
                """
            );
        }
    }

    /// <summary>Writes a new self-signed certificate for encrypting the key ring.</summary>
    /// <returns>The password that the file is encrypted with.</returns>
    public static string CreateCertificate(string path, DateTimeOffset now)
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=Hub key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // The key ring is read for as long as the credentials live; expiry would only make data unreadable.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(50));
        var password = RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 32);
        using var file = new FileStream(path, OwnerOnly(FileMode.CreateNew));
        file.Write(certificate.Export(X509ContentType.Pfx, password));
        return password;
    }

    private static FileStreamOptions OwnerOnly(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <returns>Null where none is configured.</returns>
    private static X509Certificate2? LoadFrom(IConfigurationSection section, string name)
    {
        if (section[$"{name}Path"] is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, section[$"{name}Password"]);
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"{Section}:{name}Path or {Section}:{name}Password is wrong: {path} could not be opened. {e.Message}",
                e
            );
        }
    }
}
