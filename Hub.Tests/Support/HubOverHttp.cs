namespace Hub.Tests.Support;

/// <summary>A running Hub that tests of a class share, and call over HTTP without following redirects.</summary>
/// <param name="settings">Configuration, e.g. <c>Hub:Registration=Closed</c>.</param>
public abstract class HubOverHttp(params string[] settings) : IAsyncLifetime
{
    // On a busy machine the answer may come after the second that clients wait for it before they send the content.
    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
        }
    );

    private RunningHub? _hub;

    public string Address => _hub!.Address;

    public string Output => _hub!.Output;

    public async ValueTask InitializeAsync() => _hub = await RunningHub.StartAsync(settings);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync("GET", path);

    public async Task<HttpResponseMessage> SendAsync(
        string method,
        string path,
        HttpContent? content = null,
        string? accept = null,
        bool expectContinue = false
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Address + path) { Content = content };
        request.Headers.ExpectContinue = expectContinue;
        if (path == "/connect/oauth2/start")
        {
            request.Headers.Add("Origin", Address);
        }

        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _client.Dispose();
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }
}
