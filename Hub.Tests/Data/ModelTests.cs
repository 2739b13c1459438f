using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Hub.Tests.Data;

/// <summary>What both models have to keep to. Needs no server, so SQL Server's rules are checked wherever the tests run.</summary>
public sealed class ModelTests
{
    public static TheoryData<DatabaseProvider> Databases => [.. Enum.GetValues<DatabaseProvider>()];

    [Theory]
    [MemberData(nameof(Databases))]
    public void the_migrations_make_the_whole_model(DatabaseProvider database)
    {
        using var db = Context(database);
        Assert.False(db.Database.HasPendingModelChanges(), "Add a migration for both databases.");
    }

    [Fact]
    public void both_databases_have_the_same_migrations()
    {
        using var sqlite = Context(DatabaseProvider.Sqlite);
        using var server = Context(DatabaseProvider.SqlServer);
        Assert.Equal(Names(sqlite), Names(server));

        // Without the time stamp that begins each.
        static string Names(HubDbContext db) => string.Join(", ", db.Database.GetMigrations().Select(migration => migration[15..]));
    }

    [Fact]
    public void sql_server_understands_the_scripts()
    {
        using var db = Context(DatabaseProvider.SqlServer);
        string[] scripts =
        [
            db.Database.GenerateCreateScript(),
            db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent),
        ];
        Assert.All(
            scripts,
            script =>
            {
                using var reader = new StringReader(script);
                var parsed = Assert.IsType<TSqlScript>(new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors));
                Assert.Empty(errors.Select(error => $"{error.Line}:{error.Column} {error.Message}"));
                Assert.NotEmpty(parsed.Batches);
                Assert.Contains("[LinkedAccounts]", script, StringComparison.Ordinal);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public void keys_and_indexes_are_as_small_as_sql_server_asks(DatabaseProvider database)
    {
        using var db = Context(database);
        // What is kept as JSON in a column of its owner has no key in the database.
        foreach (var entity in ModelOf(db).GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            Assert.All(entity.GetKeys(), key => AssertFits(key.Properties, key.IsClustered() ?? key.IsPrimaryKey()));
            Assert.All(entity.GetIndexes(), index => AssertFits(index.Properties, clustered: index.IsClustered() ?? false));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public void a_delete_reaches_each_table_in_one_way(DatabaseProvider database)
    {
        using var db = Context(database);
        var entities = ModelOf(db).GetEntityTypes().ToList();
        Assert.Contains(entities, entity => entity.GetReferencingForeignKeys().Any(IsCascade));
        Assert.All(
            entities,
            entity =>
            {
                var reached = ReachedBy(entity).ToList();
                Assert.Equal(reached.Distinct(StringComparer.Ordinal).Count(), reached.Count);
            }
        );

        static IEnumerable<string> ReachedBy(IEntityType entity) =>
            entity
                .GetReferencingForeignKeys()
                .Where(IsCascade)
                .Select(key => key.DeclaringEntityType)
                .SelectMany(dependent => ReachedBy(dependent).Prepend(dependent.Name));

        static bool IsCascade(IForeignKey key) => key.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull;
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public void no_value_is_made_by_the_database(DatabaseProvider database)
    {
        using var db = Context(database);
        // Readers of events go on where they stopped; only the database has one order for all nodes.
        var properties = ModelOf(db)
            .GetEntityTypes()
            .SelectMany(entity => entity.GetProperties())
            .Where(property => property.PropertyInfo != typeof(AccountEvent).GetProperty(nameof(AccountEvent.Number)))
            .ToList();
        // EF makes a Guid itself; whatever else is generated on adding comes from the database.
        Assert.Empty(
            properties
                .Where(property =>
                    property.ValueGenerated != ValueGenerated.Never
                    && !(property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType == typeof(Guid))
                )
                .Select(property => $"{property.DeclaringType.DisplayName()}.{property.Name}")
        );
        Assert.All(
            properties,
            property =>
            {
                Assert.Null(property.GetDefaultValueSql());
                Assert.Null(property.GetComputedColumnSql());
            }
        );
        var script = db.Database.GenerateCreateScript();
        Assert.True(script.Split("AUTOINCREMENT").Length + script.Split("NULL IDENTITY").Length <= 3, "Only events are numbered.");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public void passkeys_have_a_table(DatabaseProvider database)
    {
        using var db = Context(database);
        Assert.Equal("AspNetUserPasskeys", db.Model.FindEntityType(typeof(IdentityUserPasskey<Guid>))?.GetTableName());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public void texts_of_hubs_own_have_a_limit(DatabaseProvider database)
    {
        using var db = Context(database);
        Assert.Empty(
            from entity in ModelOf(db).GetEntityTypes()
            where entity.ClrType.Assembly == typeof(HubDbContext).Assembly && entity.ClrType != typeof(HubUser)
            from property in entity.GetProperties()
            where property.GetTypeMapping().Converter?.ProviderClrType == typeof(string) || property.ClrType == typeof(string)
            where property.GetMaxLength() is null
            select $"{entity.DisplayName()}.{property.Name}"
        );
    }

    private static HubDbContext Context(DatabaseProvider database) =>
        database switch
        {
            DatabaseProvider.Sqlite => DesignTime.Create<SqliteHubDbContext>(database),
            DatabaseProvider.SqlServer => DesignTime.Create<SqlServerHubDbContext>(database),
        };

    // The model that is used at run time has forgotten what only migrations need.
    private static IModel ModelOf(HubDbContext db) => db.GetService<IDesignTimeModel>().Model;

    private static void AssertFits(IReadOnlyList<IProperty> properties, bool clustered)
    {
        var name = $"{properties[0].DeclaringType.DisplayName()} ({string.Join(", ", properties.Select(property => property.Name))})";
        Assert.True(properties.All(property => BytesOf(property) is not null), $"{name} is on a column without a limit.");
        var bytes = properties.Sum(property => BytesOf(property));
        Assert.True(bytes <= (clustered ? 900 : 1700), $"{name} takes {bytes} bytes.");
    }

    /// <returns>The most that a value takes in SQL Server; null where there is no limit.</returns>
    private static int? BytesOf(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => property.GetMaxLength() * (property.IsUnicode() ?? true ? 2 : 1),
            _ when type == typeof(byte[]) => property.GetMaxLength(),
            _ when type == typeof(Guid) => 16,
            _ when type == typeof(DateTimeOffset) => 10,
            _ when type == typeof(long) => 8,
            _ when type == typeof(int) => 4,
            _ when type == typeof(bool) => 1,
            _ => throw new NotSupportedException($"Say how many bytes a {type.Name} takes."),
        };
    }
}
