using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Outbound;

public static class OutboundExtensions
{
    /// <summary>The only HTTP client for other hosts, guarded against SSRF.</summary>
    public static IServiceCollection AddOutbound(this IServiceCollection services) =>
        services.AddSingleton<AllowedHosts>().AddSingleton<AddressGuard>().AddSingleton<OutboundClient>();
}
