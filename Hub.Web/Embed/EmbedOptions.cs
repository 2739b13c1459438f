using Microsoft.Extensions.Options;

namespace Hub.Web.Embed;

/// <summary>Configuration section <c>Hub:Embed</c>.</summary>
public sealed class EmbedOptions
{
    public const string Section = "Hub:Embed";

    /// <summary>The origins of the pages that may show Hub in a frame, and whose scripts may call <c>/api/hub</c>, as browsers write them. Empty for none.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <param name="origin">As a browser sends it.</param>
    public bool Allows(string? origin) => origin is not null && AllowedOrigins.Contains(origin);

    internal sealed class Validator : IValidateOptions<EmbedOptions>
    {
        public ValidateOptionsResult Validate(string? name, EmbedOptions options)
        {
            var errors = options.AllowedOrigins.Where(origin => !IsOrigin(origin))
                .Select(origin => $"{Section}:AllowedOrigins: {origin} must be an https origin as browsers write it, e.g. https://app.example.com: no path, no wildcard. Plain http is for this machine alone, e.g. http://localhost:3000.")
                .ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }

        /// <remarks>Whatever differs from what a browser sends would never match, and in a header of ours would mean something else.</remarks>
        private static bool IsOrigin(string? text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && text == $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}";
    }
}
