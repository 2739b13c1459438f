using System.Text.Json;

namespace Hub.Web.Api;

/// <summary>The JSON objects that products keep with sessions and accounts.</summary>
internal static class JsonText
{
    /// <returns>As it is stored; null for nothing and for {}, which official SDKs send for nothing.</returns>
    public static string? Of(IReadOnlyDictionary<string, JsonElement>? members) =>
        members is null or { Count: 0 } ? null : JsonSerializer.Serialize(members, ApiJson.Options);

    public static JsonElement? Parse(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
