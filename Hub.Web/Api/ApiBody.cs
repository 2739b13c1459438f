using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
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
/// <param name="Faults">What is wrong, member by member.</param>
internal sealed record ApiBody<T>(T? Value, ApiError? Error, IReadOnlyDictionary<string, string> Faults)
    : IBindableFromHttpContext<ApiBody<T>>,
        IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ApiJson.Options.MaxDepth, AllowDuplicateProperties = false };

    public static async ValueTask<ApiBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Unreadable(ApiError.Of(StatusCodes.Status415UnsupportedMediaType));
        }

        JsonDocument document;
        try
        {
            using var bytes = new MemoryStream();
            await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
            context.Features.Set(new ApiBodyHash(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))));
            bytes.Position = 0;
            document = await JsonDocument.ParseAsync(bytes, Strict, context.RequestAborted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Unreadable(ApiError.Of(StatusCodes.Status400BadRequest, "malformed_json", "The body is not JSON."));
        }

        using (document)
        {
            if (!IsText(document.RootElement))
            {
                return Unreadable(
                    ApiError.Of(StatusCodes.Status400BadRequest, "malformed_json", "The body holds text that is no Unicode, or U+0000.")
                );
            }

            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : Unreadable(ApiError.Of(StatusCodes.Status400BadRequest, "malformed_json", "The body is not a JSON object."));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    /// <summary>JSON can escape halves of characters, which nothing can store; and U+0000, at which some stores end a text.</summary>
    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => !element.GetString()!.Contains('\0', StringComparison.Ordinal),
                JsonValueKind.Array => element.EnumerateArray().All(IsText),
                JsonValueKind.Object => element
                    .EnumerateObject()
                    .All(member => !member.Name.Contains('\0', StringComparison.Ordinal) && IsText(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static ApiBody<T> Unreadable(ApiError error) => new(null, error, FrozenDictionary<string, string>.Empty);

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

        return new(value, faults.Count == 0 ? null : ApiError.Invalid(faults), faults);
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
            _ when bare.IsAssignableTo(typeof(System.Collections.IDictionary))
                    || bare.IsGenericType && bare.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => "an object",
            _ when bare != typeof(string) && bare.IsAssignableTo(typeof(System.Collections.IEnumerable)) => "a list of texts",
            _ => "valid",
        };
    }
}

/// <summary>By which a call that is sent again is recognised.</summary>
internal sealed record ApiBodyHash(byte[] Value);
