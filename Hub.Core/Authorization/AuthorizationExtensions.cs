using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Authorization;

public static class AuthorizationExtensions
{
    /// <summary>Linking by authorization at the provider.</summary>
    public static IServiceCollection AddProviderAuthorization(this IServiceCollection services) =>
        services
            .AddSingleton<ConnectionAttempts>()
            .AddSingleton<AuthorizationStarter>()
            .AddSingleton<AuthorizationRedirector>()
            .AddSingleton<AuthorizationCallbackHandler>()
            .AddSingleton<AuthorizedLinker>()
            .AddSingleton<ReplacementQuestions>()
            .AddSingleton<ProviderClientDirectory>()
            .AddSingleton<ProviderClientEditor>();
}
