using Hub.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace Hub.Tests.Support;

public sealed class TestStoreTests
{
    [Fact]
    public async Task a_store_that_cannot_be_prepared_leaves_nothing_behind()
    {
        var options = new DatabaseOptions { DataDirectory = RunningHub.NewDirectory() };
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestStore.CreateAsync(
                options,
                async store =>
                {
                    await store.Get<DatabaseMigrator>().MigrateAsync(TestContext.Current.CancellationToken);
                    throw new InvalidOperationException("A migration failed.");
                }
            )
        );
        Assert.False(Directory.Exists(options.DataDirectory));
    }

    [Fact]
    public async Task it_watches_no_files()
    {
        await using var store = await TestStore.CreateAsync(DatabaseProvider.Sqlite);
        var files = ((IConfigurationRoot)store.Get<IConfiguration>()).Providers.OfType<JsonConfigurationProvider>().ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.Source.ReloadOnChange));
    }
}
