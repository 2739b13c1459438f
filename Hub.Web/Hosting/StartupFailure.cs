using System.Data.Common;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hub.Core.Data;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>A reason not to start that the operator can fix. The message names the configuration key.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <returns>What to print instead of a stack trace; null when the exception is a bug.</returns>
    public static string? Explain(Exception e) =>
        e switch
        {
            StartupException => e.Message,
            OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
            // Several wrong settings; one that others are read from is told once.
            AggregateException settings when settings.InnerExceptions.All(one => one is OptionsValidationException) => string.Join(
                Environment.NewLine,
                settings.InnerExceptions.SelectMany(one => ((OptionsValidationException)one).Failures).Distinct(StringComparer.Ordinal)
            ),
            // "Failed to convert configuration value 'x' at 'Hub:…' to type …": it names the key.
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => e.Message,
            IOException { InnerException: AddressInUseException } =>
                $"{e.Message} Stop the other program, or choose another address with --urls, e.g. --urls http://localhost:5081",
            DatabaseUnavailableException => $"{e.Message} Start it, or correct the server name and port in ConnectionStrings:Hub.",
            SqlException login when login.IsLoginFailure() =>
                $"The database server rejected the user name or the password in ConnectionStrings:Hub. Hub tried once. {e.Message}",
            SqlException database when database.IsDatabaseMissing() =>
                $"The database in ConnectionStrings:Hub does not exist, or this user may not open it. To create it, run: dotnet "
                    + $"Hub.Web.dll migrate   {e.Message}",
            DbException =>
                $"The database cannot be used. {e.Message} It is the one of ConnectionStrings:Hub, or hub.db in Hub:DataDirectory.",
            UnauthorizedAccessException or IOException or CryptographicException or SocketException => e.Message,
            _ => null,
        };
}
