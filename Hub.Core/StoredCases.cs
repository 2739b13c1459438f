using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Core;

/// <summary>
/// Stores a case of a closed record as a code, and what the case holds as a JSON object. Codes that are stored never change their meaning.
/// See docs/decisions/ADR-0026-reasons-are-stored-as-codes.md.
/// </summary>
internal sealed class StoredCases<T>
    where T : class
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // It is no part of a page, and a column has an end.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Func<string, T> _unknown;
    private readonly Dictionary<string, Type> _types;
    private readonly Dictionary<Type, string> _codes;

    /// <param name="unknown">What a code is read as that this version does not have.</param>
    public StoredCases(Func<string, T> unknown, params IReadOnlyCollection<(string Code, Type Type)> cases)
    {
        _unknown = unknown;
        _types = cases.ToDictionary(one => one.Code, one => one.Type, StringComparer.Ordinal);
        _codes = cases.ToDictionary(one => one.Type, one => one.Code);
    }

    public string CodeOf(T value) => _codes[value.GetType()];

    /// <returns>Arguments are null where the case has none.</returns>
    public (string? Code, string? Arguments) Write(T? value) =>
        value is null ? (null, null)
        : JsonSerializer.Serialize(value, value.GetType(), Json) is var arguments && arguments == "{}" ? (CodeOf(value), null)
        : (CodeOf(value), arguments);

    public T? Read(string? code, string? arguments) =>
        code is null ? null
        : _types.TryGetValue(code, out var type) ? (T?)JsonSerializer.Deserialize(arguments ?? "{}", type, Json)
        : _unknown(code);
}
