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

/// <inheritdoc cref="IKeyVerifier"/>
internal sealed partial class KeyVerifier(
    OutboundClient outbound, ProviderAddresses addresses, AnswerClassifier classifier, ILogger<KeyVerifier> logger) : IKeyVerifier
{
    public async Task<VerificationReport> VerifyAsync(Provider provider, AuthMethod method, CredentialValues values, CancellationToken cancellationToken)
    {
        // No 0, O, 1 or I: people read it out on the phone.
        var reference = RandomNumberGenerator.GetString("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 8);
        var outcome = RecogniseWrongKind(method, values) ?? await AskAsync(provider, method, values, cancellationToken);
        LogVerified(logger, reference, provider.Slug, Describe(outcome));
        return new VerificationReport(outcome, reference);
    }

    private static VerificationOutcome.WrongKeyKind? RecogniseWrongKind(AuthMethod method, CredentialValues values) => (
        from field in method.Fields
        from family in field.WrongFamilies
        where Regex.IsMatch(values.Reveal(field.Key), family.Pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1))
        select new VerificationOutcome.WrongKeyKind(field.Key, family.Hint)).FirstOrDefault();

    private async Task<VerificationOutcome> AskAsync(Provider provider, AuthMethod method, CredentialValues values, CancellationToken cancellationToken)
    {
        using var request = BuildRequest(addresses.Resolve(provider, method, values), method, values);
        try
        {
            return classifier.Classify(method, values, await outbound.SendAsync(request, cancellationToken));
        }
        catch (HttpRequestException e)
        {
            return e switch
            {
                // Where the user's subdomain makes the host, a name that does not exist is the user's slip.
                { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } } when addresses.IsUsersChoice(provider, method) =>
                    new VerificationOutcome.WrongAddress(method.Fields.First(field => field.Kind == FieldKind.Subdomain).Key, Help: null),
                { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery } } =>
                    Unavailable(UnavailableCause.NameNotResolved),
                { InnerException: ForbiddenAddressException } => Unavailable(UnavailableCause.AddressForbidden),
                { InnerException: HungUpException } => Unavailable(UnavailableCause.ConnectionReset),
                { HttpRequestError: HttpRequestError.SecureConnectionError } => Unavailable(UnavailableCause.TlsFailed),
                { InnerException: AuthenticationException } => Unavailable(UnavailableCause.TlsFailed),
                { HttpRequestError: HttpRequestError.ConnectionError } => Unavailable(UnavailableCause.ConnectionFailed),
                _ => Unavailable(UnavailableCause.ConnectionReset),
            };
        }
        catch (IOException)
        {
            return Unavailable(UnavailableCause.ConnectionReset);
        }
        catch (InvalidDataException)
        {
            // Said to be compressed, and is not.
            return new VerificationOutcome.UnexpectedAnswer(UnexpectedReason.Malformed);
        }
        catch (TimeoutException)
        {
            return Unavailable(UnavailableCause.TimedOut);
        }
    }

    private static VerificationOutcome.ProviderUnavailable Unavailable(UnavailableCause cause) => new(cause);

    private static HttpRequestMessage BuildRequest(Uri baseUrl, AuthMethod method, CredentialValues values)
    {
        var probe = method.Probe;
        var path = Template.Fill(probe.Path, key => Uri.EscapeDataString(values.Reveal(key)));
        var request = new HttpRequestMessage(
            probe.Method switch { ProbeMethod.Get => HttpMethod.Get, ProbeMethod.Post => HttpMethod.Post },
            new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + path));
        foreach (var (name, template) in method.Auth.Headers.Concat(probe.Headers))
        {
            request.Headers.TryAddWithoutValidation(name, Template.Fill(template, values.Reveal));
        }

        if (method.Auth.Basic is { } basic)
        {
            var pair = $"{Template.Fill(basic.Username, values.Reveal)}:{Template.Fill(basic.Password, values.Reveal)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        if (probe.Method == ProbeMethod.Post)
        {
            request.Content = new StringContent(probe.Body ?? "{}", Encoding.UTF8, "application/json");
        }

        return request;
    }

    /// <summary>The outcome's name and closed-set detail: nothing that a user or provider sent.</summary>
    internal static string Describe(VerificationOutcome outcome) => outcome switch
    {
        VerificationOutcome.ProviderUnavailable(var cause) => $"ProviderUnavailable:{cause}",
        VerificationOutcome.UnexpectedAnswer(var reason) => $"UnexpectedAnswer:{reason}",
        _ => outcome.GetType().Name,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Verification {Reference} at {Provider}: {Outcome}")]
    private static partial void LogVerified(ILogger logger, string reference, string provider, string outcome);
}
