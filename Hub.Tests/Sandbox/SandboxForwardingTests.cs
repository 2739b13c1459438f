using Hub.Web.Hosting;
using Hub.Web.Sandbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Hub.Tests.Sandbox;

/// <summary>What Hub tells the sandbox of the browser that it brings to its sign-in page.</summary>
public sealed class SandboxForwardingTests
{
    [Theory]
    [InlineData(null, "https://hub.example:8443/base")]
    [InlineData("https://accounts.example/hub/", "https://accounts.example/hub")]
    public async Task the_sandbox_learns_where_the_browser_is_and_nothing_of_Hubs(string? publicUrl, string expected)
    {
        var context = new DefaultHttpContext
        {
            Request =
            {
                Method = "GET",
                Scheme = "https",
                Host = new("hub.example", 8443),
                PathBase = "/base",
                Path = "/sandbox/oauth/authorize",
                QueryString = new("?state=abc"),
                Headers =
                {
                    Cookie = ".AspNetCore.Identity.Application=secret",
                    Authorization = "Basic c2VjcmV0",
                    [SandboxOAuth.PublicAddressHeader] = "https://elsewhere.example",
                },
            },
        };
        using var request = new HttpRequestMessage();
        await new SandboxForwarding.Transformer(
            new PublicAddress(Options.Create(new PublicAddress.Options { PublicUrl = publicUrl }))
        ).TransformRequestAsync(context, request, "http://127.0.0.1:5081", TestContext.Current.CancellationToken);

        Assert.Equal(expected, Assert.Single(request.Headers.GetValues(SandboxOAuth.PublicAddressHeader)));
        Assert.DoesNotContain("secret", request.Headers.ToString(), StringComparison.Ordinal);
        Assert.Null(request.Headers.Authorization);
        Assert.Null(request.Headers.Host);
    }
}
