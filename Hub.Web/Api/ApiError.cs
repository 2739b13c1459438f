using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Hub.Core.AccessKeys;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Hub.Web.Api;

/// <summary>What every error of the API looks like: StackOne's members, and those of RFC 9457 beside them.</summary>
internal sealed record ApiError : IResult
{
    private const string ContentType = "application/json; charset=utf-8";

    /// <summary>The HTTP status.</summary>
    [JsonPropertyName("statusCode")]
    public required int StatusCode { get; init; }

    /// <summary>What went wrong, for people.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>When it was answered, UTC.</summary>
    [JsonPropertyName("timestamp")]
    public DateTimeOffset Timestamp { get; private init; }

    /// <summary>What went wrong, for programs: a code that does not change.</summary>
    [JsonPropertyName("errorCode")]
    public required string ErrorCode { get; init; }

    /// <summary>What the provider said, where it was asked: in our own words, since providers repeat keys in their answers.</summary>
    [JsonPropertyName("provider_errors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ApiProviderError>? ProviderErrors { get; init; }

    /// <summary>Each field that is wrong, as <c>field: what is wrong with it</c>.</summary>
    [JsonPropertyName("errors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>What the official component shows under the message; in our own words, whatever its name says.</summary>
    [JsonPropertyName("provider_response")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProviderResponse { get; init; }

    /// <summary>A URI that names the kind of error.</summary>
    [JsonPropertyName("type")]
    public string Type => $"urn:hub:error:{ErrorCode}";

    /// <summary>What the status is called.</summary>
    [JsonPropertyName("title")]
    public string Title => ReasonPhrases.GetReasonPhrase(StatusCode);

    /// <summary>The HTTP status again.</summary>
    [JsonPropertyName("status")]
    public int Status => StatusCode;

    /// <summary>The message again.</summary>
    [JsonPropertyName("detail")]
    public string Detail => Message;

    /// <summary>The path that was asked for; under this and the time Hub's log may have more.</summary>
    [JsonPropertyName("instance")]
    public string? Instance { get; private init; }

    /// <summary>When to try again.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    private static readonly FrozenDictionary<int, (string Code, string Message)> ByStatus = new Dictionary<int, (string, string)>
    {
        [StatusCodes.Status400BadRequest] = ("bad_request", "The request cannot be understood."),
        [StatusCodes.Status401Unauthorized] = (
            "unauthorized",
            "No valid access key was sent. Send it as the user name of HTTP Basic, with an empty password, or as a Bearer token."
        ),
        [StatusCodes.Status403Forbidden] = ("forbidden", "The access key does not have the scope that this needs."),
        [StatusCodes.Status404NotFound] = ("not_found", "There is nothing here."),
        [StatusCodes.Status405MethodNotAllowed] = ("method_not_allowed", "This cannot be done here; the header Allow says what can."),
        [StatusCodes.Status408RequestTimeout] = ("timeout", "The request was not complete in time."),
        [StatusCodes.Status409Conflict] = ("conflict", "It was changed at the same time. Read it again."),
        [StatusCodes.Status413PayloadTooLarge] = ("too_large", "The request is too large."),
        [StatusCodes.Status415UnsupportedMediaType] = ("unsupported_media_type", "Send the body as application/json."),
        [StatusCodes.Status422UnprocessableEntity] = ("unprocessable", "The request is understood, but cannot be fulfilled."),
        [StatusCodes.Status429TooManyRequests] = ("rate_limited", "Too many requests. The header Retry-After says when to go on."),
        [StatusCodes.Status431RequestHeaderFieldsTooLarge] = ("too_large", "The request's headers are too large."),
        [StatusCodes.Status500InternalServerError] = ("internal_error", "Something went wrong in Hub. Its log has the details."),
        [StatusCodes.Status503ServiceUnavailable] = ("unavailable", "Hub cannot answer at the moment. Try again."),
    }.ToFrozenDictionary();

    /// <returns>What is said of a status where there is no more to say.</returns>
    public static ApiError Of(int status)
    {
        var (code, message) = ByStatus.GetValueOrDefault(status, ("error", $"{ReasonPhrases.GetReasonPhrase(status)}."));
        return new ApiError
        {
            StatusCode = status,
            ErrorCode = code,
            Message = message,
        };
    }

    public static ApiError Of(int status, string code, string message) =>
        new()
        {
            StatusCode = status,
            ErrorCode = code,
            Message = message,
        };

    /// <summary>400, with every field that is wrong.</summary>
    /// <param name="faults">What is wrong, by field.</param>
    public static ApiError Invalid(IEnumerable<KeyValuePair<string, string>> faults)
    {
        var errors = faults.Select(fault => $"{fault.Key}: {fault.Value}").ToList();
        return new ApiError
        {
            StatusCode = StatusCodes.Status400BadRequest,
            ErrorCode = "invalid_fields",
            Message = string.Join(" ", errors.Select(error => error.EndsWith('.') ? error : $"{error}.")),
            Errors = errors,
        };
    }

    /// <inheritdoc cref="Invalid(IEnumerable{KeyValuePair{string, string}})"/>
    public static ApiError Invalid(string field, string fault) => Invalid([new(field, fault)]);

    /// <summary>404 for something that has an id.</summary>
    /// <param name="what">What it is, e.g. "account".</param>
    public static ApiError NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, $"{what.Replace(' ', '_')}_not_found", $"There is no such {what}.");

    /// <summary>403 for an access key.</summary>
    public static ApiError MissingScope(params IEnumerable<AccessScopes> scopes) =>
        Of(
            StatusCodes.Status403Forbidden,
            "missing_scope",
            $"This access key lacks the scope {string.Join(", ", scopes.Select(scope => scope.ToWireName()))}."
        );

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCode;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var time = httpContext.RequestServices.GetRequiredService<TimeProvider>();
        var error = this with { Timestamp = time.GetUtcNow(), Instance = $"{httpContext.Request.PathBase}{httpContext.Request.Path}" };
        await response.WriteAsJsonAsync(error, ApiJson.Options, ContentType, httpContext.RequestAborted);
    }

    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        // A debugger's and log's view: the message may hold what a caller sent.
        builder.Append(CultureInfo.InvariantCulture, $"{StatusCode} {ErrorCode}");
        return true;
    }
}

/// <summary>One refusal of a provider.</summary>
/// <param name="Status">The HTTP status that the provider's refusal amounts to.</param>
/// <param name="Message">In our own words.</param>
internal sealed record ApiProviderError(int Status, string Message);

/// <summary>
/// Below /api, and for clients that send JSON or ask for it, everything that goes wrong ends as <see cref="ApiError"/>: what routing,
/// authentication and limits answer without a body, and what nobody caught.
/// </summary>
internal static partial class ApiErrors
{
    private const int ClientClosedRequest = 499;

    public static bool Serves(HttpContext context) => HubApi.Serves(context) || WantsJson(context.Request);

    public static void UseApiErrors(this IApplicationBuilder app) =>
        app.UseWhen(
            Serves,
            static api =>
                api.Use(
                    static async (context, next) =>
                    {
                        // The API speaks English, whatever language the person at the other end reads.
                        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
                        var response = context.Response;
                        ApiError? error = null;
                        try
                        {
                            await next(context);
                        }
                        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
                        {
                            // Nobody listens any more, and it is not Hub's fault.
                            response.StatusCode = response.HasStarted ? response.StatusCode : ClientClosedRequest;
                            return;
                        }
                        catch (Exception e) when (!response.HasStarted && PageErrors.ClientErrorOf(e) is { } status)
                        {
                            error = ApiError.Of(status);
                        }
                        catch (Exception e) when (!response.HasStarted)
                        {
                            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Hub.Web.Api");
                            var reference = Activity.Current?.Id ?? context.TraceIdentifier;
                            LogUnhandled(logger, e, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint", reference);
                            response.Clear();
                            error = ApiError.Of(
                                StatusCodes.Status500InternalServerError,
                                "internal_error",
                                $"Something went wrong in Hub. Give its operator this reference: {reference}"
                            );
                        }

                        if (error is null && response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                        {
                            error = ApiError.Of(response.StatusCode);
                        }

                        if (error is not null)
                        {
                            await error.ExecuteAsync(context);
                        }
                    }
                )
        );

    private static bool WantsJson(HttpRequest request) =>
        request.HasJsonContentType()
        || (
            request.GetTypedHeaders().Accept is var accepted
            && accepted.Any(static type => IsJson(type.SubType))
            && !accepted.Any(static type => type.SubType.Equals("html", StringComparison.OrdinalIgnoreCase))
        );

    private static bool IsJson(StringSegment subType) =>
        subType.Equals("json", StringComparison.OrdinalIgnoreCase) || subType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    // The path is not logged as it was sent: it may hold anything.
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed ({Reference})")]
    private static partial void LogUnhandled(ILogger logger, Exception exception, string method, string endpoint, string reference);
}
