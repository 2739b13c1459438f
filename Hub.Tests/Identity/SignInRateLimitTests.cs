using System.Net;
using Hub.Web.Security;

namespace Hub.Tests.Identity;

public sealed class SignInRateLimitTests
{
    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::2")]
    public void one_client_has_many_addresses(string one, string other) => Assert.Equal(ClientOf(one), ClientOf(other));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    public void other_networks_are_other_clients(string one, string other) =>
        Assert.NotEqual(ClientOf(one), ClientOf(other), StringComparer.Ordinal);

    private static string ClientOf(string address) => SignInRateLimit.ClientOf(IPAddress.Parse(address));
}
