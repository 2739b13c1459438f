using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.AuthLinks;

public static class AuthLinksExtensions
{
    /// <summary>Creating connect sessions and auth links, and managing the links.</summary>
    public static IServiceCollection AddAuthLinks(this IServiceCollection services) =>
        services
            .AddSingleton<SessionIssuer>()
            .AddSingleton<AuthLinkDirectory>()
            .AddSingleton<AuthLinkEditor>()
            .AddSingleton<AuthLinkSender>();
}
