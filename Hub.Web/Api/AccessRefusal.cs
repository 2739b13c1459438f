namespace Hub.Web.Api;

/// <summary>The one place where the answers 401, 403 and 429 to an access key are written.</summary>
internal static class AccessRefusal
{
    public static Task WriteAsync(HttpContext context, int status, string errorCode, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { statusCode = status, message, errorCode, timestamp = TimeProvider.System.GetUtcNow() }, context.RequestAborted);
    }
}
