using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Data;

/// <summary>Lets <c>dotnet ef</c> build the contexts exactly as the product does.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteHubDbContext>
{
    public SqliteHubDbContext CreateDbContext(string[] args) => DesignTime.Create<SqliteHubDbContext>(DatabaseProvider.Sqlite);
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerHubDbContext>
{
    public SqlServerHubDbContext CreateDbContext(string[] args) => DesignTime.Create<SqlServerHubDbContext>(DatabaseProvider.SqlServer);
}

internal static class DesignTime
{
    public static TContext Create<TContext>(DatabaseProvider provider)
        where TContext : HubDbContext
    {
        var options = new DatabaseOptions
        {
            Provider = provider,
            DataDirectory = Path.GetTempPath(),
            ConnectionString = "Server=.",
        };
        var services = new ServiceCollection().AddHubData(options).BuildServiceProvider();
        return services.GetRequiredService<TContext>();
    }
}
