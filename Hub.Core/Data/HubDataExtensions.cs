using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Core.Data;

public static class HubDataExtensions
{
    /// <summary>
    /// The store: <see cref="IDbContextFactory{HubDbContext}"/> for everything of Hub's own (a context per operation),
    /// and a scoped <see cref="HubDbContext"/> for ASP.NET Core Identity's stores.
    /// </summary>
    public static IServiceCollection AddHubData(this IServiceCollection services, DatabaseOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<DatabaseMigrator>();
        // The passkey table is part of the model only where this option is visible, at design time as well as at run time.
        services.Configure<IdentityOptions>(identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            identity.Stores.MaxLengthForKeys = 128;
        });
        return options.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddContext<SqliteHubDbContext>(builder =>
                builder
                    .UseSqlite(
                        new SqliteConnectionStringBuilder
                        {
                            DataSource = options.SqliteFile,
                            ForeignKeys = true,
                            // Writers wait for each other this many seconds before they fail.
                            DefaultTimeout = 30,
                        }.ToString(),
                        sqlite => Batch(options, sqlite.MaxBatchSize)
                    )
                    .AddInterceptors(new SqliteBusyTimeoutInterceptor())
            ),
            DatabaseProvider.SqlServer => services.AddContext<SqlServerHubDbContext>(builder =>
                builder.UseSqlServer(
                    options.ConnectionString,
                    server =>
                    {
                        Batch(options, server.MaxBatchSize);
                        server.ExecutionStrategy(RetryStrategy.ForTransientErrors);
                    }
                )
            ),
        };
    }

    private static void Batch<T>(DatabaseOptions options, Func<int, T> maxBatchSize)
    {
        if (options.MaxBatchSize is { } size)
        {
            maxBatchSize(size);
        }
    }

    private static IServiceCollection AddContext<TContext>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TContext : HubDbContext
    {
        services.AddDbContextFactory<TContext>(builder =>
        {
            configure(builder);
            // Many are collisions, which are resolved. The others reach somebody who logs them.
            builder.ConfigureWarnings(warnings =>
                warnings.Log(
                    (RelationalEventId.CommandError, LogLevel.Debug),
                    (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                    (CoreEventId.ExecutionStrategyRetrying, LogLevel.Debug)
                )
            );
        });
        services.AddSingleton<IDbContextFactory<HubDbContext>, HubDbContextFactory<TContext>>();
        services.AddScoped<HubDbContext>(provider => provider.GetRequiredService<TContext>());
        return services;
    }

    /// <summary><see cref="IDbContextFactory{TContext}"/> is invariant; the core asks for the abstract context.</summary>
    private sealed class HubDbContextFactory<TContext>(IDbContextFactory<TContext> inner) : IDbContextFactory<HubDbContext>
        where TContext : HubDbContext
    {
        public HubDbContext CreateDbContext() => inner.CreateDbContext();

        public async Task<HubDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await inner.CreateDbContextAsync(cancellationToken);
    }
}
