using Microsoft.Extensions.DependencyInjection;

namespace Hub.Core.Idempotency;

public static class IdempotencyExtensions
{
    /// <summary>Calls that are sent again get the answer of the first.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services.AddSingleton<IdempotentRequests>();
}
