using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Hub.Core.Accounts.Health;

/// <summary>
/// A circuit breaker for each provider: one that is unavailable is asked once a minute, whatever the number of its accounts. On each node.
/// </summary>
internal sealed partial class ProviderCircuits(TimeProvider time, ILogger<ProviderCircuits> log)
{
    /// <summary>How long the circuit stays open until one account is tried.</summary>
    private static readonly TimeSpan Break = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);

    /// <param name="verify">Asks the provider.</param>
    /// <returns>What it returned; null where the circuit is open and the provider was not asked.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<StoredVerification?> RunAsync(
        string providerSlug,
        Func<CancellationToken, Task<StoredVerification>> verify,
        CancellationToken cancellationToken
    )
    {
        var circuit = _circuits.GetOrAdd(providerSlug, NewCircuit);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await circuit.Pipeline.ExecuteOutcomeAsync(
                async (one, ask) =>
                {
                    try
                    {
                        return Outcome.FromResult(await ask(one.CancellationToken));
                    }
                    catch (Exception e)
                    {
                        return Outcome.FromException<StoredVerification>(e);
                    }
                },
                context,
                verify
            );
            if (outcome.Exception is BrokenCircuitException)
            {
                return null;
            }

            outcome.ThrowIfException();
            return outcome.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Circuit NewCircuit(string providerSlug)
    {
        var circuit = new Circuit();
        circuit.Pipeline = new ResiliencePipelineBuilder<StoredVerification> { TimeProvider = time }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<StoredVerification>
                {
                    // One customer's own host that is down does not stop the others.
                    FailureRatio = 0.5,
                    MinimumThroughput = 5,
                    SamplingDuration = TimeSpan.FromMinutes(1),
                    BreakDurationGenerator = _ => ValueTask.FromResult(circuit.RetryAfter > Break ? circuit.RetryAfter.Value : Break),
                    ShouldHandle = args =>
                    {
                        circuit.RetryAfter = args.Outcome.Result?.RetryAfter;
                        return ValueTask.FromResult(args.Outcome.Result?.IsUnanswered == true);
                    },
                    OnOpened = args =>
                    {
                        LogOpened(log, providerSlug, (int)args.BreakDuration.TotalSeconds);
                        return ValueTask.CompletedTask;
                    },
                    OnClosed = _ =>
                    {
                        LogClosed(log, providerSlug);
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();
        return circuit;
    }

    private sealed class Circuit
    {
        public ResiliencePipeline<StoredVerification> Pipeline { get; set; } = ResiliencePipeline<StoredVerification>.Empty;

        /// <summary>How long the provider last asked to wait; null where it did not.</summary>
        public TimeSpan? RetryAfter { get; set; }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Provider} gives no clear answers. Its accounts keep their status; one of them is verified again in {Seconds} seconds."
    )]
    private static partial void LogOpened(ILogger logger, string provider, int seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Provider} answers again.")]
    private static partial void LogClosed(ILogger logger, string provider);
}
