using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Hub.Tests.Support;

/// <summary>What stands in front of Hub at its operator's: YARP, before one node or several, without affinity.</summary>
internal sealed class ReverseProxy : IAsyncDisposable
{
    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
        }
    );

    private readonly Settings _settings;
    private readonly WebApplication _app;
    private string[] _nodes = [];
    private int _count;

    private ReverseProxy(Settings settings)
    {
        _settings = settings;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    if (settings.Tls)
                    {
                        listen.UseHttps(SelfSigned());
                    }
                }
            )
        );
        _app = builder.Build();
        var transformer = new Transformer(settings);
        _app.Run(context => ForwardAsync(context, transformer));
    }

    /// <summary>Under which people reach Hub, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public static async Task<ReverseProxy> StartAsync(Settings settings)
    {
        var proxy = new ReverseProxy(settings);
        await proxy._app.StartAsync(TestContext.Current.CancellationToken);
        var listening = new Uri(
            proxy._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
        );
        proxy.Address = $"{listening.Scheme}://localhost:{listening.Port}{settings.Prefix}";
        return proxy;
    }

    /// <param name="nodes">Addresses without a slash at the end.</param>
    public void Serve(params string[] nodes) => _nodes = nodes;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, Transformer transformer)
    {
        if (
            _nodes.Length == 0
            || !context.Request.Path.StartsWithSegments(_settings.Prefix, StringComparison.Ordinal)
            || (!_settings.WebSockets && context.Request.Headers.Upgrade.Count > 0)
        )
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var node = _settings.NodeOf(context.Request) ?? Interlocked.Increment(ref _count);
        await context
            .RequestServices.GetRequiredService<IHttpForwarder>()
            .SendAsync(context, _nodes[node % _nodes.Length], _client, ForwarderRequestConfig.Empty, transformer, context.RequestAborted);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        // Windows uses no key that exists in memory alone.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }

    /// <summary>How the operator has set it up.</summary>
    public sealed record Settings
    {
        /// <summary>The path under which Hub stands, with a slash before it; empty for none.</summary>
        public string Prefix { get; init; } = "";

        /// <summary>Whether it takes the prefix away before it passes a request on.</summary>
        public bool StripsPrefix { get; init; }

        public bool Tls { get; init; }

        public bool SendsForwardedHeaders { get; init; } = true;

        /// <summary>Whether Hub is told the host that the browser asked for.</summary>
        public bool PassesHost { get; init; } = true;

        public bool WebSockets { get; init; } = true;

        /// <summary>Which node a request goes to; null for each in turn.</summary>
        public Func<HttpRequest, int?> NodeOf { get; init; } = _ => null;
    }

    private sealed class Transformer(Settings settings) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var request = httpContext.Request;
            var path = request.Path;
            if (settings.StripsPrefix && request.Path.StartsWithSegments(settings.Prefix, StringComparison.Ordinal, out var rest))
            {
                path = rest;
            }

            proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(destinationPrefix, path, request.QueryString);
            proxyRequest.Headers.Host = settings.PassesHost ? request.Host.Value : null;
            if (settings.SendsForwardedHeaders)
            {
                proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
                proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
            }
        }
    }
}
