using Hub.Core.AccessKeys;
using Hub.Web.Api.StackOneHub;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hub.Web.Api;

/// <summary>What the API's description says of an operation besides its signature: who may call it, and with which parameters.</summary>
internal sealed class ApiOperationTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequiredScope>().Select(required => required.Scope).ToList() is { Count: > 0 } scopes)
        {
            operation.Security =
            [
                Requirement(HubOpenApi.AccessKeyBasic, context.Document),
                Requirement(HubOpenApi.AccessKeyBearer, context.Document),
            ];
            operation.Description = $"{operation.Description}\n\n{Describe(scopes)}".Trim();
        }

        if (metadata.OfType<RequiresConnectSession>().Any())
        {
            operation.Security = [Requirement(HubOpenApi.SessionToken, context.Document)];
        }

        operation.Parameters ??= [];
        foreach (var query in metadata.OfType<QueryMetadata>())
        {
            operation.Parameters.Add(query.ToParameter());
        }

        if (metadata.OfType<FileMetadata>().FirstOrDefault() is { } file)
        {
            operation.RequestBody = file.ToBody();
        }

        if (metadata.OfType<IdempotentMetadata>().Any())
        {
            operation.Parameters.Add(IdempotencyKey());
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static string Describe(List<AccessScopes> scopes)
    {
        var needed = string.Join(", ", scopes.Where(scope => scope != AccessScopes.None).Select(scope => scope.ToWireName()));
        return needed.Length == 0 ? "Works with any access key." : $"Needs the scope `{needed}`.";
    }

    private static OpenApiParameter IdempotencyKey() =>
        new()
        {
            Name = Idempotency.Header,
            In = ParameterLocation.Header,
            Description =
                "Up to 255 characters, new for each call. The same call with the same key within 24 hours gets the same answer, and "
                + "creates nothing.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}
