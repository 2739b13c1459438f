using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CsCheck;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hub.Tests.Verification;

/// <summary>
/// Whatever comes back: an outcome, never an exception, never Verified without its evidence, and nothing held, logged or called beyond it.
/// </summary>
public sealed class HostileAnswerTests
{
    private static readonly AnswerClassifier Classifier = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Statuses that rules are about, and any other.</summary>
    private static readonly Gen<int> Status = Gen.OneOf(
        Gen.OneOf(200, 201, 204, 301, 400, 401, 402, 403, 404, 408, 429, 500, 503),
        Gen.Int[100, 599]
    );

    /// <summary>Good and bad answers of all providers with a few bytes changed, cut or put in, and bytes that were never JSON.</summary>
    private static readonly Gen<byte[]> Body = Gen.OneOf(
        Gen.Byte.Array[0, 200],
        from text in Gen.OneOf([
            .. ProviderSamples
                .All.SelectMany(sample => sample.Steps)
                .SelectMany(step => step.Failures.Select(failure => failure.Body).Append(step.Answer))
                .Distinct(StringComparer.Ordinal),
        ])
        from at in Gen.Int[0, Math.Max(0, Encoding.UTF8.GetByteCount(text) - 1)]
        from cut in Gen.Int[0, 8]
        from put in Gen.OneOf(
            Gen.Byte.Array[0, 4],
            Gen.OneOf(
                ""u8.ToArray(),
                "null"u8.ToArray(),
                "[]"u8.ToArray(),
                "{}"u8.ToArray(),
                "\"\""u8.ToArray(),
                "\\ud800"u8.ToArray(),
                "0"u8.ToArray()
            )
        )
        let bytes = Encoding.UTF8.GetBytes(text)
        let start = Math.Min(at, bytes.Length)
        select (byte[])[.. bytes[..start], .. put, .. bytes[Math.Min(bytes.Length, start + cut)..]]
    );

