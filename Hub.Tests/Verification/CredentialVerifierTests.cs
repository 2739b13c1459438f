using System.Net;
using System.Net.Sockets;
using System.Text;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Verification;

/// <summary>What the verifier makes of everything that a provider, the network or the user can do, shown with one provider.</summary>
public sealed class CredentialVerifierTests
{
    private const string Slug = "smartrecruiters";
    private static readonly ProviderSample Sample = ProviderSamples.Of(Slug);
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task an_answer_that_drips_is_given_up_after_ten_seconds()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Drip);
        var time = new FakeTimeProvider(Now);
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri, time);

        var verification = host.VerifyAsync(Sample, Stop);
        await provider.Asked.WaitAsync(Stop);
        for (var second = 1; second < OutboundClient.TotalTime.TotalSeconds; second++)
        {
            // Another drop has come by then, and gives it no more time.
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(verification.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ProviderUnavailable(TimedOut)", Outcomes.Summary((await verification).Outcome));
    }

    [Fact]
    public async Task cancelling_while_an_answer_drips_throws()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Drip);
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var verification = host.VerifyAsync(Sample, cancel.Token);
        await provider.Asked.WaitAsync(Stop);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verification);
    }

    [Fact]
    public async Task a_request_is_sent_once_even_when_the_provider_hangs_up_without_an_answer()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, Sample.Success.Body));
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri);
        await host.VerifyAsync(Sample, Stop);

        provider.Answer = Answers.HangUp;
        var report = await host.VerifyAsync(Sample, Stop);

        Assert.Equal("ProviderUnavailable(ConnectionReset)", Outcomes.Summary(report.Outcome));
        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task no_cookie_is_kept()
    {
        await using var provider = await StandInProvider.StartAsync(
            Answers.Json(200, Sample.Success.Body, ("Set-Cookie", "session=1; Path=/"))
        );
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri);
        await host.VerifyAsync(Sample, Stop);
        await host.VerifyAsync(Sample, Stop);
        Assert.All(provider.Requests, request => Assert.False(request.Headers.ContainsKey("Cookie")));
    }

    [Fact]
    public async Task a_server_that_does_not_speak_tls_is_a_tls_failure()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Never);
        await using var host = new VerificationHost(Slug, $"https://127.0.0.1:{provider.Address.Port}");
        Assert.Equal("ProviderUnavailable(TlsFailed)", Outcomes.Summary((await host.VerifyAsync(Sample, Stop)).Outcome));
    }

    [Fact]
    public async Task an_answer_that_is_not_compressed_as_it_says_is_malformed() =>
        Assert.Equal(
            "UnexpectedAnswer(Malformed)",
            await OutcomeOfAsync(Answers.Json(200, Sample.Success.Body, ("Content-Encoding", "gzip")))
        );

    [Theory]
    [InlineData(0, "Verified")]
    [InlineData(1, "UnexpectedAnswer(TooLarge)")]
    public async Task the_limit_is_exactly_one_mebibyte(int more, string expected)
    {
        var body = Sample.Success.Body.PadRight((1024 * 1024) + more);
        Assert.Equal(expected, await OutcomeOfAsync(Answers.Json(200, body)));
    }

    [Theory]
    [InlineData("""{"id":"\ud800","systemRole":{"id":"ADMINISTRATOR"}}""")]
    [InlineData("""{"\ud800":1,"systemRole":{"id":"ADMINISTRATOR"}}""")]
    [InlineData("""[{"id":"1"}]""")]
    [InlineData("""{"id":1,"systemRole":{"id":"ADMINISTRATOR"}}""")]
    [InlineData("""{"id":" ","systemRole":{"id":"ADMINISTRATOR"}}""")]
    [InlineData("""{"id":null,"systemRole":{"id":"ADMINISTRATOR"}}""")]
    [InlineData("""{"error":{"id":"1","systemRole":{"id":"ADMINISTRATOR"}}}""")]
    public async Task evidence_of_the_wrong_type_or_place_proves_nothing(string body) =>
        Assert.Equal("UnexpectedAnswer(NoEvidence)", await OutcomeOfAsync(Answers.Json(200, body)));

    [Fact]
    public async Task text_that_is_not_utf_8_proves_nothing()
    {
        byte[] body = [.. """{"id":" """u8, 0xff, 0xfe, .. """ ","systemRole":{"id":"ADMINISTRATOR"}}"""u8];
        Assert.Equal("UnexpectedAnswer(NoEvidence)", await OutcomeOfAsync(Answers.Bytes(200, "application/json", body)));
    }

    [Fact]
    public async Task json_behind_a_byte_order_mark_is_json() =>
        Assert.Equal(
            "Verified",
            await OutcomeOfAsync(Answers.Bytes(200, "application/json", [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Sample.Success.Body)]))
        );

    [Fact]
    public async Task nesting_without_end_is_malformed() =>
        Assert.Equal("UnexpectedAnswer(Malformed)", await OutcomeOfAsync(Answers.Json(200, new string('[', 100_000))));

    [Theory]
    [InlineData("17", 17.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("86400", 3600.0)]
    [InlineData("99999999999999999999999999999999999999", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1e9", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData("Mon, 23 Nov 2026 12:01:30 GMT", 90.0)]
    [InlineData("Mon, 23 Nov 2026 11:00:00 GMT", null)]
    [InlineData("Tue, 24 Nov 2026 12:00:00 GMT", 3600.0)]
    public async Task the_wait_is_read_from_seconds_and_dates_and_is_an_hour_at_most(string header, double? seconds)
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(429, "{}", ("Retry-After", header)));
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri, new FakeTimeProvider(Now));

        var report = await host.VerifyAsync(Sample, Stop);

        Assert.Equal(new VerificationOutcome.RateLimited(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null), report.Outcome);
    }

    [Fact]
    public async Task too_many_requests_without_a_wait_has_none()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(429, "{}"));
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri);
        Assert.Equal(new VerificationOutcome.RateLimited(RetryAfter: null), (await host.VerifyAsync(Sample, Stop)).Outcome);
    }

    [Theory]
    [InlineData("zendesk", "WrongAddress(subdomain)")]
    [InlineData("workable", "WrongAddress(subdomain)")]
    [InlineData("smartrecruiters", "ProviderUnavailable(NameNotResolved)")]
    [InlineData("bamboohr", "WrongAddress(subdomain)")]
    public async Task a_host_that_does_not_exist_is_the_users_slip_only_where_the_user_named_it(string slug, string expected)
    {
        await using var host = new VerificationHost(slug, baseUrl: null, resolve: EveryProviderTests.Unresolved(SocketError.HostNotFound));
        Assert.Equal(expected, Outcomes.Summary((await host.VerifyAsync(ProviderSamples.Of(slug), Stop)).Outcome));
    }

    [Fact]
    public async Task a_host_that_the_operator_named_and_does_not_exist_is_not_the_users_slip()
    {
        await using var host = new VerificationHost(
            "zendesk",
            "http://zendesk.invalid",
            resolve: EveryProviderTests.Unresolved(SocketError.HostNotFound)
        );
        Assert.Equal(
            "ProviderUnavailable(NameNotResolved)",
            Outcomes.Summary((await host.VerifyAsync(ProviderSamples.Of("zendesk"), Stop)).Outcome)
        );
    }

    [Fact]
    public async Task a_provider_whose_name_leads_to_this_machine_is_not_called()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, Sample.Success.Body));
        await using var host = new VerificationHost(
            "zendesk",
            $"http://{{subdomain}}.zendesk.com:{provider.Address.Port}",
            resolve: (_, _) => Task.FromResult(new[] { IPAddress.Loopback })
        );

        var report = await host.VerifyAsync(ProviderSamples.Of("zendesk"), Stop);

        Assert.Equal("ProviderUnavailable(AddressForbidden)", Outcomes.Summary(report.Outcome));
        Assert.Equal(0, provider.Connections);
    }

    [Theory]
    [InlineData("ghp_0123456789abcdef0123456789abcdef0123")]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    public async Task older_kinds_of_key_that_still_work_are_sent(string token)
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, ProviderSamples.Of("github").Success.Body));
        await using var host = new VerificationHost("github", provider.Address.AbsoluteUri);
        var sample = ProviderSamples.Of("github").With("token", token);
        Assert.Equal("Verified", Outcomes.Summary((await host.VerifyAsync(sample, Stop)).Outcome));
    }

    [Fact]
    public async Task the_log_has_the_reference_and_the_outcome_and_nothing_of_the_key_or_the_provider()
    {
        var sample = ProviderSamples.Of("zendesk");
        await using var provider = await StandInProvider.StartAsync(
            Answers.Json(200, sample.Success.Body, ("X-Told", "told-by-the-provider"))
        );
        await using var host = new VerificationHost("zendesk", provider.Address.AbsoluteUri);

        var good = await host.VerifyAsync(sample, Stop);
        provider.Answer = Answers.Json(418, """{"error":"told-by-the-provider"}""");
        var odd = await host.VerifyAsync(sample, Stop);
        provider.Answer = Answers.Abort;
        await host.VerifyAsync(sample, Stop);

        Assert.Contains(
            host.Log.Lines,
            line => line.Contains($"Verification {good.Reference} at zendesk: Verified", StringComparison.Ordinal)
        );
        Assert.Contains(
            host.Log.Lines,
            line => line.Contains($"Verification {odd.Reference} at zendesk: UnexpectedAnswer:Status", StringComparison.Ordinal)
        );
        string[] unspeakable =
        [
            "zendesk-token-0123456789",
            Convert.ToBase64String(Encoding.UTF8.GetBytes("jane@example.com/token:zendesk-token-0123456789")),
            "jane@example.com",
            "Jane Doe",
            "35436",
            "told-by-the-provider",
            "acme",
            "127.0.0.1",
        ];
        Assert.All(
            host.Log.Lines,
            line => Assert.All(unspeakable, text => Assert.DoesNotContain(text, line, StringComparison.OrdinalIgnoreCase))
        );
    }

    [Fact]
    public async Task a_reference_is_short_and_has_no_letter_that_is_misheard()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, Sample.Success.Body));
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri);
        Assert.Matches("^[2-9A-HJ-NP-Z]{8}$", (await host.VerifyAsync(Sample, Stop)).Reference);
    }

    [Fact]
    public async Task an_invalid_key_points_at_its_field_and_at_a_step_of_the_guide()
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(401, "{}"));
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri);

        var invalid = Assert.IsType<VerificationOutcome.InvalidCredentials>((await host.VerifyAsync(Sample, Stop)).Outcome);

        Assert.Equal("api_key", invalid.FieldKey);
        Assert.Equal(3, invalid.GuideStep);
        Assert.Contains("revoked", invalid.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipedrive", 402, """{"success":false,"data":{"id":1,"name":"Jane Doe","company_id":7}}""")]
    [InlineData("contentful", 403, """{"sys":{"type":"Error","id":"AccessDenied"},"email":"jane@example.com"}""")]
    public async Task of_a_limited_key_nothing_in_the_error_is_taken_for_its_owner(string slug, int status, string body)
    {
        // Different people must not become one account because the error is the same.
        await using var provider = await StandInProvider.StartAsync(Answers.Json(status, body));
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);

        var limited = Assert.IsType<VerificationOutcome.VerifiedLimited>((await host.VerifyAsync(ProviderSamples.Of(slug), Stop)).Outcome);

        Assert.Equal(ProviderIdentity.Unknown, limited.Identity);
    }

    [Theory]
    [InlineData("X-Reason", "key REVOKED by its owner", true)]
    [InlineData("X-Reason", "locked out", false)]
    [InlineData("X-Other", "key revoked", false)]
    public void a_rule_may_look_for_the_reason_in_a_header(string name, string text, bool matches)
    {
        var rule = new FailureRule
        {
            Status = 403,
            Header = new HeaderCondition { Name = "x-reason", Contains = "revoked" },
            Outcome = FailureOutcome.InvalidCredentials,
            Confidence = Confidence.Documented,
        };
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [name] = text };
        Assert.Equal(matches, AnswerClassifier.FindRule([rule], new OutboundAnswer(403, headers, [])) is not null);
    }

    [Theory]
    [InlineData("""{"user":{"id":null}}""", true)]
    [InlineData("""{"user":{"id":0}}""", false)]
    [InlineData("""{"user":{}}""", false)]
    [InlineData("null", false)]
    public void a_rule_may_ask_for_a_null_that_is_there(string body, bool matches)
    {
        var rule = new FailureRule
        {
            Status = 200,
            Body = new BodyCondition { Path = "user.id", IsNull = true },
            Outcome = FailureOutcome.InvalidCredentials,
            Confidence = Confidence.Documented,
        };
        var answer = new OutboundAnswer(
            200,
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetBytes(body)
        );
        Assert.Equal(matches, AnswerClassifier.FindRule([rule], answer) is not null);
    }

    private static async Task<string> OutcomeOfAsync(Answer answer)
    {
        await using var provider = await StandInProvider.StartAsync(answer);
        await using var host = new VerificationHost(Slug, provider.Address.AbsoluteUri);
        return Outcomes.Summary((await host.VerifyAsync(Sample, Stop)).Outcome);
    }
}
