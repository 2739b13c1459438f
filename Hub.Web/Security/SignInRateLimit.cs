using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Hub.Web.Security;

/// <summary>
/// Limits how often one client may try a password or code. Identity's lockout protects one account from many guesses;
/// this protects many accounts from one guesser.
/// </summary>
internal static class SignInRateLimit
{
    private static readonly HashSet<string> Guessable = new(StringComparer.OrdinalIgnoreCase)
    {
        "/Account/Login",
        "/Account/LoginWith2fa",
        "/Account/LoginWithRecoveryCode",
        "/Account/Register",
        "/Account/ForgotPassword",
        "/Account/ResetPassword",
        "/Account/ConfirmEmail",
        "/Account/Manage/ChangePassword",
        "/Account/Manage/ChangeEmail",
        "/Account/Manage/DeletePersonalData",
    };

    public static void AddSignInRateLimit(this IServiceCollection services)
    {
        services.AddRateLimiter();
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<SignInRateLimitOptions>>(
                (limiter, options) =>
                {
                    var perMinute = options.Value.SignInAttemptsPerMinute;
                    limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                    limiter.OnRejected = (context, _) =>
                    {
                        context.HttpContext.Response.Headers.RetryAfter = "60";
                        return ValueTask.CompletedTask;
                    };
                    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                        perMinute > 0 && IsAttempt(context.Request)
                            ? RateLimitPartition.GetSlidingWindowLimiter(
                                ClientOf(context.Connection.RemoteIpAddress),
                                _ => new SlidingWindowRateLimiterOptions
                                {
                                    PermitLimit = perMinute,
                                    Window = TimeSpan.FromMinutes(1),
                                    SegmentsPerWindow = 6,
                                }
                            )
                            : RateLimitPartition.GetNoLimiter("")
                    );
                }
            );
    }

    private static bool IsAttempt(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && Guessable.Contains(request.Path.Value?.TrimEnd('/') ?? "");

    /// <returns>The address; of an IPv6 address the network, since one client owns all the addresses in it.</returns>
    internal static string ClientOf(IPAddress? address)
    {
        switch (address)
        {
            case null:
                return "unknown";
            case { IsIPv4MappedToIPv6: true }:
                return address.MapToIPv4().ToString();
            case { AddressFamily: AddressFamily.InterNetworkV6 }:
                return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
            default:
                return address.ToString();
        }
    }
}
