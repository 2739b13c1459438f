using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Tests.Support;

namespace Hub.Tests.Embed;

/// <summary>What may be framed and loaded by others, and that nothing else may.</summary>
[Collection(nameof(EmbeddingHub))]
public sealed partial class EmbedHttpTests(EmbeddingHub embedding)
{
    private const int MostScriptBytes = 5 * 1024;

    /// <summary>For the sentences of all languages but English.</summary>
    private const int MostSentencesBytes = 1536;

    private static readonly HttpMessageInvoker Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    [Fact]
    public async Task the_framed_page_may_be_framed_by_the_configured_origins_alone_and_is_strict_otherwise()
    {
        using var answer = await GetAsync("/embed/connect");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.EndsWith(
            $"frame-ancestors https://app.example.com {embedding.Product.Origin} {embedding.BlazorSite.Origin}",
            policy,
            StringComparison.Ordinal
        );
        Assert.Contains("default-src 'self'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'; base-uri 'self'; form-action 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("cross-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("<script(?![^>]*src=)|<style| style=| on[a-z]+=\"", html);
        // Under names that never change, so that browsers keep them.
        Assert.Matches(@"app\.[a-z0-9]+\.css", html);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/Account/Login")]
    [InlineData("/providers")]
    [InlineData("/link")]
    [InlineData("/accounts")]
    [InlineData("/nowhere")]
    [InlineData("/embed/allowed")]
    [InlineData("/embed/hub.js")]
    [InlineData("/embed/connect/else")]
    [InlineData("/api/accounts")]
    public async Task nothing_else_may_be_framed(string path)
    {
        using var answer = await GetAsync(path);
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Contains(
            answer.Headers.GetValues("Content-Security-Policy"),
            policy => policy.EndsWith("frame-ancestors 'none'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task where_no_origin_is_configured_there_is_no_framed_page()
    {
        await using var hub = await RunningHub.StartAsync();
        using var page = await GetAsync("/embed/connect", hub.Address);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal("DENY", page.Headers.GetValues("X-Frame-Options").Single());
        using var allowed = await GetAsync("/embed/allowed", hub.Address, ("Origin", embedding.Product.Origin));
        Assert.Equal(new Allowed(Configured: false, IsAllowed: false), await Allowed.ReadAsync(allowed));
    }

    [Fact]
    public async Task a_page_may_ask_whether_it_is_allowed()
    {
        using var product = await GetAsync("/embed/allowed", headers: ("Origin", embedding.Product.Origin));
        Assert.Equal(new Allowed(Configured: true, IsAllowed: true), await Allowed.ReadAsync(product));
        Assert.Equal("*", product.Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var stranger = await GetAsync("/embed/allowed", headers: ("Origin", embedding.Stranger.Origin));
        Assert.Equal(new Allowed(Configured: true, IsAllowed: false), await Allowed.ReadAsync(stranger));
    }

    [Fact]
    public async Task a_page_may_ask_which_page_around_it_is_not_allowed()
    {
        using var answer = await GetAsync(
            $"/embed/allowed?ancestor={embedding.BlazorSite.Origin}&ancestor={embedding.Stranger.Origin}",
            headers: ("Origin", embedding.Product.Origin)
        );
        Assert.Equal(new Allowed(Configured: true, IsAllowed: true, embedding.Stranger.Origin), await Allowed.ReadAsync(answer));
    }

    [Fact]
    public async Task the_script_is_small_and_any_site_may_load_and_keep_it_for_a_while()
    {
        using var answer = await GetAsync("/embed/hub.js", headers: ("Accept-Encoding", "gzip"));
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("cross-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("public, max-age=3600, stale-while-revalidate=86400", answer.Headers.GetValues("Cache-Control").Single());
        using var again = await GetAsync(
            "/embed/hub.js",
            headers: [("Accept-Encoding", "gzip"), ("If-None-Match", answer.Headers.ETag!.ToString())]
        );
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        using var plain = await GetAsync("/embed/hub.js");
        var script = await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var sentences = Sentences().Match(script).Groups["json"].Value;
        var english = $$"""{"en":{{JsonNode.Parse(sentences)!["en"]!.ToJsonString()}}}""";
        Assert.InRange(Packed(script.Replace(sentences, english, StringComparison.Ordinal)), 1000, MostScriptBytes);
        Assert.InRange(Packed(script), 1000, MostScriptBytes + MostSentencesBytes);
        Assert.DoesNotMatch(@"\beval\b|new Function|innerHTML|document\.write|\bimport\b\s*[{(""*]", script);

        using var types = await GetAsync("/embed/hub.d.ts");
        Assert.Equal("text/plain", types.Content.Headers.ContentType!.MediaType);
    }

    /// <remarks>What another site can cause must not share a compressed stream with what it must not learn (CRIME, BREACH).</remarks>
    [Theory]
    [InlineData("/_blazor", "permessage-deflate")]
    [InlineData("/_blazor?embed=1", "")]
    public async Task circuits_are_compressed_but_not_those_of_the_framed_page(string path, string expected)
    {
        using var tcp = new TcpClient();
        var address = new Uri(embedding.Hub.Address);
        await tcp.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: Upgrade\r\nUpgrade: "
                    + $"websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: "
                    + $"permessage-deflate\r\n\r\n"
            ),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Contains(" 101 ", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var extensions = "";
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
        {
            if (line.StartsWith("Sec-WebSocket-Extensions:", StringComparison.OrdinalIgnoreCase))
            {
                extensions = line.Split(':')[1].Trim();
            }
        }

        Assert.Equal(expected, extensions);
    }

    private static long Packed(string script)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(script));
        }

        return packed.Length;
    }

    [GeneratedRegex("const sentences = (?<json>.*);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentences();

    private Task<HttpResponseMessage> GetAsync(string path, string? hub = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, (hub ?? embedding.Hub.Address) + path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed record Allowed(
        bool Configured,
        [property: System.Text.Json.Serialization.JsonPropertyName("allowed")] bool IsAllowed,
        string? Refused = null
    )
    {
        public static async Task<Allowed> ReadAsync(HttpResponseMessage answer) =>
            (await answer.Content.ReadFromJsonAsync<Allowed>(TestContext.Current.CancellationToken))!;
    }
}
