using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Hub.Web.Api;

/// <summary>So many requests a minute for each access key: one product that runs wild does not slow down the others.</summary>
internal sealed class AccessKeyRateLimit(IOptions<ApiOptions> options) : IRateLimiterPolicy<Guid>
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected { get; } =
        static async (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var left) && left > TimeSpan.Zero ? left : Window;
            var error = ApiError.Of(
                StatusCodes.Status429TooManyRequests,
                "rate_limited",
                "This access key has made too many requests. The header Retry-After says in how many seconds to go on."
            );
            await (error with { RetryAfter = wait }).ExecuteAsync(context.HttpContext);
        };

    public RateLimitPartition<Guid> GetPartition(HttpContext httpContext) =>
        httpContext.User.AccessKey() is { } key
            ? RateLimitPartition.GetFixedWindowLimiter(
                key.Id,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = options.Value.RequestsPerMinute, Window = Window }
            )
            : RateLimitPartition.GetNoLimiter(Guid.Empty);
}
