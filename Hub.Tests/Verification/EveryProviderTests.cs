using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Verification;

/// <summary>Every provider of the catalog against real HTTP: what is sent, and what each answer is taken to mean.</summary>
public sealed class EveryProviderTests
{
    private static readonly ProviderCatalog Catalog = ProviderCatalog.Load(directory: null, withSandbox: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Slugs => [.. Catalog.All.Select(provider => provider.Slug)];

    public static TheoryData<string, string> FailureSamples => [.. Catalog.All.SelectMany(provider =>
        ProviderSamples.Of(provider.Slug).Failures.Select(failure => (provider.Slug, failure.Name)))];

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task a_good_key_is_proved_and_its_owner_read(string slug)
    {
        var sample = ProviderSamples.Of(slug);
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, sample.Success));
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);

        var report = await host.VerifyAsync(sample, Stop);

        Assert.Equal(new VerificationOutcome.Verified(sample.Identity), report.Outcome);
        var request = Assert.Single(provider.Requests);
        Assert.Equal(sample.Method, request.Method);
        Assert.Equal(sample.PathAndQuery, request.PathAndQuery);
        Assert.Equal(sample.Body, request.Body);
        foreach (var (name, value) in sample.Headers)
        {
            Assert.Equal(value, request.Headers.GetValueOrDefault(name));
        }
    }

    [Theory]
    [MemberData(nameof(FailureSamples))]
    public async Task an_answer_means_what_the_provider_documents(string slug, string failure)
    {
        var sample = ProviderSamples.Of(slug).Failures.Single(one => one.Name == failure);
        await ExpectAsync(slug, Answers.Json(sample.Status, sample.Body), sample.Expected);
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void the_samples_reach_every_rule(string slug)
    {
        var provider = Catalog.Find(slug)!;
        var samples = ProviderSamples.Of(slug);
        Assert.All(provider.FindMethod(samples.Kind)!.Failures, rule => Assert.Contains(
            samples.Failures, sample => sample.Status == rule.Status && sample.Expected.StartsWith(rule.Outcome.ToString(), StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task too_many_requests_is_a_wait_in_seconds(string slug)
    {
        var outcome = await ExpectAsync(slug, Answers.Json(429, "{}", ("Retry-After", "17")), "RateLimited");
        Assert.Equal(new VerificationOutcome.RateLimited(TimeSpan.FromSeconds(17)), outcome);
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task too_many_requests_is_a_wait_until_a_time(string slug)
    {
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var until = now.AddSeconds(90).ToString("r", CultureInfo.InvariantCulture);
        var outcome = await ExpectAsync(slug, Answers.Json(429, "{}", ("Retry-After", until)), "RateLimited", new FakeTimeProvider(now));
        Assert.Equal(new VerificationOutcome.RateLimited(TimeSpan.FromSeconds(90)), outcome);
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task a_server_error_does_not_judge_the_key(string slug)
    {
        await ExpectAsync(slug, Answers.Json(500, """{"error":"invalid_auth"}"""), "ProviderUnavailable(ServerError)");
        await ExpectAsync(slug, Answers.Html(502), "ProviderUnavailable(ServerError)");
        await ExpectAsync(slug, Answers.Html(503), ProviderSamples.Of(slug).On503);
        await ExpectAsync(slug, Answers.Html(504), "ProviderUnavailable(TimedOut)");
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task a_redirect_is_not_followed(string slug)
    {
        await using var elsewhere = await StandInProvider.StartAsync(Answers.Json(200, ProviderSamples.Of(slug).Success));
        await ExpectAsync(slug, Answers.Redirect(new Uri(elsewhere.Address, "/user")), "UnexpectedAnswer(Redirect)");
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task a_sign_in_page_proves_nothing(string slug) =>
        await ExpectAsync(slug, Answers.Html(200), "UnexpectedAnswer(Html)");

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task a_firewalls_page_proves_neither_a_good_key_nor_a_bad_one(string slug) =>
        await ExpectAsync(slug, Answers.Html(403), "UnexpectedAnswer(Status)");

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task an_answer_of_more_than_a_mebibyte_is_not_read(string slug)
    {
        await ExpectAsync(slug, Answers.Oversize(withLength: true), "UnexpectedAnswer(TooLarge)");
        await ExpectAsync(slug, Answers.Oversize(withLength: false), "UnexpectedAnswer(TooLarge)");
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task half_an_answer_proves_nothing(string slug) =>
        await ExpectAsync(slug, Answers.Json(200, ProviderSamples.Of(slug).Success[..^1]), "UnexpectedAnswer(Malformed)");

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task success_without_evidence_proves_nothing(string slug)
    {
        await ExpectAsync(slug, Answers.Json(200, "{}"), "UnexpectedAnswer(NoEvidence)");
        await ExpectAsync(slug, Answers.Json(200, "null"), "UnexpectedAnswer(NoEvidence)");
        await ExpectAsync(slug, Answers.Json(200, "\"ok\""), "UnexpectedAnswer(NoEvidence)");
        await ExpectAsync(slug, Answers.Json(200, ""), "UnexpectedAnswer(Malformed)");
        await ExpectAsync(slug, Answers.Json(201, ProviderSamples.Of(slug).Success), "UnexpectedAnswer(Status)");
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task silence_ends_after_ten_seconds(string slug)
    {
        var time = new FakeTimeProvider();
        await using var provider = await StandInProvider.StartAsync(Answers.Never);
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri, time);

        var verification = host.VerifyAsync(ProviderSamples.Of(slug), Stop);
        await provider.Asked.WaitAsync(Stop);
        time.Advance(OutboundClient.TotalTime - TimeSpan.FromMilliseconds(1));
        Assert.False(verification.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("ProviderUnavailable(TimedOut)", Outcomes.Summary((await verification).Outcome));
        Assert.Single(provider.Requests);
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task a_broken_connection_does_not_judge_the_key(string slug)
    {
        await ExpectAsync(slug, Answers.Abort, "ProviderUnavailable(ConnectionReset)");
        await ExpectAsync(slug, Answers.HangUp, "ProviderUnavailable(ConnectionReset)");
        await ExpectAsync(slug, Answers.ResetHalfway, "ProviderUnavailable(ConnectionReset)");
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task a_closed_port_does_not_judge_the_key(string slug)
    {
        var provider = await StandInProvider.StartAsync(Answers.Never);
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);
        await provider.DisposeAsync();

        Assert.Equal("ProviderUnavailable(ConnectionFailed)", Outcomes.Summary((await host.VerifyAsync(ProviderSamples.Of(slug), Stop)).Outcome));
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task a_name_server_in_trouble_does_not_judge_the_key(string slug)
    {
        await using var host = new VerificationHost(slug, baseUrl: null, resolve: Unresolved(SocketError.TryAgain));
        Assert.Equal("ProviderUnavailable(NameNotResolved)", Outcomes.Summary((await host.VerifyAsync(ProviderSamples.Of(slug), Stop)).Outcome));
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task cancelling_throws(string slug)
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Never);
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var verification = host.VerifyAsync(ProviderSamples.Of(slug), cancel.Token);
        await provider.Asked.WaitAsync(Stop);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verification);
        Assert.Single(provider.Requests);
    }

    internal static Func<string, CancellationToken, Task<IPAddress[]>> Unresolved(SocketError error) =>
        (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)error));

    /// <summary>Verifies once against a stand-in that gives this answer, and expects exactly one request.</summary>
    private static async Task<VerificationOutcome> ExpectAsync(string slug, Answer answer, string expected, TimeProvider? time = null)
    {
        await using var provider = await StandInProvider.StartAsync(answer);
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri, time);

        var report = await host.VerifyAsync(ProviderSamples.Of(slug), Stop);

        Assert.Equal(expected, Outcomes.Summary(report.Outcome));
        Assert.Single(provider.Requests);
        return report.Outcome;
    }
}
