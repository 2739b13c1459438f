using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Hub.Web.Embed;

/// <summary>
/// hub.js as pages of other products load it: with its sentences in each language of Hub, and without comments and indentation. Made once;
/// any page may load it, and it contains nothing that is anybody's.
/// </summary>
internal sealed class EmbedScript(EmbedMessages embedMessages, LayoutMessages layoutMessages)
{
    /// <summary>What stands in the source where the sentences belong.</summary>
    private const string Sentences = "\"SENTENCES\"";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // The script is a file of its own: nothing in it could end a script element.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lazy<(Variant Plain, Variant Packed)> _variants = new(() =>
        VariantsOf(Encoding.UTF8.GetBytes(TextOf(embedMessages, layoutMessages)))
    );

    public FileContentHttpResult Serve(HttpContext context)
    {
        var (plain, packed) = _variants.Value;
        var isPacked = context
            .Request.GetTypedHeaders()
            .AcceptEncoding.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality != 0);
        var headers = context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (isPacked)
        {
            headers.ContentEncoding = "gzip";
        }

        var variant = isPacked ? packed : plain;
        return TypedResults.Bytes(variant.Content, "text/javascript; charset=utf-8", entityTag: variant.Tag);
    }

    private static string TextOf(EmbedMessages embed, LayoutMessages layout)
    {
        using var stream = typeof(EmbedScript).Assembly.GetManifestResourceStream("hub.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("/**", StringComparison.Ordinal));
        return string.Join('\n', lines)
            .Replace(Sentences, JsonSerializer.Serialize(LanguagesOf(embed, layout), Json), StringComparison.Ordinal);
    }

    /// <returns>The sentences by the language's tag.</returns>
    private static Dictionary<string, Words> LanguagesOf(EmbedMessages embed, LayoutMessages layout)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            var languages = new Dictionary<string, Words>(StringComparer.Ordinal);
            foreach (var language in Language.All)
            {
                CultureInfo.CurrentUICulture = language.Culture;
                languages[language.Tag] = new Words(
                    layout.FrameTitle,
                    embed.Close,
                    embed.Loading,
                    embed.NotLoaded,
                    embed.NotLoadedHelp,
                    layout.TryAgain,
                    language.Direction
                );
            }

            return languages;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static (Variant Plain, Variant Packed) VariantsOf(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return (Variant.Of(plain), Variant.Of(packed.ToArray()));
    }

    private sealed record Words(string Title, string Close, string Loading, string Failed, string Help, string Retry, string Dir);

    private sealed record Variant(byte[] Content, EntityTagHeaderValue Tag)
    {
        public static Variant Of(byte[] content) =>
            new(content, new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\""));
    }
}
