using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.AuthLinks;

public static class AuthLinksExtensions
{
    /// <summary>Making connect sessions and auth links, and what becomes of the links.</summary>
    public static IServiceCollection AddAuthLinks(this IServiceCollection services) =>
        services.AddSingleton<SessionIssuer>().AddSingleton<AuthLinkDirectory>().AddSingleton<AuthLinkEditor>();
}
