using Microsoft.Extensions.Options;

namespace Hub.Web.Embed;

/// <summary>Configuration section <c>Hub:Embed</c>.</summary>
public sealed class EmbedOptions
{
    public const string Section = "Hub:Embed";

    /// <summary>
    /// The origins of the pages that may show Hub in a frame, and whose scripts may call <c>/api/hub</c>, as browsers write them. Empty for
    /// none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>How an origin begins that stands for every name below localhost; only in Development.</summary>
    private const string AnyLocal = "http://*.";

    /// <param name="origin">As a browser sends it.</param>
    public bool Allows(string? origin) =>
        origin is not null && AllowedOrigins.Any(allowed => allowed == origin || IsBelow(allowed, origin));

    // frame.js does the same.
    private static bool IsBelow(string allowed, string origin) =>
        allowed.StartsWith(AnyLocal, StringComparison.Ordinal)
        && origin.StartsWith("http://", StringComparison.Ordinal)
        && origin.EndsWith(allowed[(AnyLocal.Length - 1)..], StringComparison.Ordinal);

    /// <param name="isDevelopment">Plain http and a wildcard are fine for the names below localhost, which are this machine's.</param>
    internal sealed class Validator(bool isDevelopment) : IValidateOptions<EmbedOptions>
    {
        public ValidateOptionsResult Validate(string? name, EmbedOptions options)
        {
            var errors = options
                .AllowedOrigins.Where(origin => !IsOrigin(origin))
                .Select(origin =>
                    $"{Section}:AllowedOrigins: {origin} must be an https origin as browsers write it, e.g. https://app.example.com: "
                    + $"no path, no wildcard. Plain http is for this machine alone, e.g. http://localhost:3000; in Development also "
                    + $"http://shop.localhost:3000 and http://*.localhost:3000."
                )
                .ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }

        /// <remarks>Whatever differs from what a browser sends would never match, and in a header of ours would mean something
        /// else.</remarks>
        private bool IsOrigin(string? text) =>
            isDevelopment && text?.StartsWith(AnyLocal, StringComparison.Ordinal) == true
                ? IsOneOrigin($"http://any.{text[AnyLocal.Length..]}")
                : IsOneOrigin(text);

        private bool IsOneOrigin(string? text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (
                uri.Scheme == Uri.UriSchemeHttps
                || (
                    uri.Scheme == Uri.UriSchemeHttp
                    && (uri.IsLoopback || (isDevelopment && uri.Host.EndsWith(".localhost", StringComparison.Ordinal)))
                )
            )
            && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && text == OriginOf(uri);

        private static string OriginOf(Uri uri)
        {
            var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
            return $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}";
        }
    }
}
