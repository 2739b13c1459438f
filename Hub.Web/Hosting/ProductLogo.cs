using System.Security.Cryptography;
using Hub.Core.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Hub.Web.Hosting;

/// <summary>
/// The picture that <see cref="ProductOptions.Logo"/> names, read once. Hub serves it itself: the pages' content security policy allows no
/// picture of another site, and nobody else learns who opens a link.
/// </summary>
internal sealed class ProductLogo
{
    private const int MaxBytes = 256 * 1024;
    private const string Route = "product-logo";

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
    };

    private readonly byte[]? _content;
    private readonly string? _type;

    public ProductLogo(IOptions<ProductOptions> options, DatabaseOptions data)
    {
        if (options.Value.Logo is { } file)
        {
            _content = File.ReadAllBytes(PathOf(data.DataDirectory, file));
            _type = Types[Path.GetExtension(file)];
            // Another picture has another address, so that browsers may keep it.
            Address = $"{Route}?v={Convert.ToHexStringLower(SHA256.HashData(_content))[..12]}";
        }
    }

    /// <summary>Relative to the base of Hub's pages; null where the operator configured none.</summary>
    public string? Address { get; }

    public static void Map(IEndpointRouteBuilder app) => app.MapGet($"/{Route}", Send).AllowAnonymous().ExcludeFromDescription();

    /// <returns>Why the file cannot be the logo; null where it can.</returns>
    public static string? FindError(string dataDirectory, string file)
    {
        if (!Types.ContainsKey(Path.GetExtension(file)))
        {
            return $"{file} must be a picture file: {string.Join(", ", Types.Keys)}.";
        }

        var path = PathOf(dataDirectory, file);
        try
        {
            using var stream = File.OpenRead(path);
            return stream.Length > MaxBytes ? $"{path} is larger than {MaxBytes / 1024} KiB." : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be read. {e.Message}";
        }
    }

    private static string PathOf(string dataDirectory, string file) => Path.GetFullPath(file, Path.GetFullPath(dataDirectory));

    private static Results<FileContentHttpResult, NotFound> Send(ProductLogo logo, HttpResponse response)
    {
        if (logo is not { _content: { } content, _type: { } type })
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=86400";
        return TypedResults.File(content, type);
    }
}
