using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Core.Outbound;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Verification;

/// <summary>Every request of every provider × everything that can come back. Each cell is measured once, against real HTTP.</summary>
internal static class FaultMatrix
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConcurrentDictionary<(string Row, string Fault), Lazy<Task<string>>> Cells = new();
    private static readonly Lazy<X509Certificate2> SelfSigned = new(NewCertificate);

    /// <summary>
    /// After an authorization, a token is verified as a key is. These stand for all: a usual one, a host from the token's answer, the
    /// customer's own, errors with status 200.
    /// </summary>
    private static readonly string[] SignedIn = ["smartrecruiters", "salesforce", "zendesk", "slack"];

    /// <summary>The rows: a provider's method, and where a verification is made of several requests, each of them.</summary>
    public static IReadOnlyList<Row> Rows { get; } =
    [.. ProviderSamples.All.Where(IsTried).SelectMany(sample => sample.Steps.Select((_, index) => new Row(sample, index)))];

    /// <summary>Whether everything that can come back is tried with it, and not only what its provider documents.</summary>
    public static bool IsTried(ProviderSample sample) =>
        sample.SignIn is null || SignedIn.Contains(sample.Provider, StringComparer.Ordinal);

    /// <summary>The columns, each with what it means wherever a sample does not say otherwise; null where only a sample can say.</summary>
    public static IReadOnlyList<Fault> Faults { get; } =
    [
        new("success", row => Answers.Json(200, row.Step.Answer), "Verified"),
        FromSample("bad key", "bad_key"),
        new("wrong family", Answer: null, Expected: null),
        FromSample("limited right", "limited"),
        FromSample("wrong address", "wrong_address"),
        new("429", _ => Answers.Json(429, "{}"), "RateLimited"),
        new("429, seconds", _ => Answers.Json(429, "{}", ("Retry-After", "17")), "RateLimited 17 s"),
        new(
            "429, date",
            _ => Answers.Json(429, "{}", ("Retry-After", Now.AddSeconds(90).ToString("r", CultureInfo.InvariantCulture))),
            "RateLimited 90 s"
        ),
        new("408", _ => Answers.Json(408, "{}"), "ProviderUnavailable(TimedOut)"),
        new("500", _ => Answers.Json(500, """{"error":"invalid_auth"}"""), "ProviderUnavailable(ServerError)"),
        new("502", _ => Answers.Html(502), "ProviderUnavailable(ServerError)"),
        new("503", _ => Answers.Html(503), "ProviderUnavailable(ServerError)"),
        new("empty body", _ => Answers.Json(200, ""), "UnexpectedAnswer(Malformed)"),
        new("204", _ => Answers.NoContent, "UnexpectedAnswer(Status)"),
        new("HTML 200", _ => Answers.Html(200), "UnexpectedAnswer(Html)"),
        new("wrong shape", _ => Answers.Json(200, """{"unexpected":{"shape":[1,"x",null]}}"""), "UnexpectedAnswer(NoEvidence)"),
        new("truncated", row => Answers.Json(200, row.Step.Answer[..^1]), "UnexpectedAnswer(Malformed)"),
        new("2 MiB", _ => Answers.Oversize(withLength: false), "UnexpectedAnswer(TooLarge)"),
        new("gzip bomb", _ => Answers.GzipBomb, "UnexpectedAnswer(TooLarge)"),
        new("redirect to itself", _ => Answers.RedirectToItself, "UnexpectedAnswer(Redirect)"),
        new(
            "redirect to link-local",
            _ => Answers.Redirect(new Uri("http://169.254.169.254/latest/meta-data/")),
            "UnexpectedAnswer(Redirect)"
        ),
        new("slow headers", _ => Answers.Never, "ProviderUnavailable(TimedOut)") { IsSlow = true },
        new("slow body", _ => Answers.Stall, "ProviderUnavailable(TimedOut)") { IsSlow = true },
        new("reset mid-body", _ => Answers.ResetHalfway, "ProviderUnavailable(ConnectionReset)"),
        new("TLS failure", Answer: null, "ProviderUnavailable(TlsFailed)"),
        new("DNS failure", Answer: null, "ProviderUnavailable(NameNotResolved)"),
    ];

    private static Fault FromSample(string name, string fault) =>
        new(
            name,
            row =>
                row.Step.Of(fault) is { } failure
                    ? Answers.Json(failure.Status, failure.Body, [.. failure.Headers.Select(header => (header.Key, header.Value))])
                    : null,
            Expected: null
        )
        {
            InSample = fault,
        };

    /// <returns>What the verifier says in this cell, with a note of everything else that it did and must not; <c>–</c> where there is
    /// nothing to try.</returns>
    public static Task<string> OutcomeAsync(Row row, Fault fault) =>
        Cells.GetOrAdd((row.Name, fault.Name), _ => new Lazy<Task<string>>(() => MeasureAsync(row, fault))).Value;

    private static Task<string> MeasureAsync(Row row, Fault fault) =>
        fault.Name switch
        {
            "wrong family" => row.Sample.WrongFamilies.FirstOrDefault() is { } wrong && row.Index == 0
                ? WrongFamilyAsync(row, wrong)
                : Task.FromResult("–"),
            "TLS failure" => TlsFailureAsync(row),
            "DNS failure" => DnsFailureAsync(row),
            _ => fault.Answer!(row) is { } answer ? AnsweredAsync(row, answer, fault.IsSlow) : Task.FromResult("–"),
        };

    private static async Task<string> AnsweredAsync(Row row, Answer answer, bool isSlow)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StandInProvider.StartAsync(row.AnswersWith(answer, reached));
        var time = new FakeTimeProvider(Now);
        await using var host = new VerificationHost(row.Sample.Provider, provider.Address.AbsoluteUri, time);

        var verification = host.VerifyAsync(row.Sample, TestContext.Current.CancellationToken);
        if (isSlow)
        {
            await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
            time.Advance(OutboundClient.TotalTime - TimeSpan.FromMilliseconds(1));
            if (verification.IsCompleted)
            {
                return "gave up early";
            }

            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var outcome = (await verification).Outcome;
        // A retry, a followed redirect or a second connection would each show here.
        var isVerified = outcome is VerificationOutcome.Verified;
        var expected = isVerified && row.Sample.Steps.Count > row.Index + 1 ? row.Sample.Steps.Count : row.Index + 1;
        if (isVerified && ProviderSamples.MethodOf(row.Sample).FindCheck()?.KeyExpiry?.Request is not null)
        {
            // When the key expires is asked afterwards.
            expected++;
        }

        return provider.Requests.Count == expected && provider.Connections == expected
            ? Describe(outcome)
            : $"{Describe(outcome)} after {provider.Requests.Count} requests on {provider.Connections} connections";
    }

    private static async Task<string> WrongFamilyAsync(Row row, FieldSample wrong)
    {
        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, row.Step.Answer));
        await using var host = new VerificationHost(row.Sample.Provider, provider.Address.AbsoluteUri);
        var report = await host.VerifyAsync(row.Sample.With(wrong.Field, wrong.Value), TestContext.Current.CancellationToken);
        return provider.Connections == 0 ? Describe(report.Outcome) : $"{Describe(report.Outcome)} after asking";
    }

    /// <summary>A certificate that nobody vouches for. Where other requests come first all of them meet it.</summary>
    private static async Task<string> TlsFailureAsync(Row row)
    {
        if (row.Index > 0)
        {
            return "–";
        }

        await using var provider = await StandInProvider.StartAsync(Answers.Json(200, row.Step.Answer), SelfSigned.Value);
        await using var host = new VerificationHost(row.Sample.Provider, $"https://127.0.0.1:{provider.Address.Port}");
        var report = await host.VerifyAsync(row.Sample, TestContext.Current.CancellationToken);
        return provider.Requests.Count == 0 ? Describe(report.Outcome) : $"{Describe(report.Outcome)} after sending the key";
    }

    /// <summary>At the provider's own address, whose name does not exist. That is also where one sees which hosts Hub asks for.</summary>
    private static async Task<string> DnsFailureAsync(Row row)
    {
        if (row.Index > 0)
        {
            return "–";
        }

        var asked = new ConcurrentQueue<string>();
        await using var host = new VerificationHost(
            row.Sample.Provider,
            baseUrl: null,
            resolve: (name, _) =>
            {
                asked.Enqueue(name);
                return Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
            }
        );
        var report = await host.VerifyAsync(row.Sample, TestContext.Current.CancellationToken);
        return asked.Distinct(StringComparer.Ordinal).SequenceEqual([row.Sample.Hosts[0]], StringComparer.Ordinal)
            ? Describe(report.Outcome)
            : $"{Describe(report.Outcome)} after asking for {string.Join(", ", asked)}";
    }

    private static string Describe(VerificationOutcome outcome) =>
        outcome is VerificationOutcome.RateLimited { RetryAfter: { } wait }
            ? $"RateLimited {wait.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s"
            : Outcomes.Summary(outcome);

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    /// <summary>One request of a verification, the ones before it being answered well.</summary>
    internal sealed record Row(ProviderSample Sample, int Index)
    {
        public Step Step => Sample.Steps[Index];

        public string Name { get; } =
            ProviderSamples.Catalog.Find(Sample.Provider)!.Methods.Count > 1
                ? $"{Sample.Provider} ({ProviderSamples.MethodOf(Sample).Label}){StepName(Sample, Index)}"
                : $"{Sample.Provider}{StepName(Sample, Index)}";

        private static string StepName(ProviderSample sample, int index) => sample.Steps.Count > 1 ? $", {sample.Steps[index].Name}" : "";

        /// <summary>Good answers to all requests but this one.</summary>
        public Answer AnswersWith(Answer fault, TaskCompletionSource reached)
        {
            var asked = -1;
            return context =>
            {
                var index = Interlocked.Increment(ref asked);
                if (index != Index)
                {
                    return Answers.Json(200, Sample.Steps[Math.Min(index, Sample.Steps.Count - 1)].Answer)(context);
                }

                reached.TrySetResult();
                return fault(context);
            };
        }

        /// <returns>What the cell must hold; null where there is nothing to try.</returns>
        public string? Expects(Fault fault) =>
            (Step.Name, fault.Name) switch
            {
                // The credential is verified by then.
                ("identify", "TLS failure" or "DNS failure") => null,
                ("identify", _) => fault.InSample is null && fault.Name != "wrong family" ? "Verified" : null,
                (_, "wrong family") => Index == 0 && Sample.WrongFamilies is [var first, ..] ? $"WrongKeyKind({first.Field})" : null,
                (_, "TLS failure" or "DNS failure") when Index > 0 => null,
                _ when fault.InSample is { } key => Step.Of(key)?.Expected,
                _ => Sample.Faults.GetValueOrDefault(fault.Name) ?? fault.Expected,
            };

        public override string ToString() => Name;
    }

    /// <param name="Answer">What comes back; null for nothing to try with this row.</param>
    internal sealed record Fault(string Name, Func<Row, Answer?>? Answer, string? Expected)
    {
        /// <summary>The sample's failure that stands here.</summary>
        public string? InSample { get; init; }
        public bool IsSlow { get; init; }

        public override string ToString() => Name;
    }
}
