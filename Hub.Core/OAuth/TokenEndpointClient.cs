using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Duende.IdentityModel.Client;
using Hub.Core.Credentials;
using Hub.Core.Inputs;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.Extensions.Logging;

namespace Hub.Core.OAuth;

/// <summary>
/// Asks a provider's token endpoint: a code for tokens, or a refresh token for new ones (RFC 6749, sections 4.1.3 and 6).
/// </summary>
public sealed partial class TokenEndpointClient(
    OutboundClient outbound,
    ProviderAddresses addresses,
    TimeProvider time,
    ILogger<TokenEndpointClient> log
)
{
    /// <summary>Redeems a code. It is sent once, whatever happens.</summary>
    /// <param name="values">The fields; they may stand in the address.</param>
    /// <param name="verifier">What the code is bound to; null where the provider does without.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal Task<TokenOutcome> RedeemAsync(
        Provider provider,
        AuthMethod.AuthorizationCode method,
        RegisteredClient client,
        CredentialValues values,
        string code,
        string? verifier,
        string redirectUri,
        CancellationToken cancellationToken
    )
    {
        var request = Prepare(
            new AuthorizationCodeTokenRequest
            {
                Code = code,
                CodeVerifier = verifier,
                RedirectUri = redirectUri,
            },
            provider,
            method,
            client,
            values
        );
        return AskAsync(
            provider,
            method,
            request,
            (invoker, cancelled) => invoker.RequestAuthorizationCodeTokenAsync(request, cancelled),
            cancellationToken
        );
    }

    /// <summary>Exchanges the refresh token among the values. It is sent once, whatever happens: it may be good for one use only.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal Task<TokenOutcome> RefreshAsync(
        Provider provider,
        AuthMethod.AuthorizationCode method,
        RegisteredClient client,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        var request = Prepare(
            new RefreshTokenRequest { RefreshToken = values.Reveal(Template.RefreshToken) },
            provider,
            method,
            client,
            values
        );
        return AskAsync(
            provider,
            method,
            request,
            (invoker, cancelled) => invoker.RequestRefreshTokenAsync(request, cancelled),
            cancellationToken
        );
    }

    private T Prepare<T>(
        T request,
        Provider provider,
        AuthMethod.AuthorizationCode method,
        RegisteredClient client,
        CredentialValues values
    )
        where T : ProtocolRequest
    {
        var flow = method.Flow;
        request.Address = addresses.Resolve(provider, method, flow.TokenUrl, values).AbsoluteUri;
        request.ClientId = client.ClientId;
        request.ClientSecret = client.Secret.Reveal();
        request.ClientCredentialStyle = flow.ClientAuthentication switch
        {
            ClientAuthentication.Basic => ClientCredentialStyle.AuthorizationHeader,
            ClientAuthentication.Body => ClientCredentialStyle.PostBody,
        };
        foreach (var (name, template) in flow.TokenParameters)
        {
            request.Parameters.Add(name, Template.Fill(template, key => method.ValueOf(key, values)));
        }

        return request;
    }

    private async Task<TokenOutcome> AskAsync(
        Provider provider,
        AuthMethod.AuthorizationCode method,
        ProtocolRequest request,
        Func<HttpMessageInvoker, CancellationToken, Task<TokenResponse>> send,
        CancellationToken cancellationToken
    )
    {
        using var handler = new OutboundHandler(outbound, method.Flow.RequestFormat == TokenRequestFormat.Json);
        using var invoker = new HttpMessageInvoker(handler);
        TokenOutcome outcome;
        using (request)
        {
            var response = await send(invoker, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            outcome = handler.Answer is { } answer
                ? Read(method.Flow, answer)
                : new TokenOutcome.Unavailable(RetryAfter: null) { IsAnswerLost = MayHaveAnswered(response.Exception) };
            if (outcome is TokenOutcome.Granted)
            {
                LogGranted(log, provider.Slug);
            }
            else
            {
                LogRefused(
                    log,
                    handler.Answer is null ? response.Exception : null,
                    provider.Slug,
                    handler.Answer?.Status,
                    outcome.GetType().Name
                );
            }
        }

        return outcome;
    }

    private TokenOutcome Read(AuthorizationCodeFlow flow, OutboundAnswer answer)
    {
        using var json = TokenAnswerReader.Parse(answer);
        var isSuccess = answer.Status is >= 200 and < 300;
        if (
            isSuccess
            && json?.RootElement is { } root
            && JsonPath.Find(root, flow.Answer.AccessToken) is { ValueKind: JsonValueKind.String } access
            && JsonPath.Text(access) is { } token
            && !string.IsNullOrWhiteSpace(token)
        )
        {
            return Grant(flow, root, token);
        }

        // Some answer errors with 200. What comes with another status says nothing of its own, unless the provider file knows it.
        var code = json is not null && (isSuccess || answer.Status is 400 or 401) ? TokenAnswerReader.ErrorOf(json.RootElement) : null;
        if (code == "invalid_grant" || flow.Expiry.Any(one => Matches(one.Status, one.Body)))
        {
            return new TokenOutcome.Expired();
        }

        if (flow.ClientErrors.FirstOrDefault(one => Matches(one.Status, one.Body)) is { } rule)
        {
            return new TokenOutcome.ClientRejected(
                new ClientRejection(
                    rule.Cause,
                    rule.Body?.OneOf.FirstOrDefault(known => known == JsonPath.Text(json!.RootElement, rule.Body.Path))
                )
            );
        }

        return ClientRejection.From(code) is { } refusal
            ? new TokenOutcome.ClientRejected(refusal)
            : new TokenOutcome.Unavailable(AnswerClassifier.RetryAfter(answer, time.GetUtcNow()))
            {
                IsAnswerLost = isSuccess && json is null,
            };

        bool Matches(int status, BodyCondition? body) =>
            status == answer.Status && (body is null || (json is not null && AnswerClassifier.Holds(body, json.RootElement)));
    }

    private TokenOutcome.Granted Grant(AuthorizationCodeFlow flow, JsonElement root, string accessToken)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in flow.ConnectionParameters.Where(one => one.From == ParameterSource.Answer))
        {
            if (Take(one, JsonPath.Text(root, one.Path)) is { } value)
            {
                kept[one.Key] = value;
            }
        }

        var refreshToken =
            JsonPath.Find(root, flow.Answer.RefreshToken) is { ValueKind: JsonValueKind.String } refresh
            && !string.IsNullOrWhiteSpace(refresh.GetString())
                ? new Secret(refresh.GetString()!)
                : null;
        return new TokenOutcome.Granted(
            new TokenSet(new Secret(accessToken), refreshToken, TokenAnswerReader.ExpiryOf(flow.Answer, root, time.GetUtcNow()), kept)
            {
                GrantedScopes = TokenAnswerReader.ScopesOf(flow, root),
            }
        );
    }

    /// <returns>What is kept of the text; null where the provider did not send what it documents.</returns>
    internal static string? Take(ConnectionParameter kept, string? text) =>
        string.IsNullOrEmpty(text) || text.Length > 1000 || text.Any(char.IsControl) || AddressPath.LeavesBasePath(text) ? null
        : kept.Pattern is null ? text
        : Regex.Match(text, kept.Pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)) is { Success: true } match
        && match.Groups["value"] is { Length: > 0 } value
            ? value.Value
        : null;

    /// <returns>Whether the provider may have answered: what it gave would have reached nobody.</returns>
    private static bool MayHaveAnswered(Exception? exception) =>
        exception switch
        {
            HttpRequestException { InnerException: HungUpException } => true,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
            } => false,
            HttpRequestException { InnerException: ForbiddenAddressException or SocketException } => false,
            HttpRequestException or IOException or InvalidDataException or TimeoutException => true,
            _ => false,
        };

    // With ten thousand accounts it is nothing worth reading.
    [LoggerMessage(Level = LogLevel.Debug, Message = "The token endpoint of {Provider} gave tokens")]
    private static partial void LogGranted(ILogger logger, string provider);

    [LoggerMessage(Level = LogLevel.Information, Message = "The token endpoint of {Provider} gave no tokens, status {Status}: {Outcome}")]
    private static partial void LogRefused(ILogger logger, Exception? exception, string provider, int? status, string outcome);
}

/// <summary>What a token endpoint answered. Closed.</summary>
internal abstract record TokenOutcome
{
    private TokenOutcome() { }

    public sealed record Granted(TokenSet Tokens) : TokenOutcome;

    /// <summary>The code or refresh token is no longer good, and never will be again.</summary>
    public sealed record Expired : TokenOutcome;

    /// <summary>The provider does not accept the client that the operator registered. It says nothing about the person.</summary>
    public sealed record ClientRejected(ClientRejection Refusal) : TokenOutcome;

    /// <summary>It could not be asked, is busy or out of order, or gave an answer that says nothing.</summary>
    /// <param name="RetryAfter">How long it asks to wait, where it says so.</param>
    public sealed record Unavailable(TimeSpan? RetryAfter) : TokenOutcome
    {
        /// <summary>The provider may have given tokens that reached nobody, and the ones before may be dead.</summary>
        public bool IsAnswerLost { get; init; }
    }
}
