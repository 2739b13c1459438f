using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Microsoft.Extensions.Logging;

namespace Hub.Core.Verification;

/// <inheritdoc cref="ICredentialVerifier"/>
internal sealed partial class CredentialVerifier(
    OutboundClient outbound,
    ClientCredentialsExchange exchange,
    ProviderAddresses addresses,
    AnswerClassifier classifier,
    TimeProvider time,
    ILogger<CredentialVerifier> logger
) : ICredentialVerifier
{
    /// <summary>How long a whole verification may take, whatever its number of requests.</summary>
    private static readonly TimeSpan Timeout = OutboundClient.TotalTime;

    public async Task<VerificationReport> VerifyAsync(
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        // No 0, O, 1 or I: people read it out on the phone.
        var reference = LogReference.New();
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var started = time.GetTimestamp();
        VerificationReport report;
        try
        {
            report = FindWrongKeyKind(method, values) is { } wrong
                ? new VerificationReport(wrong, reference)
                : await DetectRegionAsync(provider, method, values, reference, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            report = new VerificationReport(Unavailable(UnavailableCause.TimedOut), reference);
        }

        cancellationToken.ThrowIfCancellationRequested();
        LogVerified(logger, reference, provider.Slug, Describe(report.Outcome));
        return report with { Duration = time.GetElapsedTime(started) };
    }

    private static VerificationOutcome.WrongKeyKind? FindWrongKeyKind(AuthMethod method, CredentialValues values) =>
        (
            from field in method.Fields
            from family in field.WrongFamilies
            where Regex.IsMatch(values.Reveal(field.Key), family.Pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1))
            select new VerificationOutcome.WrongKeyKind(field.Key, family.Hint)
        ).FirstOrDefault();

    /// <summary>
    /// Asks the provider; where the user left the region open, one region after the other as long as the credential is rejected.
    /// </summary>
    private async Task<VerificationReport> DetectRegionAsync(
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        string reference,
        CancellationToken cancellationToken
    )
    {
        if (method.Fields.FirstOrDefault(field => field.Detect && values.Reveal(field.Key).Length == 0) is not { } open)
        {
            var (answered, _, expiry) = await AskAsync(provider, method, values, cancellationToken);
            return new VerificationReport(answered, reference) { KeyExpiry = expiry };
        }

        foreach (var option in open.Options)
        {
            var tried = values.With(open.Key, option.Value);
            var (outcome, status, expiry) = await AskAsync(provider, method, tried, cancellationToken);
            if (outcome is not VerificationOutcome.InvalidCredentials || status is not (401 or 403))
            {
                return new VerificationReport(outcome, reference) { Completed = tried, KeyExpiry = expiry };
            }

            if (option == open.Options[^1])
            {
                return new VerificationReport(outcome, reference) { IsRejectedInAllRegions = true };
            }
        }

        throw new InvalidOperationException("A choice has options.");
    }

    private async Task<Asked> AskAsync(Provider provider, AuthMethod method, CredentialValues values, CancellationToken cancellationToken)
    {
        try
        {
            if (method is AuthMethod.ClientCredentials exchanged)
            {
                return await ExchangeAndProbeAsync(provider, exchanged, values, cancellationToken);
            }

            var accessToken = method is AuthMethod.AuthorizationCode ? values.Reveal(Template.AccessToken) : null;
            return method.FindCheck() is { } check
                ? await ProbeAsync(check, provider, method, values, accessToken, cancellationToken)
                : throw new InvalidOperationException($"The method {method.Kind} has no request that verifies a credential.");
        }
        catch (Exception e) when (Explain(e, provider, method) is { } outcome)
        {
            return new Asked(outcome, null);
        }
    }

    private async Task<Asked> ExchangeAndProbeAsync(
        Provider provider,
        AuthMethod.ClientCredentials method,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        var (answer, accessToken) = await exchange.ExchangeAsync(
            method,
            addresses.Resolve(provider, method, method.Token.Url, values),
            values,
            cancellationToken
        );
        if (accessToken is null)
        {
            return new Asked(classifier.ClassifyExchange(method, values, answer), answer.Status);
        }

        return method.Check is { } check
            ? await ProbeAsync(check, provider, method, values, accessToken, cancellationToken)
            : new Asked(new VerificationOutcome.Verified(AnswerClassifier.Identify(method, values, answer, accessToken)), answer.Status);
    }

    private async Task<Asked> ProbeAsync(
        CredentialCheck check,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        string? accessToken,
        CancellationToken cancellationToken
    )
    {
        var answer = await SendAsync(check.Probe, check.Auth, provider, method, values, accessToken, cancellationToken);
        var outcome = classifier.Classify(method, check.Success, values, answer, accessToken);
        if (outcome is not VerificationOutcome.Verified)
        {
            return new Asked(outcome, answer.Status);
        }

        if (check.Identify is { } identify)
        {
            outcome = new VerificationOutcome.Verified(
                await IdentifyAsync(identify, check.Auth, provider, method, values, accessToken, cancellationToken)
            );
        }

        return new Asked(
            outcome,
            answer.Status,
            await FindExpiryAsync(check, answer, provider, method, values, accessToken, cancellationToken)
        );
    }

    /// <summary>The credential is verified already: if the request fails, only the expiry stays unknown.</summary>
    private async Task<ToldExpiry?> FindExpiryAsync(
        CredentialCheck check,
        OutboundAnswer probed,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        string? accessToken,
        CancellationToken cancellationToken
    )
    {
        if (check.KeyExpiry is not { } expiry)
        {
            return null;
        }

        try
        {
            return KeyExpiryReader.Read(
                expiry,
                expiry.Request is { } request
                    ? await SendAsync(request, check.Auth, provider, method, values, accessToken, cancellationToken)
                    : probed
            );
        }
        catch (Exception e) when (e is OperationCanceledException || Explain(e, provider, method) is not null)
        {
            return null;
        }
    }

    /// <summary>The credential is verified already: if this request fails, only the identity stays unknown.</summary>
    private async Task<ProviderIdentity> IdentifyAsync(
        Probe identify,
        RequestAuthentication auth,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        string? accessToken,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return AnswerClassifier.Identify(
                method,
                values,
                await SendAsync(identify, auth, provider, method, values, accessToken, cancellationToken),
                accessToken
            );
        }
        // Cancellation by the timeout counts as a failure too; of cancellation by the caller, the caller throws.
        catch (Exception e) when (e is OperationCanceledException || Explain(e, provider, method) is not null)
        {
            return AnswerClassifier.Identify(
                method,
                values,
                new OutboundAnswer(0, new Dictionary<string, string>(StringComparer.Ordinal), Body: null),
                accessToken
            );
        }
    }

    private async Task<OutboundAnswer> SendAsync(
        Probe probe,
        RequestAuthentication auth,
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        string? accessToken,
        CancellationToken cancellationToken
    )
    {
        using var request = ProbeRequest.Build(probe, auth, addresses.Resolve(provider, method, values), method, values, accessToken);
        return await outbound.SendAsync(request, cancellationToken);
    }

    /// <returns>What an exception says of the provider; null for one that is no failure of the network.</returns>
    private VerificationOutcome? Explain(Exception exception, Provider provider, AuthMethod method) =>
        exception switch
        {
            // Where the user's subdomain decides the host, a name that does not exist is the user's mistake.
            HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } }
                when addresses.FindUserHostField(provider, method) is { } field => new VerificationOutcome.WrongAddress(
                field.Key,
                Help: null
            ),
            HttpRequestException
            {
                InnerException: SocketException
                {
                    SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery
                }
            } => Unavailable(UnavailableCause.NameNotResolved),
            HttpRequestException { InnerException: ForbiddenAddressException } => Unavailable(UnavailableCause.AddressForbidden),
            HttpRequestException { InnerException: HungUpException } => Unavailable(UnavailableCause.ConnectionReset),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Unavailable(UnavailableCause.TlsFailed),
            HttpRequestException { InnerException: AuthenticationException } => Unavailable(UnavailableCause.TlsFailed),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Unavailable(UnavailableCause.ConnectionFailed),
            HttpRequestException or IOException => Unavailable(UnavailableCause.ConnectionReset),
            // The answer claims to be compressed, and is not.
            InvalidDataException => new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.Malformed),
            TimeoutException => Unavailable(UnavailableCause.TimedOut),
            _ => null,
        };

    private static VerificationOutcome.ProviderUnavailable Unavailable(UnavailableCause cause) => new(cause);

    /// <param name="Status">The last answer's; null where there was none.</param>
    private sealed record Asked(VerificationOutcome Outcome, int? Status, ToldExpiry? KeyExpiry = null);

    /// <summary>The outcome's name and enum values for the log: nothing that a user or provider sent.</summary>
    internal static string Describe(VerificationOutcome outcome) =>
        outcome switch
        {
            VerificationOutcome.ProviderUnavailable(var cause) => $"ProviderUnavailable:{cause}",
            VerificationOutcome.UnexpectedAnswer(var reason) => $"UnexpectedAnswer:{reason}",
            _ => outcome.GetType().Name,
        };

    [LoggerMessage(Level = LogLevel.Information, Message = "Verification {Reference} at {Provider}: {Outcome}")]
    private static partial void LogVerified(ILogger logger, string reference, string provider, string outcome);
}
