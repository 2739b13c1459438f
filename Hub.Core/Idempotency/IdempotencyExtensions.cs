using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Idempotency;

public static class IdempotencyExtensions
{
    /// <summary>Repeated calls get the answer of the first.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services.AddSingleton<IdempotentRequests>();
}
