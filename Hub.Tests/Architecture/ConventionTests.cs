using System.Reflection;
using System.Runtime.CompilerServices;
using Hub.Core.Accounts;
using Hub.Core.Data;
using Hub.Core.Verification;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Tests.Architecture;

/// <summary>How the core is built, said once and checked by reflection.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Core = typeof(HubDbContext).Assembly;

    /// <summary>The core's own types: not what the compiler or a generator wrote, and not the migrations.</summary>
    private static IEnumerable<Type> Types =>
        Core.GetTypes()
            .Where(type =>
                type.Namespace?.StartsWith("Hub.Core", StringComparison.Ordinal) == true
                && !type.Namespace.StartsWith("Hub.Core.Data.Migrations", StringComparison.Ordinal)
                && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                && type.DeclaringType?.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) != true
            );

    /// <summary>The roots of the closed outcomes: what a verb can end in.</summary>
    public static TheoryData<Type> Outcomes => [.. Types.Where(type => type is { IsAbstract: true, IsSealed: false } && IsRecord(type))];

    [Fact]
    public void the_types_are_found()
    {
        Assert.Contains(typeof(LinkedAccount), Types);
        Assert.Contains(typeof(AccountLinker), Types);
        Assert.Contains(typeof(VerificationOutcome), Outcomes.Select(row => row.Data));
        Assert.Contains(typeof(LinkOutcome), Outcomes.Select(row => row.Data));
        Assert.DoesNotContain(Types, type => type.IsSubclassOf(typeof(Migration)));
    }

    [Fact]
    public void the_core_knows_neither_the_web_nor_http_contexts_nor_components()
    {
        var references = Core.GetReferencedAssemblies().Select(reference => reference.Name!).ToList();
        Assert.NotEmpty(references);
        string[] forbidden =
        [
            "Hub.Web",
            "MudBlazor",
            "Microsoft.AspNetCore.Http",
            "Microsoft.AspNetCore.Components",
            "Microsoft.AspNetCore.Mvc",
            "Microsoft.AspNetCore.Hosting",
        ];
        Assert.DoesNotContain(
            references,
            name => forbidden.Any(one => name == one || name.StartsWith($"{one}.", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void classes_are_sealed() =>
        Assert.Empty(Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName));

    [Fact]
    public void what_returns_a_task_is_called_async() =>
        Assert.Empty(
            PublicMethods(Types)
                .Where(method => IsTask(method.ReturnType) != method.Name.EndsWith("Async", StringComparison.Ordinal))
                .Select(Describe)
        );

    [Fact]
    public void what_takes_time_can_be_cancelled() =>
        Assert.Empty(
            PublicMethods(Types.Where(type => type is { IsAbstract: false } || type.IsInterface))
                .Where(method => IsTask(method.ReturnType) && !ImplementsForeignInterface(method))
                .Where(method => method.GetParameters() is not [.., var last] || last.ParameterType != typeof(CancellationToken))
                .Select(Describe)
        );

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void an_outcome_is_closed(Type outcome)
    {
        var constructors = outcome.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        // Every record has one more, which copies; it is protected and needs an instance to begin with.
        Assert.All(
            constructors.Where(constructor => constructor.GetParameters() is not [var only] || only.ParameterType != outcome),
            constructor =>
                Assert.True(constructor.IsPrivate, "The parameterless constructor is private, so that nobody adds a case elsewhere.")
        );
        Assert.Contains(outcome.GetNestedTypes(), type => type.IsSubclassOf(outcome));
        Assert.All(
            Core.GetTypes().Where(type => type.IsSubclassOf(outcome)),
            type =>
            {
                Assert.Equal(outcome, type.DeclaringType);
                Assert.True(type.IsSealed);
            }
        );
    }

    [Fact]
    public void names_say_what_a_type_does()
    {
        string[] vague = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Service", "Repository"];
        Assert.DoesNotContain(Types, type => vague.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void there_are_interfaces_only_where_tests_replace_something()
    {
        var interfaces = Types.Where(type => type.IsInterface).ToList();
        Assert.Equal(new HashSet<Type> { typeof(IAccountLinker), typeof(ICredentialVerifier) }, interfaces.ToHashSet());
        Assert.All(interfaces, one => Assert.Single(Types, type => type.IsClass && type.IsAssignableTo(one)));
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static bool IsTask(Type type) =>
        type == typeof(Task)
        || type == typeof(ValueTask)
        || (
            type.IsGenericType
            && type.GetGenericTypeDefinition() is var open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>))
        );

    private static IEnumerable<MethodInfo> PublicMethods(IEnumerable<Type> types) =>
        types
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            )
            .Where(method => !method.IsSpecialName);

    /// <summary>Its shape is somebody else's choice.</summary>
    private static bool ImplementsForeignInterface(MethodInfo method) =>
        method.DeclaringType is { IsInterface: false } type
        && type.GetInterfaces().Where(one => one.Assembly != Core).Any(one => type.GetInterfaceMap(one).TargetMethods.Contains(method));

    private static string Describe(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
