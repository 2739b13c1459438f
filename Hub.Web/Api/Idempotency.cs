using System.Security.Cryptography;
using System.Text;
using Hub.Core.Idempotency;

namespace Hub.Web.Api;

/// <summary>
/// The header Idempotency-Key: a creating call that is sent again, because its answer was lost on the way, is answered the same and creates
/// nothing.
/// Only what created something is kept; after an error the same key may be used again.
/// </summary>
internal static class Idempotency
{
    public const string Header = "Idempotency-Key";

    private const string ReplayedHeader = "Idempotent-Replayed";
    private const int MaxLength = 255;

    /// <param name="caller">Who calls, where it is no access key: the connect session.</param>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder endpoint, Func<HttpContext, Guid?>? caller = null)
    {
        caller ??= static context => context.User.AccessKey()?.Id;
        return endpoint
            .WithMetadata(new IdempotentMetadata())
            .AddEndpointFilter(
                async (invocation, next) =>
                {
                    var context = invocation.HttpContext;
                    if (context.Request.Headers[Header] is not { Count: > 0 } header || caller(context) is not { } callerId)
                    {
                        return await next(invocation);
                    }

                    if (header is not [{ Length: > 0 and <= MaxLength } name])
                    {
                        return IdempotencyErrors.KeyInvalid(MaxLength);
                    }

                    var key = SHA256.HashData(Encoding.UTF8.GetBytes(name));
                    var call = HashOf(context);
                    var requests = context.RequestServices.GetRequiredService<IdempotentRequests>();
                    var outcome = await requests.BeginAsync(callerId, key, call, context.RequestAborted);
                    return outcome switch
                    {
                        IdempotencyOutcome.Begun(var at) => await CallAsync(invocation, next, requests, callerId, key, at),
                        IdempotencyOutcome.Answered(var status, { } body) => new Replay(status, body),
                        _ => IdempotencyErrors.ErrorOf(outcome),
                    };
                }
            );
    }

    private static async Task<object?> CallAsync(
        EndpointFilterInvocationContext invocation,
        EndpointFilterDelegate next,
        IdempotentRequests requests,
        Guid callerId,
        byte[] key,
        DateTimeOffset begun
    )
    {
        var context = invocation.HttpContext;
        var created = false;
        try
        {
            var result = (IResult)(await next(invocation))!;
            var wire = context.Response.Body;
            using var answer = new MemoryStream();
            var gone = context.RequestAborted;
            (context.Response.Body, context.RequestAborted) = (answer, CancellationToken.None);
            try
            {
                // To its end, also when nobody listens any more: what is kept must be the whole answer.
                await result.ExecuteAsync(context);
            }
            finally
            {
                (context.Response.Body, context.RequestAborted) = (wire, gone);
            }

            if (context.Response.StatusCode is >= 200 and < 300)
            {
                await requests.AnswerAsync(callerId, key, begun, context.Response.StatusCode, answer.ToArray(), CancellationToken.None);
                created = true;
            }

            await wire.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), context.RequestAborted);
            return Results.Empty;
        }
        finally
        {
            if (!created)
            {
                await requests.ForgetAsync(callerId, key, begun, CancellationToken.None);
            }
        }
    }

    private static byte[] HashOf(HttpContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}\n"));
        hash.AppendData(context.Features.Get<ApiBodyHash>()?.Value ?? []);
        return hash.GetHashAndReset();
    }

    private sealed class Replay(int status, byte[] body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.Headers[ReplayedHeader] = "true";
            if (body.Length > 0)
            {
                httpContext.Response.ContentType = "application/json; charset=utf-8";
                await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
            }
        }
    }
}

/// <summary>Marks what takes the header Idempotency-Key; read by the API's description.</summary>
internal sealed class IdempotentMetadata;
