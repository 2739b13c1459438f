using System.Globalization;
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

/// <summary>Asks a provider's token endpoint: a code for tokens, or a refresh token for new ones (RFC 6749, sections 4.1.3 and 6).</summary>
internal sealed partial class TokenExchange(OutboundClient outbound, ProviderAddresses addresses, TimeProvider time, ILogger<TokenExchange> log)
{
    /// <summary>Redeems a code. It is sent once, whatever happens.</summary>
    /// <param name="values">The fields; they may stand in the address.</param>
    /// <param name="verifier">What the code is bound to; null where the provider does without.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<TokenOutcome> RedeemAsync(
        Provider provider, AuthMethod method, RegisteredClient client, CredentialValues values, string code, string? verifier, string redirectUri, CancellationToken cancellationToken)
    {
        var request = Prepare(new AuthorizationCodeTokenRequest { Code = code, CodeVerifier = verifier, RedirectUri = redirectUri }, provider, method, client, values);
        return AskAsync(provider, method, request, (invoker, cancelled) => invoker.RequestAuthorizationCodeTokenAsync(request, cancelled), cancellationToken);
    }

    /// <summary>Exchanges the refresh token among the values. It is sent once, whatever happens: it may be good for one use only.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public Task<TokenOutcome> RefreshAsync(Provider provider, AuthMethod method, RegisteredClient client, CredentialValues values, CancellationToken cancellationToken)
    {
        var request = Prepare(new RefreshTokenRequest { RefreshToken = values.Reveal(Template.RefreshToken) }, provider, method, client, values);
        return AskAsync(provider, method, request, (invoker, cancelled) => invoker.RequestRefreshTokenAsync(request, cancelled), cancellationToken);
    }

    private T Prepare<T>(T request, Provider provider, AuthMethod method, RegisteredClient client, CredentialValues values)
        where T : ProtocolRequest
    {
        var signIn = method.SignIn!;
        request.Address = addresses.Resolve(provider, method, signIn.TokenUrl, values).AbsoluteUri;
        request.ClientId = client.ClientId;
        request.ClientSecret = client.Secret.Reveal();
        request.ClientCredentialStyle = signIn.ClientAuthentication switch
        {
            ClientAuthentication.Basic => ClientCredentialStyle.AuthorizationHeader,
            ClientAuthentication.Body => ClientCredentialStyle.PostBody,
        };
        foreach (var (name, template) in signIn.TokenParameters)
        {
            request.Parameters.Add(name, Template.Fill(template, key => method.ValueOf(key, values)));
        }

        return request;
    }

    private async Task<TokenOutcome> AskAsync(
        Provider provider, AuthMethod method, ProtocolRequest request, Func<HttpMessageInvoker, CancellationToken, Task<TokenResponse>> send, CancellationToken cancellationToken)
    {
        using var handler = new OutboundHandler(outbound, method.SignIn!.RequestFormat);
        using var invoker = new HttpMessageInvoker(handler);
        TokenOutcome outcome;
        using (request)
        {
            var response = await send(invoker, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            outcome = handler.Answer is { } answer ? Read(method.SignIn, answer) : new TokenOutcome.Unavailable(RetryAfter: null);
            if (outcome is TokenOutcome.Granted)
            {
                LogGranted(log, provider.Slug);
            }
            else
            {
                LogRefused(log, handler.Answer is null ? response.Exception : null, provider.Slug, handler.Answer?.Status, outcome.GetType().Name);
            }
        }

        return outcome;
    }

    private TokenOutcome Read(SignIn signIn, OutboundAnswer answer)
    {
        using var json = TryParse(answer.Body);
        if (json?.RootElement is { } root && answer.Status is >= 200 and < 300
            && JsonPath.Find(root, signIn.Answer.AccessToken) is { ValueKind: JsonValueKind.String } access && !string.IsNullOrWhiteSpace(access.GetString()))
        {
            return Grant(signIn, root, access.GetString()!);
        }

        var error = json is null ? null : JsonPath.Text(json.RootElement, "error");
        return signIn.Expiry.Any(rule => rule.Status == answer.Status && (rule.Body is null || (json is not null && AnswerClassifier.Holds(rule.Body, json.RootElement))))
            || (answer.Status is 400 or 401 && error == "invalid_grant")
                ? new TokenOutcome.Expired()
            // RFC 6749, section 5.2: about Hub's client, not about the person.
            : answer.Status is 400 or 401 && error is "invalid_client" or "unauthorized_client" ? new TokenOutcome.ClientRejected()
            : answer.Status is 400 or 401 && error == "invalid_scope" ? new TokenOutcome.ScopeRejected()
            : new TokenOutcome.Unavailable(AnswerClassifier.RetryAfter(answer, time.GetUtcNow()));
    }

    private TokenOutcome.Granted Grant(SignIn signIn, JsonElement root, string accessToken)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in signIn.Keeps.Where(one => one.From == KeptFrom.Answer))
        {
            if (Take(one, JsonPath.Text(root, one.Path)) is { } value)
            {
                kept[one.Key] = value;
            }
        }

        var refreshToken = JsonPath.Find(root, signIn.Answer.RefreshToken) is { ValueKind: JsonValueKind.String } refresh && !string.IsNullOrWhiteSpace(refresh.GetString())
            ? new Secret(refresh.GetString()!)
            : null;
        return new TokenOutcome.Granted(new TokenSet(new Secret(accessToken), refreshToken, ExpiryOf(signIn.Answer, root), kept));
    }

    /// <returns>What is kept of the text; null where the provider did not send what it documents.</returns>
    internal static string? Take(KeptValue kept, string? text) =>
        string.IsNullOrEmpty(text) || text.Length > 1000 || text.Any(char.IsControl) || AddressPath.Climbs(text) ? null
        : kept.Pattern is null ? text
        : Regex.Match(text, kept.Pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)) is { Success: true } match && match.Groups["value"] is { Length: > 0 } value ? value.Value
        : null;

    private DateTimeOffset? ExpiryOf(TokenAnswer paths, JsonElement root) => ExpiryOf(paths, JsonPath.Text(root, paths.ExpiresIn), time.GetUtcNow());

    /// <returns>When the access token expires, as far as the answer says or the provider is known for; null where nobody knows.</returns>
    internal static DateTimeOffset? ExpiryOf(TokenAnswer paths, string? text, DateTimeOffset now)
    {
        if (paths.Unit == ExpiryUnit.AtDate)
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? After((decimal)(at - now).TotalSeconds) : ByDefault();
        }

        // Some send it as a text.
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) || number <= 0)
        {
            return ByDefault();
        }

        var seconds = paths.Unit is ExpiryUnit.Milliseconds or ExpiryUnit.AtMilliseconds ? number / 1000 : number;
        return After(paths.Unit is ExpiryUnit.AtSeconds or ExpiryUnit.AtMilliseconds ? seconds - (now.ToUnixTimeMilliseconds() / 1000m) : seconds);

        // 0 is how some say that there is no expiry, and more than ten years are none. A token that is just given is not over, whatever the clocks say.
        DateTimeOffset? After(decimal left) => left < 1 ? ByDefault() : left > 10 * 365 * 86400m ? null : now.AddSeconds((double)left);

        DateTimeOffset? ByDefault() => paths.Lifetime is { } lifetime ? now.AddSeconds(lifetime) : null;
    }

    private static JsonDocument? TryParse(byte[]? body)
    {
        try
        {
            return body is null ? null : JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // With ten thousand accounts it is nothing worth reading.
    [LoggerMessage(Level = LogLevel.Debug, Message = "The token endpoint of {Provider} gave tokens")]
    private static partial void LogGranted(ILogger logger, string provider);

    [LoggerMessage(Level = LogLevel.Information, Message = "The token endpoint of {Provider} gave no tokens, status {Status}: {Outcome}")]
    private static partial void LogRefused(ILogger logger, Exception? exception, string provider, int? status, string outcome);
}

/// <summary>What a token endpoint answered. Closed.</summary>
internal abstract record TokenOutcome
{
    private TokenOutcome()
    {
    }

    public sealed record Granted(TokenSet Tokens) : TokenOutcome;

    /// <summary>The code or refresh token is no longer good, and never will be again.</summary>
    public sealed record Expired : TokenOutcome;

    /// <summary>The provider does not accept the client that the operator registered.</summary>
    public sealed record ClientRejected : TokenOutcome;

    /// <summary>The client may not ask for one of the scopes.</summary>
    public sealed record ScopeRejected : TokenOutcome;

    /// <summary>It could not be asked, is busy or out of order, or gave an answer that says nothing.</summary>
    /// <param name="RetryAfter">How long it asks to wait, where it says so.</param>
    public sealed record Unavailable(TimeSpan? RetryAfter) : TokenOutcome;
}
