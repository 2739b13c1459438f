using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.AccessKeys;

public static class AccessKeysExtensions
{
    /// <summary>Access keys: products' credentials for Hub's API.</summary>
    public static IServiceCollection AddAccessKeys(this IServiceCollection services) =>
        services
            .AddSingleton<AccessKeyIssuer>()
            .AddSingleton<AccessKeySeeder>()
            .AddSingleton<AccessKeyAuthenticator>()
            .AddSingleton<AccessKeyUsage>()
            .AddSingleton<AccessKeyDirectory>()
            .AddSingleton<AccessKeyEditor>();
}
