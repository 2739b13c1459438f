using Hub.Core.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Hub.Web.Api.StackOneHub;

/// <summary>How endpoints ask for the token of a connect session.</summary>
internal static class ConnectSessionAuthentication
{
    public const string Scheme = "ConnectSession";
    public const string TokenHeader = "x-hub-session-token";

    /// <summary>What a browser shows that has begun with the session; see <see cref="SessionOpener"/>.</summary>
    public const string BrowserHeader = "x-hub-browser";

    /// <summary>The official component tells its version; Hub has no use for it, but browsers ask whether it may be sent.</summary>
    public const string VersionHeader = "x-hub-version";

    public static void AddConnectSessionAuthentication(this IServiceCollection services) =>
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ConnectSessionAuthenticationHandler>(Scheme, configureOptions: null);

    public static TBuilder RequireConnectSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .WithMetadata(new RequiresConnectSession())
            .RequireAuthorization(new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().Build());
}

/// <summary>What asks for the token of a connect session; read by the API's description.</summary>
internal sealed record RequiresConnectSession;

/// <summary>The connect session that a request came with.</summary>
internal sealed record CallingSession(SessionGrant Grant)
{
    public static ValueTask<CallingSession?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<CallingSession>());

    public static Guid? IdOf(HttpContext context) => context.Features.Get<CallingSession>()?.Grant.SessionId;
}

/// <summary>
/// Metadata of endpoints that do not answer 401 to a session that is over or begun elsewhere, but 409: the official component takes no
/// notice of a 401, and shows it as success where an account's credential is changed.
/// </summary>
internal sealed record ConflictInsteadOfUnauthorized;
