using System.Reflection;
using System.Runtime.CompilerServices;
using Hub.Core.Inputs;
using Hub.Core.Verification;

namespace Hub.Tests.Support;

/// <summary>Makes every case of a closed record, with every value of its enums and with and without what is nullable.</summary>
internal static class CaseSamples
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static IReadOnlyList<T> Of<T>() => [.. Of(typeof(T)).Cast<T>()];

    private static IEnumerable<object?> Of(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object?>();
        }

        return type switch
        {
            _ when type == typeof(string) => ["a text"],
            _ when type == typeof(ProviderIdentity) =>
            [
                ProviderIdentity.Unknown,
                new ProviderIdentity("Jane", "jane@acme.example", "Acme", "7"),
            ],
            _ when type == typeof(IReadOnlyDictionary<string, ValidationError>) =>
            [
                new Dictionary<string, ValidationError>(StringComparer.Ordinal) { ["api_key"] = new ValidationError.NameRequired() },
            ],
            _ when type == typeof(byte[]) => [Array.Empty<byte>()],
            { IsValueType: true } => [Activator.CreateInstance(type)],
            { IsInterface: true } => [null],
            { IsAbstract: true } => type.GetNestedTypes().Where(one => one.IsSubclassOf(type)).SelectMany(Of),
            _ when type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).FirstOrDefault() is { } constructor
                    && IsRecord(type) => Combine(constructor.GetParameters()).Select(constructor.Invoke),
            // Not read by a sentence.
            _ => [RuntimeHelpers.GetUninitializedObject(type)],
        };
    }

    private static IEnumerable<object?[]> Combine(ParameterInfo[] parameters) =>
        parameters.Aggregate(
            new List<object?[]> { Array.Empty<object?>() }.AsEnumerable(),
            (rows, parameter) => rows.SelectMany(row => ValuesOf(parameter).Select(value => (object?[])[.. row, value]))
        );

    private static IEnumerable<object?> ValuesOf(ParameterInfo parameter)
    {
        var bare = Nullable.GetUnderlyingType(parameter.ParameterType);
        var values = Of(bare ?? parameter.ParameterType);
        return bare is not null || Nullability.Create(parameter).WriteState == NullabilityState.Nullable ? values.Prepend(null) : values;
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
