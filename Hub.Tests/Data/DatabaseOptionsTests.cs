using Hub.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Data;

public sealed class DatabaseOptionsTests
{
    [Fact]
    public void without_any_setting_the_store_is_sqlite_and_migrated_at_start()
    {
        var options = From();
        Assert.Equal(DatabaseProvider.Sqlite, options.Provider);
        Assert.True(options.MigratesAtStart);
        Assert.Null(options.MaxBatchSize);
        Assert.True(Path.IsPathFullyQualified(options.DataDirectory));
    }

    [Fact]
    public void sql_server_is_migrated_at_start_only_where_the_operator_says_so()
    {
        (string, string)[] server = [("Hub:Database:Provider", "SqlServer"), ("ConnectionStrings:Hub", "Server=db")];
        Assert.False(From(server).MigratesAtStart);
        Assert.Equal("Server=db", From(server).ConnectionString);
        Assert.True(From([.. server, ("Hub:Database:MigrateAtStart", "true")]).MigratesAtStart);
        Assert.False(From(("Hub:Database:MigrateAtStart", "false")).MigratesAtStart);
    }

    [Fact]
    public void the_data_directory_is_made_absolute() =>
        Assert.Equal(Path.GetFullPath("some/where"), From(("Hub:DataDirectory", "some/where")).DataDirectory);

    [Theory]
    [InlineData("Hub:Database:Provider", "Postgres", "Hub:Database:Provider")]
    [InlineData("Hub:Database:Provider", "7", "Hub:Database:Provider")]
    [InlineData("Hub:Database:Provider", "SqlServer", "ConnectionStrings:Hub")]
    [InlineData("Hub:Database:MaxBatchSize", "0", "Hub:Database:MaxBatchSize")]
    [InlineData("Hub:Database:MaxBatchSize", "many", "Hub:Database:MaxBatchSize")]
    [InlineData("Hub:Database:MigrateAtStart", "perhaps", "Hub:Database:MigrateAtStart")]
    public void a_setting_that_cannot_be_used_is_named(string key, string value, string named)
    {
        var error = Assert.Throws<OptionsValidationException>(() => From((key, value)));
        Assert.Contains(named, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void everything_that_is_wrong_is_said_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            From(("Hub:Database:Provider", "SqlServer"), ("Hub:Database:MaxBatchSize", "-1"))
        );
        Assert.Equal(2, error.Failures.Count());
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, 7)]
    [InlineData(DatabaseProvider.SqlServer, 7)]
    [InlineData(DatabaseProvider.Sqlite, null)]
    [InlineData(DatabaseProvider.SqlServer, null)]
    public void the_batch_size_reaches_ef(DatabaseProvider provider, int? size)
    {
        var options = new DatabaseOptions
        {
            Provider = provider,
            MaxBatchSize = size,
            ConnectionString = "Server=.",
            DataDirectory = Path.GetTempPath(),
        };
        using var services = new ServiceCollection().AddHubData(options).BuildServiceProvider();
        using var db = services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContext();
        Assert.Equal(size, RelationalOptionsExtension.Extract(db.GetService<IDbContextOptions>()).MaxBatchSize);
    }

    private static DatabaseOptions From(params (string Key, string Value)[] settings) =>
        DatabaseOptions.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.OrdinalIgnoreCase)
                )
                .Build()
        );
}
