using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;

namespace Hub.Tests.Verification;

/// <summary>
/// Every method of every provider against real HTTP: what is sent, what each documented answer means, and that the samples leave nothing of
/// the catalog out.
/// </summary>
public sealed class EveryProviderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, AuthMethodKind> Methods =>
        [.. ProviderSamples.Catalog.All.SelectMany(provider => provider.Methods.Select(method => (provider.Slug, method.Kind)))];

    /// <summary>The methods with which everything that can happen is tried.</summary>
    public static TheoryData<string, AuthMethodKind> Tried =>
        [.. ProviderSamples.All.Where(FaultMatrix.IsTried).Select(sample => (sample.Provider, sample.Method))];

    public static TheoryData<string, AuthMethodKind, string> Oddities =>
        [.. ProviderSamples.All.SelectMany(sample => sample.Oddities.Select(odd => (sample.Provider, sample.Method, odd.Name)))];

    public static TheoryData<string, AuthMethodKind, string, string> Failures =>
        [
            .. ProviderSamples.All.SelectMany(sample =>
                sample.Steps.SelectMany(step => step.Failures.Select(failure => (sample.Provider, sample.Method, step.Name, failure.Name)))
            ),
        ];

    public static TheoryData<string, AuthMethodKind, string, string> WrongFamilies =>
        [
            .. ProviderSamples.All.SelectMany(sample =>
                sample.WrongFamilies.Select(wrong => (sample.Provider, sample.Method, wrong.Field, wrong.Value))
            ),
        ];

    public static TheoryData<string, AuthMethodKind, string, string, string> Pasted =>
        [
            .. ProviderSamples.All.SelectMany(sample =>
                sample.Pasted.Select(pasted => (sample.Provider, sample.Method, pasted.Field, pasted.Value, pasted.Becomes))
            ),
        ];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task a_good_key_is_proved_by_exactly_the_documented_requests_and_its_owner_read(string slug, AuthMethodKind kind)
    {
        var sample = ProviderSamples.Of(slug, kind);
        await using var provider = await StandInProvider.StartAsync(Good(sample, sample.Success));
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);

        var report = await host.VerifyAsync(sample, Stop);

        Assert.Equal(new VerificationOutcome.Verified(sample.Success.Identity.ToIdentity()), report.Outcome);
        var requests = new Queue<ReceivedRequest>(provider.Requests);
        if (sample.Token is { } token)
        {
            var exchange = requests.Dequeue();
            Assert.Equal(("POST", token.Path), (exchange.Method, exchange.PathAndQuery));
            AssertHeaders(token.Headers, exchange);
            var form = HttpUtility.ParseQueryString(exchange.Body);
            Assert.Equal(token.Form, form.AllKeys.ToDictionary(key => key!, key => form[key]!, StringComparer.Ordinal));
        }

        if (sample.Request is { } expected)
        {
            var probe = requests.Dequeue();
            Assert.Equal((expected.Method, expected.Path, expected.Body), (probe.Method, probe.PathAndQuery, probe.Body));
            AssertHeaders(expected.Headers, probe);
        }

        if (sample.Identify is { } identify)
        {
            var second = requests.Dequeue();
            Assert.Equal((identify.Method, identify.Path), (second.Method, second.PathAndQuery));
            AssertHeaders(sample.Request!.Headers.Where(header => header.Key == "Authorization"), second);
        }

        if (ProviderSamples.MethodOf(sample).FindCheck()?.KeyExpiry?.Request is { } expiry)
        {
            Assert.Equal(expiry.Path, requests.Dequeue().PathAndQuery);
        }

        Assert.Empty(requests);
    }

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task an_odd_but_good_answer_is_proof_too(string slug, AuthMethodKind kind, string name)
    {
        var sample = ProviderSamples.Of(slug, kind);
        var odd = sample.Oddities.Single(one => one.Name == name);
        await using var provider = await StandInProvider.StartAsync(Good(sample, odd));
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);

        Assert.Equal(new VerificationOutcome.Verified(odd.Identity.ToIdentity()), (await host.VerifyAsync(sample, Stop)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task an_answer_means_what_the_provider_documents(string slug, AuthMethodKind kind, string step, string name)
    {
        var sample = ProviderSamples.Of(slug, kind);
        var steps = sample.Steps.ToList();
        var index = steps.FindIndex(one => one.Name == step);
        var failure = steps[index].Failures.Single(one => one.Name == name);
        var answer = Answers.Text(
            failure.Status,
            "application/json",
            failure.Body,
            [.. failure.Headers.Select(header => (header.Key, header.Value))]
        );
        await using var provider = await StandInProvider.StartAsync(
            new FaultMatrix.Row(sample, index).AnswersWith(answer, new TaskCompletionSource())
        );
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);

        Assert.Equal(failure.Expected, Outcomes.Summary((await host.VerifyAsync(sample, Stop)).Outcome));
        Assert.Equal(index + 1, provider.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(WrongFamilies))]
    public async Task a_key_of_another_family_is_recognised_before_anything_is_sent(
        string slug,
        AuthMethodKind kind,
        string field,
        string value
    )
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, "{}"));
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);

        var report = await host.VerifyAsync(ProviderSamples.Of(slug, kind).With(field, value), Stop);

        var wrong = Assert.IsType<VerificationOutcome.WrongKeyKind>(report.Outcome);
        Assert.Equal(field, wrong.FieldKey);
        Assert.NotEmpty(wrong.Hint);
        Assert.Equal(0, provider.Connections);
    }

    [Theory]
    [MemberData(nameof(Pasted))]
    public void of_what_is_pasted_what_is_needed_is_kept(string slug, AuthMethodKind kind, string field, string value, string becomes)
    {
        var method = ProviderSamples.MethodOf(ProviderSamples.Of(slug, kind));
        Assert.Equal(becomes, method.Find(field)!.Clean(value));
        var cleaned = method.Clean(Some.Values((field, value)));
        Assert.DoesNotContain(field, new CredentialValidator(method).FindErrors(cleaned).Keys);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void the_samples_reach_every_rule(string slug, AuthMethodKind kind)
    {
        var sample = ProviderSamples.Of(slug, kind);
        var method = ProviderSamples.MethodOf(sample);
        AssertReached(method.Failures, sample.Failures);
        AssertReached(method is AuthMethod.ClientCredentials { Token: var token } ? token.Failures : [], sample.Token?.Failures ?? []);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void the_samples_try_every_field_that_does_something_with_its_value(string slug, AuthMethodKind kind)
    {
        var sample = ProviderSamples.Of(slug, kind);
        var method = ProviderSamples.MethodOf(sample);
        Assert.All(
            method.Fields,
            field =>
                Assert.All(
                    field.WrongFamilies,
                    family =>
                        Assert.Contains(
                            sample.WrongFamilies,
                            wrong =>
                                wrong.Field == field.Key
                                && Regex.IsMatch(wrong.Value, family.Pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1))
                        )
                )
        );
        Assert.All(
            method.Fields.Where(field => field.Kind is FieldKind.Subdomain or FieldKind.Host || field.Extract is not null),
            field => Assert.Contains(sample.Pasted, pasted => pasted.Field == field.Key)
        );
        Assert.Contains(sample.Steps.SelectMany(step => step.Failures), failure => failure.Fault == "bad_key");
        Assert.NotEmpty(sample.Oddities);
    }

    /// <summary>Which hosts a key may reach is written out in the sample; no choice, derived value or slip may lead to another.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public async Task no_key_is_sent_to_another_host(string slug, AuthMethodKind kind)
    {
        var sample = ProviderSamples.Of(slug, kind);
        var method = ProviderSamples.MethodOf(sample);
        var values = method.FromStore(Some.Values(sample.Values));
        await using var host = new VerificationHost(slug, baseUrl: null);
        Assert.Equal(sample.Hosts.Order(StringComparer.Ordinal), host.HostsOf(slug, method, values).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Tried))]
    public async Task a_name_server_in_trouble_does_not_judge_the_key(string slug, AuthMethodKind kind)
    {
        await using var host = new VerificationHost(slug, baseUrl: null, resolve: Unresolved(SocketError.TryAgain));
        Assert.Equal(
            "ProviderUnavailable(NameNotResolved)",
            Outcomes.Summary((await host.VerifyAsync(ProviderSamples.Of(slug, kind), Stop)).Outcome)
        );
    }

    [Theory]
    [MemberData(nameof(Tried))]
    public async Task cancelling_throws(string slug, AuthMethodKind kind)
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Never);
        await using var host = new VerificationHost(slug, provider.Address.AbsoluteUri);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var verification = host.VerifyAsync(ProviderSamples.Of(slug, kind), cancel.Token);
        await provider.Asked.WaitAsync(Stop);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verification);
        Assert.Single(provider.Requests);
    }

    internal static Func<string, CancellationToken, Task<IPAddress[]>> Unresolved(SocketError error) =>
        (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)error));

    private static Answer Good(ProviderSample sample, AnswerSample last)
    {
        var answers = new List<string>();
        if (sample.Token is { } token)
        {
            answers.Add(sample.Request is null ? last.Body : token.Body);
        }

        if (sample.Request is not null)
        {
            answers.Add(last.Body);
        }

        if (sample.Identify is { } identify)
        {
            answers.Add(last.IdentifyBody ?? identify.Body);
        }

        var asked = -1;
        return context => Answers.Json(200, answers[Math.Min(Interlocked.Increment(ref asked), answers.Count - 1)])(context);
    }

    private static void AssertHeaders(IEnumerable<KeyValuePair<string, string>> expected, ReceivedRequest request)
    {
        foreach (var (name, value) in expected)
        {
            var sent = value.StartsWith("Basic ", StringComparison.Ordinal)
                ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(value["Basic ".Length..]))}"
                : value;
            Assert.Equal(sent, request.Headers.GetValueOrDefault(name));
        }
    }

    private static void AssertReached(IReadOnlyList<FailureRule> rules, IReadOnlyList<FailureSample> samples)
    {
        var reached = samples
            .Select(sample =>
                AnswerClassifier.FindRule(
                    rules,
                    new(
                        sample.Status,
                        new Dictionary<string, string>(sample.Headers, StringComparer.OrdinalIgnoreCase),
                        Encoding.UTF8.GetBytes(sample.Body)
                    )
                )
            )
            .ToList();
        Assert.All(rules, rule => Assert.Contains(rule, reached, ReferenceEqualityComparer.Instance));
    }
}
