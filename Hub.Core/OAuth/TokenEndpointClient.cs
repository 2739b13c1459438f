using System.Net.Sockets;
using System.Text.Json;
using Duende.IdentityModel.Client;
using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Hub.Core.Verification;
using Microsoft.Extensions.Logging;

namespace Hub.Core.OAuth;

/// <summary>
/// Exchanges a code for tokens, or a refresh token for new ones, at a provider's token endpoint (RFC 6749, sections 4.1.3 and 6).
/// </summary>
public sealed partial class TokenEndpointClient(
    OutboundClient outbound,
    ProviderAddresses addresses,
    TimeProvider time,
    ILogger<TokenEndpointClient> log
)
{
    /// <summary>Exchanges a code for tokens. The request is sent once: a code may be used once only.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="method">Its authorization code method.</param>
    /// <param name="client">The registered client.</param>
    /// <param name="values">The values of fields and connection parameters, for the address.</param>
    /// <param name="code">The code from the callback.</param>
    /// <param name="verifier">PKCE's code verifier; null where the provider does not use PKCE.</param>
    /// <param name="redirectUri">The redirect URI of the authorization request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
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
        return SendAsync(
            provider,
            method,
            request,
            (invoker, cancelled) => invoker.RequestAuthorizationCodeTokenAsync(request, cancelled),
            cancellationToken
        );
    }

    /// <summary>Exchanges the refresh token among the values. The request is sent once: the token may be valid for one use only.</summary>
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
        return SendAsync(
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

    private async Task<TokenOutcome> SendAsync(
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
                LogFailed(
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

        // Some providers send errors with 200. Error codes with other statuses count only where the provider file lists them.
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

        return ClientRejection.From(code) is { } rejection
            ? new TokenOutcome.ClientRejected(rejection)
            : new TokenOutcome.Unavailable(AnswerClassifier.RetryAfter(answer, time.GetUtcNow()))
            {
                IsAnswerLost = isSuccess && json is null,
            };

        bool Matches(int status, BodyCondition? body) =>
            status == answer.Status && (body is null || (json is not null && AnswerClassifier.Holds(body, json.RootElement)));
    }

    private TokenOutcome.Granted Grant(AuthorizationCodeFlow flow, JsonElement root, string accessToken)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in flow.ConnectionParameters.Where(one => one.From == ParameterSource.Answer))
        {
            if (one.ExtractFrom(JsonPath.Text(root, one.Path)) is { } value)
            {
                parameters[one.Key] = value;
            }
        }

        var refreshToken =
            JsonPath.Find(root, flow.Answer.RefreshToken) is { ValueKind: JsonValueKind.String } refresh
            && !string.IsNullOrWhiteSpace(refresh.GetString())
                ? new Secret(refresh.GetString()!)
                : null;
        return new TokenOutcome.Granted(
            new TokenSet(new Secret(accessToken), refreshToken, TokenAnswerReader.ExpiryOf(flow.Answer, root, time.GetUtcNow()), parameters)
            {
                GrantedScopes = TokenAnswerReader.ScopesOf(flow, root),
            }
        );
    }

    /// <returns>Whether the provider may have answered: then its tokens are lost.</returns>
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

    // Debug: with ten thousand accounts there would be too many.
    [LoggerMessage(Level = LogLevel.Debug, Message = "The token endpoint of {Provider} issued tokens")]
    private static partial void LogGranted(ILogger logger, string provider);

    [LoggerMessage(Level = LogLevel.Information, Message = "The token endpoint of {Provider} issued no tokens, status {Status}: {Outcome}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string provider, int? status, string outcome);
}

/// <summary>A token endpoint's answer. Closed.</summary>
internal abstract record TokenOutcome
{
    private TokenOutcome() { }

    public sealed record Granted(TokenSet Tokens) : TokenOutcome;

    /// <summary>The code or refresh token is no longer valid.</summary>
    public sealed record Expired : TokenOutcome;

    /// <summary>The provider rejected the registered client. That says nothing about the person's authorization.</summary>
    public sealed record ClientRejected(ClientRejection Refusal) : TokenOutcome;

    /// <summary>A transient failure: the provider could not be reached, or its answer means nothing that is known.</summary>
    /// <param name="RetryAfter">How long the provider asks to wait, where it says so.</param>
    public sealed record Unavailable(TimeSpan? RetryAfter) : TokenOutcome
    {
        /// <summary>The provider may have issued tokens that are lost, and the tokens before may be invalid.</summary>
        public bool IsAnswerLost { get; init; }
    }
}
