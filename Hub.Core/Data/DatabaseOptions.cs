using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Hub.Core.Data;

/// <summary>Where Hub stores its data: sections <c>Hub:Database</c>, <c>Hub:DataDirectory</c> and <c>ConnectionStrings:Hub</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Hub:Database";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>How many statements EF sends in one round trip; null is EF's own choice.</summary>
    public int? MaxBatchSize { get; set; }

    /// <summary>Whether migrations are applied at start; null is yes for SQLite and no for SQL Server.</summary>
    public bool? MigrateAtStart { get; set; }

    /// <summary>From <c>ConnectionStrings:Hub</c>; only SQL Server uses it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>From <c>Hub:DataDirectory</c>: holds the SQLite file and, unless placed elsewhere, the key ring.</summary>
    public required string DataDirectory { get; set; }

    public string SqliteFile => Path.Combine(DataDirectory, "hub.db");

    public bool MigratesAtStart => MigrateAtStart ?? Provider == DatabaseProvider.Sqlite;

    /// <exception cref="OptionsValidationException">A setting is missing or wrong; the message names its key.</exception>
    public static DatabaseOptions From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var errors = new List<string>();
        var options = new DatabaseOptions
        {
            DataDirectory = ReadDataDirectory(configuration, errors),
            ConnectionString = configuration.GetConnectionString("Hub"),
        };
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            errors.Add(
                $"{Section}: {e.Message} {nameof(Provider)} is Sqlite or SqlServer, {nameof(MaxBatchSize)} a number, "
                    + $"{nameof(MigrateAtStart)} true or false."
            );
        }

        // A number is bound whether or not it is one of them.
        if (!Enum.IsDefined(options.Provider))
        {
            errors.Add($"{Section}:{nameof(Provider)} is Sqlite or SqlServer.");
        }

        if (options.Provider == DatabaseProvider.SqlServer && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            errors.Add($"ConnectionStrings:Hub is missing; {Section}:Provider is SqlServer and needs it.");
        }

        try
        {
            _ = new SqlConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Not the message: it may repeat a part of the value.
            errors.Add("ConnectionStrings:Hub is not a SQL Server connection string.");
        }

        if (options.MaxBatchSize is < 1)
        {
            errors.Add($"{Section}:MaxBatchSize must be at least 1.");
        }

        return errors.Count == 0 ? options : throw new OptionsValidationException(Section, typeof(DatabaseOptions), errors);
    }

    private static string ReadDataDirectory(IConfiguration configuration, List<string> errors)
    {
        if (configuration["Hub:DataDirectory"] is { Length: > 0 } configured)
        {
            return Path.GetFullPath(configured);
        }

        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (local.Length == 0)
        {
            errors.Add("Hub:DataDirectory is missing, and this user has no home directory to choose one in.");
        }

        return Path.Combine(local, "Hub");
    }
}

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}
