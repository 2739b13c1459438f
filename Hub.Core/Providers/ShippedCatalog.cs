using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using YamlDotNet.Serialization;

namespace Hub.Core.Providers;

/// <summary>
/// The providers that come with Hub, from the one JSON document that the build makes of their files. Neither YamlDotNet nor JsonSerializer
/// reads it: compiling what these two need for each type takes longer, at every start, than all the rest. Tests check that the files are
/// valid and that this reads the same as <see cref="ProviderFile"/>.
/// </summary>
internal static class ShippedCatalog
{
    [SuppressMessage("Design", "MA0045", Justification = "Read once, at start.")]
    public static IReadOnlyList<Provider> Read()
    {
        using var stream = typeof(ShippedCatalog).Assembly.GetManifestResourceStream("catalog.json")!;
        using var document = JsonDocument.Parse(stream);
        return (IReadOnlyList<Provider>)Read(document.RootElement, typeof(IReadOnlyList<Provider>));
    }

    private static object Read(JsonElement json, Type type) =>
        json.ValueKind switch
        {
            JsonValueKind.Array => ReadList(json, type.GenericTypeArguments[0]),
            JsonValueKind.Object when type == typeof(IReadOnlyDictionary<string, string>) => json.EnumerateObject()
                .ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal),
            JsonValueKind.Object when type == typeof(AuthMethod) => ((AuthMethodEntry)ReadRecord(json, typeof(AuthMethodEntry))).ToMethod(),
            JsonValueKind.Object => ReadRecord(json, type),
            JsonValueKind.String when type == typeof(GuideStep) => new GuideStep { Text = json.GetString()! },
            _ => ReadScalar(json.GetString()!, Nullable.GetUnderlyingType(type) ?? type),
        };

    private static Array ReadList(JsonElement json, Type type)
    {
        var list = Array.CreateInstance(type, json.GetArrayLength());
        for (var index = 0; index < list.Length; index++)
        {
            list.SetValue(Read(json[index], type), index);
        }

        return list;
    }

    private static object ReadRecord(JsonElement json, Type type)
    {
        var record = Activator.CreateInstance(type)!;
        foreach (var pair in json.EnumerateObject())
        {
            var property =
                type.GetProperty(PropertyNameOf(pair.Name), BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)
                ?? throw new InvalidOperationException($"A file of the catalog has the key {pair.Name}, which {type.Name} does not have.");
            property.SetValue(record, Read(pair.Value, property.PropertyType));
        }

        return record;
    }

    /// <summary>Properties whose name differs from their key. The attribute <see cref="YamlMemberAttribute"/> says the same to
    /// YamlDotNet; reading it here would load YamlDotNet at start.</summary>
    private static string PropertyNameOf(string key) =>
        key switch
        {
            "keeps" => nameof(AuthorizationCodeFlow.ConnectionParameters),
            "denials" => nameof(AuthorizationCodeFlow.DenialCodes),
            _ => key,
        };

    /// <summary>Files write names in snake_case, enums in PascalCase.</summary>
    private static object ReadScalar(string text, Type type) =>
        type == typeof(Fact) && text == "sign_in" ? Fact.Authorization
        : type.IsEnum ? Enum.Parse(type, text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true)
        : type == typeof(DateOnly) ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
}