    private static readonly Gen<Dictionary<string, string>> Headers =
        from type in Gen.OneOf("application/json", "text/html", "")
        from wait in Gen.OneOf(Gen.String[0, 12], Gen.OneOf("17", "-1", "NaN", "Mon, 23 Nov 2026 12:01:30 GMT", "99999999999999999999"))
        select new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type, ["Retry-After"] = wait };

    public static TheoryData<string, AuthMethodKind> Methods => EveryProviderTests.Methods;

    [Theory]
    [MemberData(nameof(Methods))]
    public void any_bytes_end_in_an_outcome_and_never_in_verified_without_the_evidence(string slug, AuthMethodKind kind)
    {
        var sample = ProviderSamples.Of(slug, kind);
        var method = ProviderSamples.MethodOf(sample);
        var values = method.Clean(Some.Values(sample.Values));
        Gen.Select(Status, Body, Headers)
            .Sample(
                (status, body, headers) =>
                {
                    var answer = new OutboundAnswer(status, headers, body);
                    var exchanged = method is AuthMethod.ClientCredentials exchange
                        ? Classifier.ClassifyExchange(exchange, values, answer)
                        : null;
                    Assert.IsNotType<VerificationOutcome.Verified>(exchanged);
                    if (
                        method.FindCheck() is { Success: var success }
                        && Classifier.Classify(method, success, values, answer, accessToken: "token") is VerificationOutcome.Verified
                    )
                    {
                        Assert.Equal(success.Status, status);
                        using var json = JsonDocument.Parse(body);
                        Assert.All(success.Evidence, evidence => AssertHeld(evidence, json.RootElement));
                    }
                },
                iter: 2_000,
                threads: 1
            );
    }

    [Fact]
    public async Task an_answer_without_end_is_given_up_after_a_mebibyte()
    {
        long sent = 0;
        await using var provider = await StandInProvider.StartAsync(async context =>
        {
            // Into the socket itself: the server takes for sent what it throws away once the reader is gone.
            var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), SocketFlags.None);
            var chunk = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    Interlocked.Add(ref sent, await socket.SendAsync(chunk, SocketFlags.None));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The reader has seen enough.
            }
        });
        await using var host = new VerificationHost("smartrecruiters", provider.Address.AbsoluteUri);

        Assert.Equal(
            "UnexpectedAnswer(TooLarge)",
            Outcomes.Summary((await host.VerifyAsync(ProviderSamples.Of("smartrecruiters"), Stop)).Outcome)
        );
        // What both ends' sockets hold comes on top of what Hub read.
        Assert.InRange(Interlocked.Read(ref sent), 1, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task headers_without_end_are_not_read_to_the_end()
    {
        await using var provider = await StandInProvider.StartAsync(context =>
        {
            context.Response.Headers["X-Filler"] = new string('x', 1024 * 1024);
            return Task.CompletedTask;
        });
        await using var host = new VerificationHost("smartrecruiters", provider.Address.AbsoluteUri);
        Assert.Equal(
            "ProviderUnavailable(ConnectionReset)",
            Outcomes.Summary((await host.VerifyAsync(ProviderSamples.Of("smartrecruiters"), Stop)).Outcome)
        );
    }

    /// <summary>Links, redirects, refresh headers and alternative services in an answer are nothing that Hub acts on.</summary>
    [Fact]
    public async Task no_answer_makes_hub_call_another_host()
    {
        var asked = new ConcurrentQueue<string>();
        await using var provider = await StandInProvider.StartAsync(
            Answers.Json(
                200,
                """{"id":"1","systemRole":{"id":"http://elsewhere.invalid"},"next":"http://elsewhere.invalid/2"}""",
                ("Location", "http://elsewhere.invalid/"),
                ("Refresh", "0; url=http://elsewhere.invalid/"),
                ("Link", "<http://elsewhere.invalid/>; rel=next"),
                ("Alt-Svc", "h2=\"elsewhere.invalid:443\"")
            )
        );
        await using var host = new VerificationHost(
            "smartrecruiters",
            provider.Address.AbsoluteUri,
            resolve: (name, cancellationToken) =>
            {
                asked.Enqueue(name);
                return Dns.GetHostAddressesAsync(name, cancellationToken);
            }
        );

        await host.VerifyAsync(ProviderSamples.Of("smartrecruiters"), Stop);
        provider.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = "http://elsewhere.invalid/";
            return Task.CompletedTask;
        };
        await host.VerifyAsync(ProviderSamples.Of("smartrecruiters"), Stop);

        Assert.Equal(["127.0.0.1", "127.0.0.1"], asked);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(418)]
    [InlineData(500)]
    public async Task nothing_of_an_answer_reaches_the_log(int status)
    {
        await using var provider = await StandInProvider.StartAsync(
            Answers.Json(
                status,
                """{"id":"told-by-the-provider","error":"told-by-the-provider\nforged line","systemRole":{"id":"told-by-the-provider"}}""",
                ("X-Told", "told-by-the-provider")
            )
        );
        await using var host = new VerificationHost("smartrecruiters", provider.Address.AbsoluteUri);
        await host.VerifyAsync(ProviderSamples.Of("smartrecruiters"), Stop);
        Assert.NotEmpty(host.Log.Lines);
        Assert.All(host.Log.Lines, line => Assert.DoesNotContain("told-by-the-provider", line, StringComparison.Ordinal));
    }

    /// <summary>Written apart from the classifier, so that a slip there shows.</summary>
    private static void AssertHeld(Evidence evidence, JsonElement root)
    {
        var found = JsonPath.Find(root, evidence.Path);
        var holds = evidence.Type switch
        {
            EvidenceType.Absent => found is null || found.Value.ValueKind == JsonValueKind.Null,
            EvidenceType.Array => found?.ValueKind == JsonValueKind.Array,
            EvidenceType.Boolean => found?.ValueKind is JsonValueKind.True or JsonValueKind.False,
            EvidenceType.Number => found?.ValueKind == JsonValueKind.Number,
            EvidenceType.Text => found?.ValueKind == JsonValueKind.String && found.Value.GetString()!.Trim().Length > 0,
            EvidenceType.Id => found?.ValueKind == JsonValueKind.Number
                || (found?.ValueKind == JsonValueKind.String && found.Value.GetString()!.Trim().Length > 0),
        };
        Assert.True(holds, evidence.Path);
        if (evidence.Value is { } value)
        {
            Assert.Equal(
                value,
                found!.Value.ValueKind switch
                {
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    _ => found.Value.ToString(),
                }
            );
        }
    }
}
