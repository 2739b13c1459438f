using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Tests.Support;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Tests.Architecture;

/// <summary>
/// What holds a secret never prints it. Such types are found by reflection: those with a member of a secret type, however deep, and
/// those with a text whose name is that of a secret.
/// </summary>
public sealed class SecretCarrierTests
{
    private const string Value = "live-key-0123456789-abcdefghij";

    /// <summary>How deep values are made up inside of others.</summary>
    private const int MaxDepth = 4;

    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Names of texts that are secrets: of what comes in requests and forms, and of what goes to a provider.</summary>
    private static readonly string[] SecretNames =
    [
        "AccessToken",
        "AuthLinkUrl",
        "Browser",
        "Credential",
        "Credentials",
        "Entered",
        "Password",
        "Read",
        "RefreshToken",
        "Secret",
        "Secrets",
        "Shown",
        "State",
        "Ticket",
        "Token",
        "Values",
        "Verifier",
    ];

    /// <summary>Texts that are called so and are no secrets.</summary>
    private static readonly Dictionary<(Type, string), string> NoSecrets = new()
    {
        [(typeof(SessionGrant), nameof(SessionGrant.Browser))] = "It is a hash.",
        [(typeof(BasicCredentials), nameof(BasicCredentials.Password))] = "A provider file says which field is sent.",
        [(typeof(TokenAnswer), nameof(TokenAnswer.AccessToken))] = "A provider file says where the answer has it.",
        [(typeof(TokenAnswer), nameof(TokenAnswer.RefreshToken))] = "A provider file says where the answer has it.",
    };

    private static readonly Assembly[] Product = [typeof(HubDbContext).Assembly, typeof(HubApplication).Assembly];

