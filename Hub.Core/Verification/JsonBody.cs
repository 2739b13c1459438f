using System.Text.Json;

namespace Hub.Core.Verification;

/// <summary>The body of a provider's answer as JSON.</summary>
internal static class JsonBody
{
    /// <returns>Null where the body is not JSON, or there is none.</returns>
    public static JsonDocument? Parse(byte[]? body)
    {
        try
        {
            return body is null ? null : JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
