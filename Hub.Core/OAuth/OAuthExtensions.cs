using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.OAuth;

public static class OAuthExtensions
{
    /// <summary>The OAuth protocol, and the clients that are registered at providers.</summary>
    public static IServiceCollection AddOAuth(this IServiceCollection services) =>
        services.AddSingleton<TokenEndpointClient>().AddSingleton<ProviderClients>().AddSingleton<ClientFaultRecorder>();
}
