namespace Hub.Web.Sandbox;

/// <summary>The answer to each documented key. The guide in catalog/sandbox-ats.yaml lists the keys.</summary>
internal static class SandboxAnswers
{
    private const string GoodKey = "sandbox-good";

    public static async Task AnswerAsync(HttpContext context)
    {
        var key = context.Request.Headers["X-Sandbox-Key"].ToString();
        var response = context.Response;
        switch (key)
        {
            case GoodKey:
                await response.WriteAsJsonAsync(Person("jane", "Jane Sandbox"));
                break;
            case var another when another.StartsWith($"{GoodKey}-", StringComparison.Ordinal) && another.Length <= 60:
                var name = another[(GoodKey.Length + 1)..];
                await response.WriteAsJsonAsync(
                    Person(name, $"{char.ToUpperInvariant(name.FirstOrDefault('x'))}{name[Math.Min(1, name.Length)..]} Sandbox")
                );
                break;
            case "sandbox-limited":
                response.StatusCode = StatusCodes.Status403Forbidden;
                await response.WriteAsJsonAsync(new { error = "missing_right", right = "users:read" });
                break;
            case "sandbox-address":
                response.StatusCode = StatusCodes.Status404NotFound;
                await response.WriteAsJsonAsync(new { error = "no_such_workspace" });
                break;
            case "sandbox-busy":
                response.StatusCode = StatusCodes.Status429TooManyRequests;
                response.Headers.RetryAfter = "15";
                break;
            case "sandbox-down":
                response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            case "sandbox-slow":
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "sandbox-reset":
                context.Abort();
                break;
            case "sandbox-redirect":
                response.Redirect("/login");
                break;
            case "sandbox-html":
                response.ContentType = "text/html";
                await response.WriteAsync("<!doctype html><title>Sign in</title>");
                break;
            case "sandbox-malformed":
                response.ContentType = "application/json";
                await response.WriteAsync("{\"id\": \"jane\", ");
                break;
            case "sandbox-anonymous":
                await response.WriteAsJsonAsync(new { id = (string?)null, name = "Anonymous" });
                break;
            case "sandbox-huge":
                response.ContentType = "application/json";
                await response.WriteAsync(new string(' ', 2 * 1024 * 1024));
                break;
            default:
                response.StatusCode = StatusCodes.Status401Unauthorized;
                await response.WriteAsJsonAsync(new { error = "invalid_key" });
                break;
        }
    }

    public static object Person(string id, string name) =>
        new
        {
            id,
            name,
            email = $"{id}@sandbox-ats.example",
            company = "Sandbox GmbH",
        };
}
