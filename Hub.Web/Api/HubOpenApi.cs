using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Hub.Web.Api;

/// <summary>The API's description at /openapi/v1.json, and at /docs for people to read.</summary>
internal static class HubOpenApi
{
    public const string DocumentPath = "/openapi/v1.json";

    public const string ReferencePath = "/docs";

    private const string Document = "v1";

    public const string AccessKeyBasic = "access_key_basic";
    public const string AccessKeyBearer = "access_key_bearer";
    public const string SessionToken = "session_token";

    public static bool Serves(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ReferencePath, StringComparison.OrdinalIgnoreCase);

    public static void AddTo(IServiceCollection services) =>
        services.AddOpenApi(
            Document,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
                options.AddDocumentTransformer<ApiDocumentTransformer>();
                options.AddOperationTransformer<ApiOperationTransformer>();
            }
        );

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference(
            ReferencePath,
            options =>
                options
                    .WithTitle("Hub API")
                    .WithOpenApiRoutePattern(DocumentPath)
                    .DisableDefaultFonts()
                    .DisableTelemetry()
                    .DisableAgent()
                    .DisableMcp()
                    .HideDeveloperTools()
                    .HideClientButton()
                    .AddPreferredSecuritySchemes(AccessKeyBasic)
        );
    }

    /// <summary>Says of which query an endpoint takes notice that reads it itself.</summary>
    public static RouteHandlerBuilder TakesQuery(
        this RouteHandlerBuilder endpoint,
        string name,
        string description,
        bool number = false,
        bool list = false
    ) => endpoint.WithMetadata(new QueryMetadata(name, description, number, list));

    /// <summary>
    /// Says which files an endpoint takes as the body. Not by Accepts: that answers 415 to who may not even know that there is such an
    /// endpoint.
    /// </summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder endpoint, params string[] contentTypes) =>
        endpoint.WithMetadata(new FileMetadata(contentTypes));
}

/// <summary>The content types of a file that an endpoint reads itself; read by the API's description.</summary>
internal sealed record FileMetadata(IReadOnlyList<string> ContentTypes)
{
    public OpenApiRequestBody ToBody() =>
        new()
        {
            Required = true,
            Content = ContentTypes.ToDictionary(
                type => type,
                _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                StringComparer.Ordinal
            ),
        };
}

/// <summary>A parameter of the query that an endpoint reads itself; read by the API's description.</summary>
internal sealed record QueryMetadata(string Name, string Description, bool IsNumber, bool IsList)
{
    public OpenApiParameter ToParameter()
    {
        var one = new OpenApiSchema { Type = IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String };
        return new OpenApiParameter
        {
            Name = Name,
            In = ParameterLocation.Query,
            Description = Description,
            Schema = IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one,
        };
    }
}
