using System.Net;
using Hub.Web.Hosting;
using Hub.Web.Security;
using Yarp.ReverseProxy.Forwarder;

namespace Hub.Web.Sandbox;

/// <summary>Forwards browsers to the sandbox's authorization page: they reach Hub, but not the sandbox.</summary>
internal static class SandboxForwarding
{
    public static void AddHubSandbox(this IServiceCollection services)
    {
        services.AddSingleton<SandboxServer>();
        services.AddHostedService(provider => provider.GetRequiredService<SandboxServer>());
        services.AddHttpForwarder();
        services.AddSingleton<Transformer>();
    }

    /// <summary>Does nothing when the sandbox is off.</summary>
    public static void MapHubSandbox(this WebApplication app)
    {
        if (app.Services.GetService<SandboxServer>() is not { } sandbox)
        {
            return;
        }

        var client = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
            }
        );
        app.Lifetime.ApplicationStopped.Register(client.Dispose);
        app.MapMethods(
                $"{SandboxOAuth.Prefix}/authorize",
                [HttpMethods.Get, HttpMethods.Post],
                async (HttpContext context, IHttpForwarder forwarder, Transformer transformer) =>
                {
                    await forwarder.SendAsync(
                        context,
                        sandbox.Address!,
                        client,
                        ForwarderRequestConfig.Empty,
                        transformer,
                        context.RequestAborted
                    );
                }
            )
            .DisableAntiforgery()
            .WithSecurityHeadersPolicy(SecurityHeaders.ConnectPage)
            .ExcludeFromDescription();
    }

    /// <summary>Sends the address that the browser uses, without Hub's cookies and authorization.</summary>
    internal sealed class Transformer(PublicAddress address) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = null;
            proxyRequest.Headers.Remove("Cookie");
            proxyRequest.Headers.Remove("Authorization");
            proxyRequest.Headers.Remove(SandboxOAuth.PublicAddressHeader);
            proxyRequest.Headers.Add(SandboxOAuth.PublicAddressHeader, address.Of(httpContext.Request));
        }
    }
}
