using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Core.Providers;

public static class ProvidersExtensions
{
    /// <summary>The catalog of providers, and where each is reached.</summary>
    /// <param name="withSandbox">Whether the sandbox provider is in the catalog.</param>
    public static IServiceCollection AddProviders(this IServiceCollection services, IConfiguration configuration, bool withSandbox)
    {
        services.AddSingleton<IValidateOptions<ProvidersOptions>, ProvidersOptions.Validator>();
        services.AddOptions<ProvidersOptions>().Bind(configuration.GetSection(ProvidersOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton(provider =>
                ProviderCatalog.Load(provider.GetRequiredService<IOptions<ProvidersOptions>>().Value.Directory, withSandbox)
            )
            .AddSingleton<ProviderSearch>()
            .AddSingleton<ProviderAddresses>();
    }
}
