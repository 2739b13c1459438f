using Hub.Core.AccessKeys;
using Hub.Web.Api.StackOneHub;
using Hub.Web.Hosting;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Hub.Web.Api;

/// <summary>The API's description at /openapi/v1.json, and at /docs for people to read.</summary>
internal static class HubOpenApi
{
    public const string DocumentPath = "/openapi/v1.json";

    public const string ReferencePath = "/docs";

    private const string Document = "v1";

    private const string AccessKeyBasic = "access_key_basic";
    private const string AccessKeyBearer = "access_key_bearer";
    private const string SessionToken = "session_token";

    public static bool Serves(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ReferencePath, StringComparison.OrdinalIgnoreCase);

    public static void AddTo(IServiceCollection services) =>
        services.AddOpenApi(
            Document,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
                options.AddDocumentTransformer(
                    (document, context, _) =>
                    {
                        document.Info = new OpenApiInfo
                        {
                            Title = "Hub API",
                            Version = "1",
                            Description =
                                "Make connect sessions, and read and change the accounts that were linked with them.\n\n"
                                + "Authenticate with an access key: as the user name of HTTP Basic with an empty password, or as a "
                                + "Bearer token. Every error below /api has the shape ApiError.",
                        };
                        // Wherever this document came from: it is the same for every Hub.
                        document.Servers =
                        [
                            new OpenApiServer { Url = $"{context.ApplicationServices.GetRequiredService<PublicAddress>().Path}/" },
                        ];
                        document.Components ??= new OpenApiComponents();
                        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
                        {
                            [AccessKeyBasic] = new OpenApiSecurityScheme
                            {
                                Type = SecuritySchemeType.Http,
                                Scheme = "basic",
                                Description = "The access key as the user name, the password empty.",
                            },
                            [AccessKeyBearer] = new OpenApiSecurityScheme
                            {
                                Type = SecuritySchemeType.Http,
                                Scheme = "bearer",
                                Description = "The access key.",
                            },
                            [SessionToken] = new OpenApiSecurityScheme
                            {
                                Type = SecuritySchemeType.ApiKey,
                                In = ParameterLocation.Header,
                                Name = ConnectSessionAuthentication.TokenHeader,
                                Description = "The token of a connect session.",
                            },
                        };
                        return Task.CompletedTask;
                    }
                );
                options.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                        var scopes = metadata.OfType<RequiredScope>().Select(required => required.Scope).ToList();
                        if (scopes.Count > 0)
                        {
                            operation.Security =
                            [
                                new OpenApiSecurityRequirement
                                {
                                    [new OpenApiSecuritySchemeReference(AccessKeyBasic, context.Document)] = [],
                                },
                                new OpenApiSecurityRequirement
                                {
                                    [new OpenApiSecuritySchemeReference(AccessKeyBearer, context.Document)] = [],
                                },
                            ];
                            var needed = string.Join(
                                ", ",
                                scopes.Where(scope => scope != AccessScopes.None).Select(scope => scope.ToWireName())
                            );
                            var rule = needed.Length == 0 ? "Any access key will do." : $"Needs the scope `{needed}`.";
                            operation.Description = $"{operation.Description}\n\n{rule}".Trim();
                        }

                        if (metadata.OfType<RequiresConnectSession>().Any())
                        {
                            operation.Security =
                            [
                                new OpenApiSecurityRequirement
                                {
                                    [new OpenApiSecuritySchemeReference(SessionToken, context.Document)] = [],
                                },
                            ];
                        }

                        operation.Parameters ??= [];
                        foreach (var query in metadata.OfType<QueryMetadata>())
                        {
                            operation.Parameters.Add(query.ToParameter());
                        }

                        if (metadata.OfType<IdempotentMetadata>().Any())
                        {
                            operation.Parameters.Add(
                                new OpenApiParameter
                                {
                                    Name = Idempotency.Header,
                                    In = ParameterLocation.Header,
                                    Description =
                                        "Up to 255 characters, new for each call. The same call with the same key within 24 hours "
                                        + "gets the same answer, and creates nothing.",
                                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                                }
                            );
                        }

                        return Task.CompletedTask;
                    }
                );
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

    private sealed record QueryMetadata(string Name, string Description, bool IsNumber, bool IsList)
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
}
