using Hub.Core.Data;

namespace Hub.Web.Hosting;

internal static class DataDirectory
{
    /// <summary>
    /// Creates the folder, readable by this user only: it holds the database and the key ring. An existing folder keeps its permissions;
    /// then the files themselves are readable by this user only.
    /// </summary>
    public static void Prepare(DatabaseOptions options)
    {
        var path = options.DataDirectory;
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
                return;
            }

            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            Directory.CreateDirectory(Path.Combine(path, "keys"), OwnerOnly | UnixFileMode.UserExecute);
            if (options.Provider == DatabaseProvider.Sqlite)
            {
                // SQLite gives its other files the mode of this one. An empty file is a valid empty database.
                using var file = new FileStream(
                    options.SqliteFile,
                    new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.ReadWrite,
                        Share = FileShare.ReadWrite,
                        UnixCreateMode = OwnerOnly,
                    }
                );
                File.SetUnixFileMode(options.SqliteFile, OwnerOnly);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Hub:DataDirectory: {path} cannot be created. {e.Message}", e);
        }
    }
}