    private static readonly IReadOnlyList<Type> Types =
    [
        .. Product
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type is { IsInterface: false, IsEnum: false, ContainsGenericParameters: false }
                && !type.IsSubclassOf(typeof(Delegate))
                && !type.FullName!.Contains('<', StringComparison.Ordinal)
            ),
    ];

    private static readonly HashSet<Type> WithSecrets = FindWithSecrets();

    /// <summary>Of those with texts, the ones that print their members, as records do: any other class prints its name.</summary>
    public static TheoryData<Type> Carriers =>
        [
            .. Types
                .Where(type => !type.IsAbstract)
                .Where(type => WithSecrets.Contains(type) || (PrintsItself(type) && Fields(type).Any(IsSecretText)))
                .OrderBy(type => type.FullName, StringComparer.Ordinal),
        ];

    /// <summary>Not the web's: bodies of the API are there to be JSON.</summary>
    public static TheoryData<Type> CoreCarriers =>
        [
            .. WithSecrets
                .Where(type => !type.IsAbstract && type.Assembly == typeof(HubDbContext).Assembly)
                .OrderBy(type => type.FullName, StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Carriers))]
    public void what_carries_a_secret_never_prints_it(Type carrier)
    {
        var value = Filled(carrier);
        Assert.DoesNotContain(Value, value.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Value, $"{value}", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CoreCarriers))]
    public void what_carries_a_secret_is_no_json_of_it(Type carrier) =>
        Assert.DoesNotContain(Value, JsonSerializer.Serialize(Filled(carrier, withTexts: false), carrier), StringComparison.Ordinal);

    [Fact]
    public void a_stored_credential_shows_nothing_of_it()
    {
        var protector = new CredentialProtector(new EphemeralDataProtectionProvider());
        var account = Some.Account(protector: protector, values: Some.Values(("api_key", Value)));
        Assert.All(
            new object[] { account, account.Credentials.Single() },
            it =>
            {
                Assert.DoesNotContain(Value, it.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(Value, JsonSerializer.Serialize(it, it.GetType()), StringComparison.Ordinal);
            }
        );
    }

    /// <summary>Without this the tests above could search nothing.</summary>
    [Fact]
    public void the_carriers_are_found_and_carry_it()
    {
        Assert.Equal(Value, Assert.IsType<Secret>(Filled(typeof(Secret))).Reveal());
        Assert.Equal(Value, Assert.IsType<CredentialValues>(Filled(typeof(CredentialValues))).Reveal("api_key"));
        Assert.Equal(Value, Assert.IsType<RegisteredClient>(Filled(typeof(RegisteredClient))).Secret.Reveal());
        var payload = Assert.IsType<AuthorizationPayload>(Filled(typeof(AuthorizationPayload)));
        Assert.Equal((Value, Value), (payload.Values.Reveal("api_key"), payload.Verifier));
        var tokens = Assert.IsType<TokenOutcome.Granted>(Filled(typeof(TokenOutcome.Granted))).Tokens;
        Assert.Equal(Value, tokens.AddTo(Some.Values()).Reveal(Template.AccessToken));
        Assert.All(
            [typeof(Secret), typeof(CredentialValues), typeof(RegisteredClient), typeof(AuthorizationPayload), typeof(TokenSet)],
            type => Assert.Contains(type, Carriers.Select(row => row.Data))
        );
        Assert.All(NoSecrets.Keys, member => Assert.Contains(Fields(member.Item1), field => NameOf(field) == member.Item2));
    }

    private static HashSet<Type> FindWithSecrets()
    {
        HashSet<Type> found = [typeof(Secret), typeof(CredentialValues)];
        int before;
        do
        {
            before = found.Count;
            found.UnionWith(Types.Where(type => Fields(type).Any(field => Mentions(field.FieldType, found))));
            // Who holds a base may hold any of its cases.
            found.UnionWith(
                found.Select(type => type.BaseType).OfType<Type>().Where(type => type.IsAbstract && Types.Contains(type)).ToList()
            );
        } while (found.Count > before);
        return found;
    }

    private static bool Mentions(Type type, HashSet<Type> found) =>
        found.Contains(type)
        || (type.GetElementType() is { } element && Mentions(element, found))
        || (type.IsGenericType && type.GetGenericArguments().Any(argument => Mentions(argument, found)));

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        Types.Contains(type) ? [.. type.GetFields(Instance), .. Fields(type.BaseType!)] : [];

    private static bool IsSecretText(FieldInfo field) =>
        IsText(field.FieldType)
        && SecretNames.Contains(NameOf(field), StringComparer.OrdinalIgnoreCase)
        && !NoSecrets.ContainsKey((field.DeclaringType!, NameOf(field)));

    private static bool IsText(Type type) =>
        type == typeof(string)
        || type == typeof(JsonElement)
        || type.IsAssignableTo(typeof(JsonNode))
        || type.IsAssignableTo(typeof(IEnumerable<string>))
        || type.IsAssignableTo(typeof(IEnumerable<KeyValuePair<string, string>>));

    /// <summary>Of a property, a captured parameter or a field, without what the compiler or our style adds.</summary>
    private static string NameOf(FieldInfo field) => field.Name.Split('<', '>') is [_, var name, ..] ? name : field.Name.TrimStart('_');

    private static bool PrintsItself(Type type) => Types.Contains(type.GetMethod(nameof(ToString), [])!.DeclaringType!);

    /// <returns>One with <see cref="Value"/> in all its secrets.</returns>
    /// <param name="withTexts">Also in those that are texts.</param>
    private static object Filled(Type type, bool withTexts = true) => ValueOf(type, isSecret: false, withTexts, depth: 0)!;

    private static object? ValueOf(Type type, bool isSecret, bool withTexts, int depth)
    {
        var text = isSecret ? Value : "text";
        object[] candidates =
        [
            new Secret(Value),
            Some.Values(("api_key", Value)),
            text,
            new[] { text },
            new List<string> { text },
            new Dictionary<string, string>(StringComparer.Ordinal) { [text] = text },
            new[] { text }.ToLookup(one => one, StringComparer.Ordinal),
            new Dictionary<string, Secret>(StringComparer.Ordinal) { ["api_key"] = new(Value) },
            new JsonObject { ["api_key"] = text },
            JsonSerializer.SerializeToElement(text),
        ];
        if (candidates.FirstOrDefault(candidate => candidate.GetType().IsAssignableTo(type)) is { } simple)
        {
            return simple;
        }

        if (type.IsValueType || depth == MaxDepth || CaseOf(type) is not { } found)
        {
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        }

        // Past its constructors, which ask for more than can be made up.
        var value = RuntimeHelpers.GetUninitializedObject(found);
        foreach (var field in Fields(found))
        {
            field.SetValue(value, ValueOf(field.FieldType, withTexts && IsSecretText(field), withTexts, depth + 1));
        }

        return value;
    }

    /// <returns>The type itself or, of an abstract one, a case that holds a secret; null for what the product does not define.</returns>
    private static Type? CaseOf(Type type) =>
        Types.FirstOrDefault(one => one == type && !one.IsAbstract)
        ?? Types.FirstOrDefault(one =>
            type.IsAbstract && Types.Contains(type) && !one.IsAbstract && one.IsSubclassOf(type) && WithSecrets.Contains(one)
        );
}
