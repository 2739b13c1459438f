using System.Security.Claims;
using Hub.Core;
using Hub.Core.AccessKeys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;

namespace Hub.Web.Api;

/// <summary>How endpoints of the API ask for an access key.</summary>
internal static class AccessKeyAuthentication
{
    public const string Scheme = "AccessKey";

    private const string IdClaim = "hub:access_key";
    private const string NameClaim = "hub:access_key_name";
    private const string ScopesClaim = "hub:access_key_scopes";

    public static void AddAccessKeyAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<ApiOptions>()
            .Bind(configuration.GetSection(ApiOptions.Section))
            .Validate(
                options => options.RequestsPerMinute > 0,
                $"{ApiOptions.Section}:{nameof(ApiOptions.RequestsPerMinute)} must be 1 or more."
            )
            .ValidateOnStart();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AccessKeyAuthenticationHandler>(Scheme, configureOptions: null);
        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy<Guid, AccessKeyRateLimit>(Scheme));
    }

    /// <summary>
    /// Only for access keys with this scope, each of them so often a minute. No cookie is looked at: a page elsewhere that makes the
    /// browser of a signed-in person call here achieves nothing.
    /// </summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, AccessScopes scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .WithMetadata(new RequiredScope(scope))
            .RequireAuthorization(
                new AuthorizationPolicyBuilder(Scheme).RequireAssertion(context => context.User.AccessKey()?.May(scope) == true).Build()
            )
            .RequireRateLimiting(Scheme);

    /// <returns>The access key that calls; null when the principal is none.</returns>
    public static AccessKeyCaller? AccessKey(this ClaimsPrincipal principal) =>
        principal.Identity is ClaimsIdentity { IsAuthenticated: true, AuthenticationType: Scheme } key
        && Guid.TryParse(key.FindFirst(IdClaim)?.Value, out var id)
        && Enum.TryParse<AccessScopes>(key.FindFirst(ScopesClaim)?.Value, out var scopes)
            ? new AccessKeyCaller(id, key.FindFirst(NameClaim)?.Value ?? "", scopes)
            : null;

    /// <summary>It has no name identifier: a key is nobody's <see cref="OwnerId"/>.</summary>
    internal static ClaimsPrincipal PrincipalOf(AccessKeyOutcome.Known key) =>
        new(
            new ClaimsIdentity(
                [new(IdClaim, key.Id.ToString()), new(NameClaim, key.Name), new(ScopesClaim, key.Scopes.ToString())],
                Scheme,
                NameClaim,
                roleType: null
            )
        );
}

/// <summary>The access key that a request came with.</summary>
internal sealed record AccessKeyCaller(Guid Id, string Name, AccessScopes Scopes)
{
    public bool May(AccessScopes scope) => Scopes.HasFlag(scope);
}

/// <summary>What an endpoint asks of an access key; read by the answer 403, and by the API's description.</summary>
internal sealed record RequiredScope(AccessScopes Scope);
