using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Outbound;

public static class OutboundExtensions
{
    /// <summary>The guarded HTTP client, the only way out of Hub.</summary>
    public static IServiceCollection AddOutbound(this IServiceCollection services) =>
        services.AddSingleton<AllowedHosts>().AddSingleton<AddressGuard>().AddSingleton<OutboundClient>();
}
