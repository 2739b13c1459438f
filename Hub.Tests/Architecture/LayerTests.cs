using System.Reflection;
using Hub.Core.Data;
using Hub.Tests.Support;
using Hub.Web.Components;
using NetArchTest.Rules;

namespace Hub.Tests.Architecture;

/// <summary>A folder uses only folders below it. See docs/architecture.md.</summary>
public sealed class LayerTests
{
    /// <summary>
    /// From the bottom to the top. Data is not among them: it maps everything to the database, and everything reads and writes through it.
    /// </summary>
    private static readonly string[] Core =
    [
        "Hub.Core.Audit",
        "Hub.Core.Inputs",
        "Hub.Core.Outbound",
        "Hub.Core.Credentials",
        "Hub.Core.Mail",
        "Hub.Core.Providers",
        "Hub.Core.Verification",
        "Hub.Core.Identity",
        "Hub.Core.OAuth",
        "Hub.Core.AccessKeys",
        "Hub.Core.Sessions",
        "Hub.Core.Accounts",
        "Hub.Core.Notices",
        "Hub.Core.AuthLinks",
        "Hub.Core.Authorization",
        "Hub.Core.Idempotency",
        "Hub.Core.Maintenance",
    ];

    private static readonly string Document = Path.Combine(RunningHub.ProjectDirectory, "..", "docs", "architecture.md");

    private static readonly Assembly CoreAssembly = typeof(HubDbContext).Assembly;

    public static TheoryData<string> CoreFolders => [.. Core];

    [Fact]
    public void every_folder_has_its_place() =>
        Assert.Equal(
            [.. Core.Order(StringComparer.Ordinal)],
            CoreAssembly
                .GetTypes()
                .Select(type => type.Namespace)
                .OfType<string>()
                .Where(name => name.StartsWith("Hub.Core.", StringComparison.Ordinal) && !IsIn(name, "Hub.Core.Data"))
                .Select(name => string.Join('.', name.Split('.').Take(3)))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>Its picture has a folder a line, from the top to the bottom.</summary>
    [Fact]
    public async Task the_picture_in_the_documentation_has_this_order()
    {
        var text = await File.ReadAllTextAsync(Document, TestContext.Current.CancellationToken);
        var picture = text.Split("```", StringSplitOptions.None)[1].Split("Hub.Core", StringSplitOptions.None)[1];
        var folders = picture
            .Split('\n')
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => $"Hub.Core.{line.Trim().Split(' ')[0]}");
        Assert.Equal(Core.Reverse(), folders.Where(folder => folder != "Hub.Core.Data"));
    }

    [Theory]
    [MemberData(nameof(CoreFolders))]
    public void a_folder_uses_only_folders_below_it(string folder)
    {
        var above = Core[(Array.IndexOf(Core, folder) + 1)..];
        Assert.Empty(Failing(CoreAssembly, folder, above));
    }

    /// <summary>Both use the other folder only inside an asynchronous method, by a property of the database context.</summary>
    [Theory]
    [InlineData("Hub.Core.Maintenance", "Hub.Core.Idempotency", "Hub.Core.Maintenance.RetentionJob")]
    [InlineData("Hub.Core.AuthLinks", "Hub.Core.Accounts", "Hub.Core.AuthLinks.AuthLinkDirectory")]
    public void a_use_inside_a_method_is_found(string folder, string used, string by) =>
        Assert.Contains(by, Failing(CoreAssembly, folder, [used]));

    [Fact]
    public void the_api_does_not_use_components() => Assert.Empty(Failing(typeof(App).Assembly, "Hub.Web.Api", ["Hub.Web.Components"]));

    [Fact]
    public void the_messages_do_not_use_the_api() => Assert.Empty(Failing(typeof(App).Assembly, "Hub.Web.Messages", ["Hub.Web.Api"]));

    private static IEnumerable<string> Failing(Assembly assembly, string folder, string[] forbidden) =>
        forbidden.Length == 0
            ? []
            : Types
                .InAssembly(assembly)
                .That()
                .ResideInNamespace(folder)
                .ShouldNot()
                .HaveDependencyOnAny(forbidden)
                .GetResult()
                .FailingTypes?.Select(type => type.FullName)
                ?? [];

    private static bool IsIn(string name, string folder) => name == folder || name.StartsWith($"{folder}.", StringComparison.Ordinal);
}
