using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>The address of Hub for people: configuration key <c>Hub:PublicUrl</c>, else the address of the request.</summary>
internal sealed class PublicAddress(IOptions<PublicAddress.Options> options)
{
    /// <summary>Whether the operator configured it.</summary>
    public bool IsConfigured => options.Value.PublicUrl is not null;

    /// <summary>Whether the operator configured an HTTPS address.</summary>
    public bool IsHttps => Configured?.Scheme == Uri.UriSchemeHttps;

    /// <summary>The path below which people reach Hub, with a slash before it; empty for none.</summary>
    public PathString Path => Configured is { } uri ? PathString.FromUriComponent(uri.AbsolutePath.TrimEnd('/')) : PathString.Empty;

    private Uri? Configured => options.Value.PublicUrl is { } url ? new Uri(url) : null;

    /// <returns>Scheme, host and perhaps a path, without a slash at the end.</returns>
    public string Of(HttpRequest request) => Or($"{request.Scheme}://{request.Host}{request.PathBase}");

    /// <param name="otherwise">The address when none is configured.</param>
    /// <inheritdoc cref="Of"/>
    public string Or(string otherwise) => (options.Value.PublicUrl ?? otherwise).TrimEnd('/');

    /// <returns>Whether it is an absolute address of a web page.</returns>
    public static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0;

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PublicAddress>();
        builder
            .Services.AddOptions<Options>()
            .Bind(builder.Configuration.GetSection("Hub"))
            .Validate(
                options => options.PublicUrl is null || IsAddress(options.PublicUrl),
                "Hub:PublicUrl must be the address under which people reach Hub, e.g. https://hub.example.com: http or https, no query."
            )
            .ValidateOnStart();
    }

    private static bool IsAddress(string text) => IsWebAddress(text) && new Uri(text) is { Query: "", Fragment: "" };

    internal sealed class Options
    {
        public string? PublicUrl { get; set; }
    }
}
