using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
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
    /// <summary>How long a whole verification may take, however many requests it is made of.</summary>
    private static readonly TimeSpan TotalTime = OutboundClient.TotalTime;

    public async Task<VerificationReport> VerifyAsync(
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        // No 0, O, 1 or I: people read it out on the phone.
        var reference = RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8);
        using var timeout = new CancellationTokenSource(TotalTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        VerificationReport report;
        try
        {
            report = RecogniseWrongKind(method, values) is { } wrong
                ? new VerificationReport(wrong, reference)
                : await FindAsync(provider, method, values, reference, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            report = new VerificationReport(Unavailable(UnavailableCause.TimedOut), reference);
        }

        cancellationToken.ThrowIfCancellationRequested();
        LogVerified(logger, reference, provider.Slug, Describe(report.Outcome));
        return report;
    }

    private static VerificationOutcome.WrongKeyKind? RecogniseWrongKind(AuthMethod method, CredentialValues values) =>
        (
            from field in method.Fields
            from family in field.WrongFamilies
            where Regex.IsMatch(values.Reveal(field.Key), family.Pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1))
            select new VerificationOutcome.WrongKeyKind(field.Key, family.Hint)
        ).FirstOrDefault();

    /// <summary>Asks, and where the user left the region open asks in one after the other, as long as the answer is a refusal.</summary>
    private async Task<VerificationReport> FindAsync(
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        string reference,
        CancellationToken cancellationToken
    )
    {
        if (method.Fields.FirstOrDefault(field => field.Detect && values.Reveal(field.Key).Length == 0) is not { } open)
        {
            return new VerificationReport((await AskAsync(provider, method, values, cancellationToken)).Outcome, reference);
        }

        foreach (var option in open.Options)
        {
            var tried = values.With(open.Key, option.Value);
            var (outcome, status) = await AskAsync(provider, method, tried, cancellationToken);
            if (outcome is not VerificationOutcome.InvalidCredentials || status is not (401 or 403))
            {
                return new VerificationReport(outcome, reference) { Completed = tried };
            }

            if (option == open.Options[^1])
            {
                return new VerificationReport(outcome, reference) { AskedEverywhere = true };
            }
        }

        throw new InvalidOperationException("A choice has options.");
    }

    private async Task<(VerificationOutcome Outcome, int? Status)> AskAsync(
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answer = default(OutboundAnswer);
            var accessToken = method.Flow is null ? null : values.Reveal(Template.AccessToken);
            if (method.Token is { } token)
            {
                (answer, accessToken) = await exchange.ExchangeAsync(
                    token,
                    addresses.Resolve(provider, method, token.Url, values),
                    method,
                    values,
                    cancellationToken
                );
                if (accessToken is null)
                {
                    return (classifier.ClassifyExchange(method, values, answer), answer.Status);
                }
            }

            if (method.Probe is not { } probe)
            {
                return (new VerificationOutcome.Verified(AnswerClassifier.Identify(method, values, answer!, accessToken)), answer!.Status);
            }

            answer = await SendAsync(probe, provider, method, values, accessToken, cancellationToken);
            var outcome = classifier.Classify(method, values, answer, accessToken);
            return outcome is VerificationOutcome.Verified && method.Identify is { } identify
                ? (
                    new VerificationOutcome.Verified(
                        await IdentifyAsync(identify, provider, method, values, accessToken, cancellationToken)
                    ),
                    answer.Status
                )
                : (outcome, answer.Status);
        }
        catch (Exception e) when (Explain(e, provider, method) is { } outcome)
        {
            return (outcome, null);
        }
    }

    /// <summary>The credential is proved by now; a provider in trouble only keeps to itself whose it is.</summary>
    private async Task<ProviderIdentity> IdentifyAsync(
        Probe identify,
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
                await SendAsync(identify, provider, method, values, accessToken, cancellationToken),
                accessToken
            );
        }
        // No time left for this either: of a verification that is called off, the caller throws when it sees that.
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
        Provider provider,
        AuthMethod method,
        CredentialValues values,
        string? accessToken,
        CancellationToken cancellationToken
    )
    {
        using var request = BuildRequest(probe, addresses.Resolve(provider, method, values), method, values, accessToken);
        return await outbound.SendAsync(request, cancellationToken);
    }

    /// <returns>What a failed exchange says of the provider; null for what is not the network's doing.</returns>
    private VerificationOutcome? Explain(Exception exception, Provider provider, AuthMethod method) =>
        exception switch
        {
            // Where the user's subdomain makes the host, a name that does not exist is the user's slip.
            HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } }
                when addresses.UsersChoice(provider, method) is { } field => new VerificationOutcome.WrongAddress(field.Key, Help: null),
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
            // Said to be compressed, and is not.
            InvalidDataException => new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.Malformed),
            TimeoutException => Unavailable(UnavailableCause.TimedOut),
            _ => null,
        };

    private static VerificationOutcome.ProviderUnavailable Unavailable(UnavailableCause cause) => new(cause);

    private static HttpRequestMessage BuildRequest(
        Probe probe,
        Uri baseUrl,
        AuthMethod method,
        CredentialValues values,
        string? accessToken
    )
    {
        var auth = method.Auth!;
        var path = Template.Fill(probe.Path, key => Uri.EscapeDataString(method.ValueOf(key, values)));
        foreach (var (name, template) in auth.Query)
        {
            path +=
                $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Uri.EscapeDataString(name)}={Uri.EscapeDataString(Template.Fill(template, ValueOf))}";
        }

        var request = new HttpRequestMessage(
            probe.Method switch
            {
                ProbeMethod.Get => HttpMethod.Get,
                ProbeMethod.Post => HttpMethod.Post,
            },
            new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + path)
        );
        foreach (var (name, template) in auth.Headers.Concat(probe.Headers))
        {
            // An optional field that was left empty takes its header along.
            if (Template.PlaceholdersOf(template).All(key => ValueOf(key).Length > 0))
            {
                request.Headers.TryAddWithoutValidation(name, Template.Fill(template, ValueOf));
            }
        }

        if (auth.Basic is { } basic)
        {
            var pair = $"{Template.Fill(basic.Username, ValueOf)}:{Template.Fill(basic.Password, ValueOf)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        if (probe.Method == ProbeMethod.Post)
        {
            request.Content = new StringContent(probe.Body ?? "{}", Encoding.UTF8, "application/json");
        }

        return request;

        string ValueOf(string key) => key == Template.AccessToken && accessToken is not null ? accessToken : method.ValueOf(key, values);
    }

    /// <summary>The outcome's name and closed-set detail: nothing that a user or provider sent.</summary>
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
