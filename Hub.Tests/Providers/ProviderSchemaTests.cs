using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Hub.Core.Providers;
using NJsonSchema;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hub.Tests.Providers;

/// <summary>
/// The JSON Schema is what editors show to those who write provider files: it has to say the same as the model that reads them.
/// </summary>
public sealed class ProviderSchemaTests
{
    private static readonly Assembly Tests = typeof(ProviderSchemaTests).Assembly;

    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
        .Build();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> CatalogFiles =>
        [.. Tests.GetManifestResourceNames().Where(name => name.StartsWith("catalog/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(CatalogFiles))]
    public async Task every_file_of_the_catalog_keeps_the_schema(string file)
    {
        var schema = await SchemaAsync();
        Assert.Empty(schema.Validate(ToJson(await ReadAsync(file))));
    }

    [Theory]
    [InlineData("slug: smartrecruiters", "slug: smartrecruiters\ncolour: red")]
    [InlineData("    label: API key", "    label: API key\n    lable: API key")]
    [InlineData("        kind: secret", "        kind: secret\n        maximum: 3")]
    [InlineData("category: ats", "category: recruiting")]
    [InlineData("outcome: verified_limited", "outcome: bad_key")]
    [InlineData("confidence: documented", "confidence: certain")]
    [InlineData("rank: 1", "rank: first")]
    [InlineData("      path: /user-api/v201804/users/me", "      path: user-api")]
    [InlineData("slug: smartrecruiters", "slug: Smart Recruiters")]
    [InlineData("\nchecked: 2026-", "\nchecked: 26-")]
    [InlineData("      headers:\n        X-SmartToken: \"{api_key}\"", "      basic:\n        username: x\n      headers:\n        X: y")]
    [InlineData(
        "      - status: 401\n        outcome",
        "      - status: 401\n        body: { path: error, oneOf: [a], contains: b }\n        outcome"
    )]
    public async Task a_file_with_a_fault_does_not(string right, string wrong)
    {
        var schema = await SchemaAsync();
        var yaml = await ReadAsync("catalog/smartrecruiters.yaml");
        Assert.Contains(right, yaml, StringComparison.Ordinal);
        Assert.NotEmpty(schema.Validate(ToJson(yaml.Replace(right, wrong, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task the_schema_says_the_same_as_the_model() => Compare(typeof(Provider), await SchemaAsync(), "provider");

    private static void Compare(Type type, JsonSchema schema, string where)
    {
        schema = schema.ActualSchema;
        Assert.False(schema.AllowAdditionalProperties, $"{where} allows unknown keys");
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToList();
        Assert.Equal(Sorted(properties.Select(NameOf)), Sorted(schema.Properties.Keys));
        Assert.Equal(
            Sorted(properties.Where(property => property.IsDefined(typeof(RequiredMemberAttribute))).Select(NameOf)),
            Sorted(schema.RequiredProperties)
        );
        foreach (var property in properties)
        {
            var here = $"{where}.{NameOf(property)}";
            var described = schema.Properties[NameOf(property)];
            Assert.False(
                string.IsNullOrWhiteSpace(described.Description ?? described.ActualSchema.Description),
                $"{here} has no description"
            );
            CompareValue(property.PropertyType, described.ActualSchema, here);
        }
    }

    private static void CompareValue(Type type, JsonSchema schema, string where)
    {
        type = type == typeof(AuthMethod) ? typeof(AuthMethodEntry) : Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            Assert.Equal(
                Sorted(Enum.GetValues(type).Cast<object>().Select(value => Serializer.Serialize(value).Trim())),
                Sorted(schema.Enumeration.Select(value => value!.ToString()!))
            );
        }
        else if (type == typeof(DateOnly))
        {
            Assert.Equal((JsonObjectType.String, "date"), (schema.Type, schema.Format));
        }
        else if (type == typeof(string) || type == typeof(int) || type == typeof(bool))
        {
            var expected =
                type == typeof(string) ? JsonObjectType.String
                : type == typeof(int) ? JsonObjectType.Integer
                : JsonObjectType.Boolean;
            Assert.True(schema.Type == expected, $"{where} is {schema.Type}, not {expected}");
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            Assert.Equal(JsonObjectType.Object, schema.Type);
            CompareValue(type.GetGenericArguments()[1], schema.AdditionalPropertiesSchema!.ActualSchema, $"{where}.*");
        }
        else if (typeof(IEnumerable).IsAssignableFrom(type))
        {
            Assert.Equal(JsonObjectType.Array, schema.Type);
            CompareValue(type.GetGenericArguments()[0], schema.Item!.ActualSchema, $"{where}[]");
        }
        else
        {
            // A step is written as a text too.
            Compare(type, schema.AnyOf.SingleOrDefault(form => form.HasReference) ?? schema, where);
        }
    }

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<YamlMemberAttribute>()?.Alias ?? CamelCaseNamingConvention.Instance.Apply(property.Name);

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);

    private static async Task<JsonSchema> SchemaAsync() => await JsonSchema.FromJsonAsync(await ReadAsync("provider.schema.json"), Stop);

    private static async Task<string> ReadAsync(string resource)
    {
        using var reader = new StreamReader(Tests.GetManifestResourceStream(resource)!);
        return await reader.ReadToEndAsync(Stop);
    }

    private static string ToJson(string yaml)
    {
        var value = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        return new SerializerBuilder().JsonCompatible().Build().Serialize(value);
    }
}
