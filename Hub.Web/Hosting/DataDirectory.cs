namespace Hub.Web.Hosting;

internal static class DataDirectory
{
    /// <summary>Creates the folder for this user's eyes only: it holds the database and the key ring.</summary>
    public static void Prepare(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Hub:DataDirectory: {path} cannot be created. {e.Message}", e);
        }
    }
}
