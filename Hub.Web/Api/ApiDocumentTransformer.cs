using System.Text.RegularExpressions;
using Hub.Web.Api.StackOneHub;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hub.Web.Api;

/// <summary>What the API's description says of the API as a whole.</summary>
internal sealed partial class ApiDocumentTransformer(PublicAddress address) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Hub API",
            Version = "1",
            Description =
                "Create connect sessions, and read and change the accounts that were linked with them.\n\n"
                + "Authenticate with an access key: as the user name of HTTP Basic with an empty password, or as a "
                + "Bearer token. Every error below /api has the shape ApiError.",
        };
        // Wherever this document came from: it is the same for every Hub.
        document.Servers = [new OpenApiServer { Url = $"{address.Path}/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = SecuritySchemes();
        // Properties that are references have the description of what they refer to, unless it is set.
        var schemas = document.Components.Schemas?.Values ?? [];
        JoinLines(schemas);
        JoinLines(schemas.SelectMany(schema => schema.Properties?.Values ?? []));

        return Task.CompletedTask;
    }

    private static Dictionary<string, IOpenApiSecurityScheme> SecuritySchemes() =>
        new(StringComparer.Ordinal)
        {
            [HubOpenApi.AccessKeyBasic] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "basic",
                Description = "The access key as the user name, the password empty.",
            },
            [HubOpenApi.AccessKeyBearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The access key.",
            },
            [HubOpenApi.SessionToken] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ConnectSessionAuthentication.TokenHeader,
                Description = "The token of a connect session.",
            },
        };

    /// <summary>Descriptions come from XML comments, whose lines end where the code's do.</summary>
    private static void JoinLines(IEnumerable<IOpenApiSchema> schemas)
    {
        foreach (var schema in schemas.Where(schema => schema.Description?.Contains('\n', StringComparison.Ordinal) == true))
        {
            schema.Description = LineBreak().Replace(schema.Description!, " ");
        }
    }

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex LineBreak();
}
