using System.Net;
using Hub.Core.Outbound;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Outbound;

/// <summary>
/// The guard at work: a host that is not public is refused when the connection would be opened, unless the operator named it.
/// </summary>
public sealed class AddressGuardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_loopback_address_that_nobody_named_is_refused_before_anything_is_sent()
    {
        await using var server = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        await ExpectRefusalAsync(server, server.Address);
    }

    [Fact]
    public async Task a_name_that_leads_to_a_private_address_is_refused()
    {
        await using var server = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        await ExpectRefusalAsync(server, At("api.example.com", server), resolve: To(IPAddress.Loopback));
    }

    [Fact]
    public async Task one_private_address_among_public_ones_is_enough()
    {
        await using var server = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        await ExpectRefusalAsync(server, At("api.example.com", server), resolve: To(IPAddress.Parse("1.1.1.1"), IPAddress.Loopback));
    }

    [Theory]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("127.1")]
    public async Task other_spellings_of_loopback_are_refused_too(string host)
    {
        await using var server = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        await ExpectRefusalAsync(server, At(host, server));
    }

    [Fact]
    public async Task the_host_that_the_operator_named_is_reached()
    {
        await using var server = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        var (status, _) = await SendAsync(server.Address, allow: server.Address);
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task naming_a_host_does_not_open_its_other_ports()
    {
        await using var named = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        await using var other = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        await ExpectRefusalAsync(other, other.Address, allow: named.Address);
    }

    [Fact]
    public async Task a_name_that_leads_to_a_public_address_first_and_to_a_private_one_later_is_refused_then()
    {
        await using var server = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        using var first = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var resolutions = 0;
        await using var services = Services(
            async (_, _) =>
            {
                if (++resolutions > 1)
                {
                    return [IPAddress.Loopback];
                }

                // Nothing of this test leaves the machine: the connection is cancelled where it would be opened.
                await first.CancelAsync();
                return [IPAddress.Parse("1.1.1.1")];
            },
            allow: null
        );
        var client = services.GetRequiredService<OutboundClient>();
        using var permitted = new HttpRequestMessage(HttpMethod.Get, At("api.example.com", server));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(permitted, first.Token));

        using var rebound = new HttpRequestMessage(HttpMethod.Get, At("api.example.com", server));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(rebound, Stop));
        Assert.IsType<ForbiddenAddressException>(error.InnerException);
        Assert.Equal(2, resolutions);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public void hosts_are_compared_without_case_and_with_their_port()
    {
        var allowed = new AllowedHosts();
        allowed.Allow(new Uri("https://Sandbox.Example.com"));
        allowed.Allow(new Uri("http://[::1]:8080"));
        Assert.True(allowed.Contains("sandbox.example.COM", 443));
        Assert.True(allowed.Contains("::1", 8080));
        Assert.False(allowed.Contains("sandbox.example.com", 80));
        Assert.False(allowed.Contains("evil-sandbox.example.com", 443));
    }

    private static Uri At(string host, StandInProvider server) => new($"http://{host}:{server.Address.Port}/");

    private static Func<string, CancellationToken, Task<IPAddress[]>> To(params IPAddress[] addresses) =>
        (_, _) => Task.FromResult(addresses);

    private static async Task ExpectRefusalAsync(
        StandInProvider server,
        Uri address,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
        Uri? allow = null
    )
    {
        var (_, error) = await SendAsync(address, resolve, allow);
        Assert.IsType<ForbiddenAddressException>(Assert.IsType<HttpRequestException>(error).InnerException);
        Assert.Equal(0, server.Connections);
    }

    private static async Task<(int? Status, Exception? Error)> SendAsync(
        Uri address,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
        Uri? allow = null
    )
    {
        await using var services = Services(resolve, allow);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        try
        {
            return ((await services.GetRequiredService<OutboundClient>().SendAsync(request, Stop)).Status, null);
        }
        catch (HttpRequestException e)
        {
            return (null, e);
        }
    }

    private static ServiceProvider Services(Func<string, CancellationToken, Task<IPAddress[]>>? resolve, Uri? allow)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddOutbound();
        services.AddSingleton(provider => new AddressGuard(provider.GetRequiredService<AllowedHosts>(), resolve));
        var built = services.BuildServiceProvider();
        if (allow is not null)
        {
            built.GetRequiredService<AllowedHosts>().Allow(allow);
        }

        return built;
    }
}
