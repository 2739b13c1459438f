using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;

namespace Hub.Web.Api;

/// <summary>
/// The JSON object that a caller sent, read member by member, so that an answer can name every one that is wrong and not only the first.
/// Members that nobody knows are ignored; null is the same as not there.
/// </summary>
/// <param name="Value">What could be read; null where the body is no JSON object at all.</param>
/// <param name="Error">What is wrong with it; null where nothing is.</param>
internal sealed record ApiBody<T>(T? Value, ApiError? Error) : IBindableFromHttpContext<ApiBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    public static async ValueTask<ApiBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new(null, ApiError.Of(StatusCodes.Status415UnsupportedMediaType));
        }

        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(
                context.Request.Body, new JsonDocumentOptions { MaxDepth = ApiJson.Options.MaxDepth, AllowDuplicateProperties = false }, context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new(null, ApiError.Of(StatusCodes.Status400BadRequest, "malformed_json", "The body is not JSON."));
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : new(null, ApiError.Of(StatusCodes.Status400BadRequest, "malformed_json", "The body is not a JSON object."));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static ApiBody<T> Read(JsonElement body)
    {
        var type = (JsonTypeInfo<T>)ApiJson.Options.GetTypeInfo(typeof(T));
        var value = type.CreateObject!();
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in type.Properties)
        {
            if (!body.TryGetProperty(member.Name, out var element) || element.ValueKind == JsonValueKind.Null)
            {
                if (member.IsRequired)
                {
                    faults[member.Name] = "is required";
                }

                continue;
            }

            try
            {
                member.Set!(value, element.Deserialize(member.PropertyType, ApiJson.Options));
            }
            // Text that is no Unicode is an InvalidOperationException.
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                faults[member.Name] = $"is not {Expected(member.PropertyType)}";
            }
        }

        return new(value, faults.Count == 0 ? null : ApiError.Invalid(faults));
    }

    private static string Expected(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare switch
        {
            _ when bare == typeof(string) => "text",
            _ when bare == typeof(bool) => "true or false",
            _ when bare == typeof(double) || bare == typeof(int) || bare == typeof(long) => "a number",
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(bare).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}",
            _ when bare.IsAssignableTo(typeof(System.Collections.IDictionary)) || bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => "an object",
            _ when bare != typeof(string) && bare.IsAssignableTo(typeof(System.Collections.IEnumerable)) => "a list of texts",
            _ => "valid",
        };
    }
}
