namespace Hub.Tests.Components;

/// <summary>The cases of a closed record.</summary>
internal static class Cases
{
    public static IEnumerable<string> Of<T>() =>
        typeof(T).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(T))).Select(type => type.Name).Order(StringComparer.Ordinal);
}
