using System.Text.RegularExpressions;
using Hub.Core.Authorization;
using Hub.Tests.Api;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Hosting;

/// <summary>What is answered where Hub itself fails, outside Development.</summary>
public sealed partial class PageErrorTests(PageErrorTests.FailingHub hub) : IClassFixture<PageErrorTests.FailingHub>
{
    [GeneratedRegex("Keep this reference: (?<reference>[2-9A-HJ-NP-Z]{8})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference { get; }

    [Fact]
    public async Task a_browser_gets_the_page_of_500_for_a_form_too()
    {
        var answer = await SendAsync(new FormUrlEncodedContent([KeyValuePair.Create("ticket", "x")]));
        Assert.Equal((500, "text/html"), (answer.Status, answer.MediaType));
        Assert.Contains("Something went wrong", answer.Text, StringComparison.Ordinal);
        var reference = Reference.Match(answer.Text).Groups["reference"].Value;
        Assert.Contains(hub.Log.Lines, line => line.Contains($"failed ({reference})", StringComparison.Ordinal));
        Assert.Null(answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task a_client_that_asks_for_json_gets_the_error_of_the_api()
    {
        var answer = await SendAsync(new FormUrlEncodedContent([KeyValuePair.Create("ticket", "x")]), accept: "application/json");
        Assert.Equal((500, "application/json"), (answer.Status, answer.MediaType));
        Assert.Equal("internal_error", answer.Json["errorCode"]!.GetValue<string>());
    }

    private Task<ApiAnswer> SendAsync(HttpContent form, string accept = "text/html,*/*")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/connect/oauth2/start", UriKind.Relative)) { Content = form };
        request.Headers.Add("Origin", hub.Address);
        request.Headers.Add("Accept", accept);
        return hub.SendAsync(request, withKey: false);
    }

    public sealed class FailingHub : ApiHub
    {
        protected override IEnumerable<string> Settings => ["--environment=Staging"];

        public RecordedLog Log { get; } = new();

        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Logging.AddProvider(Log);
            builder.Services.AddSingleton<AuthorizationRedirector>(_ => throw new InvalidOperationException("This one fails."));
        }
    }
}
