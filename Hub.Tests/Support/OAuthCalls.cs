using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Http;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Hub.Tests.Support;

/// <summary>Who signs in at the provider.</summary>
public sealed record OAuthPerson(string Subject, string Name, string Email, string Organization)
{
    public static OAuthPerson Ines { get; } = new("ines", "Ines Signer", "ines@signing.example", "Signing GmbH");
    public static OAuthPerson Omar { get; } = new("omar", "Omar Signer", "omar@signing.example", "Signing GmbH");
}

public enum OAuthEndpoint
{
    Authorize,
    Token,
    Revoke,
    Me,
}

/// <summary>Where each endpoint is: a test of a shipped provider gives the paths of that provider's file.</summary>
public sealed record OAuthPaths
{
    public string Authorize { get; init; } = "/oauth/authorize";
    public string Token { get; init; } = "/oauth/token";
    public string Revoke { get; init; } = "/oauth/revoke";

    /// <summary>Takes the access token itself as the proof, in place of RFC 7009.</summary>
    public string RevokeOwn { get; init; } = "/oauth/revoke-own";
    public string Me { get; init; } = "/me";

    public OAuthEndpoint? EndpointOf(PathString path) =>
        path == Authorize ? OAuthEndpoint.Authorize
        : path == Token ? OAuthEndpoint.Token
        : path == Revoke || path == RevokeOwn ? OAuthEndpoint.Revoke
        : path == Me ? OAuthEndpoint.Me
        : null;
}

public enum PkcePolicy
{
    Required,

    /// <summary>Looked at where it is there.</summary>
    Optional,

    /// <summary>Never looked at.</summary>
    Ignored,

    /// <summary>A sign-in with a challenge is an error.</summary>
    Refused,
}

public enum RefreshTokens
{
    /// <summary>Each refresh brings a new one. That the old one is used again kills all of them.</summary>
    SingleUse,

    /// <summary>Each refresh brings a new one, and the old one stays good.</summary>
    Rolling,

    /// <summary>A refresh brings none: the first one stays.</summary>
    Kept,

    /// <summary>There is none: the access token lives for as long as the provider wishes.</summary>
    None,
}

/// <summary>A browser's arrival at the sign-in page.</summary>
public sealed record AuthorizeRequest(IReadOnlyDictionary<string, string> Parameters)
{
    public string? State => Parameters.GetValueOrDefault("state");
    public string? Scope => Parameters.GetValueOrDefault("scope");
    public string? RedirectUri => Parameters.GetValueOrDefault("redirect_uri");
    public string? CodeChallenge => Parameters.GetValueOrDefault("code_challenge");
    public string? CodeChallengeMethod => Parameters.GetValueOrDefault("code_challenge_method");

    public static AuthorizeRequest From(HttpRequest request) =>
        new(request.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString(), StringComparer.Ordinal));
}

/// <summary>A request to the token endpoint.</summary>
/// <param name="RefreshToken">See <see cref="OAuthHash"/>.</param>
/// <param name="Parameters">All of them except code, verifier, refresh token and secret.</param>
public sealed record TokenCall(
    DateTimeOffset At,
    string? GrantType,
    ClientAuthentication? ClientAuthentication,
    TokenRequestFormat Format,
    string? RefreshToken,
    bool HasVerifier,
    IReadOnlyDictionary<string, string> Parameters
)
{
    private static readonly string[] Secret = ["code", "code_verifier", "refresh_token", "client_secret"];

    /// <summary>0 until it is answered.</summary>
    public int Status { get; internal set; }

    /// <summary>As OpenIddict called it, before it was given the form of some provider.</summary>
    public string? Error { get; internal set; }

    internal static async Task<TokenCall> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var json = request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true;
        if (json)
        {
            await TurnIntoFormAsync(request, cancellationToken);
        }

        // Kept with the request, so that OpenIddict reads the same.
        var form = request.HasFormContentType ? await request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        return new TokenCall(
            TimeProvider.System.GetUtcNow(),
            form["grant_type"],
            request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.Ordinal)
                    ? Core.Providers.ClientAuthentication.Basic
                : form.ContainsKey("client_secret") ? Core.Providers.ClientAuthentication.Body
                : null,
            json ? TokenRequestFormat.Json : TokenRequestFormat.Form,
            form["refresh_token"].ToString() is { Length: > 0 } token ? OAuthHash.Of(token) : null,
            form.ContainsKey("code_verifier"),
            form.Where(parameter => !Secret.Contains(parameter.Key))
                .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString(), StringComparer.Ordinal)
        );
    }

    private static async Task TurnIntoFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(
            request.Body,
            cancellationToken: cancellationToken
        );
        using var form = new FormUrlEncodedContent(parameters!);
        request.Body = new MemoryStream(await form.ReadAsByteArrayAsync(cancellationToken));
        request.ContentType = "application/x-www-form-urlencoded";
        request.ContentLength = request.Body.Length;
    }
}

/// <summary>A token that was revoked.</summary>
/// <param name="Token">See <see cref="OAuthHash"/>.</param>
/// <param name="ByItself">Whether the token itself was the proof (a bearer), in place of a parameter.</param>
public sealed record RevokeCall(string Token, string? Hint, bool ByItself)
{
    internal static async Task<RevokeCall> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        return form["token"].ToString() is { Length: > 0 } token
            ? new(OAuthHash.Of(token), form["token_type_hint"], ByItself: false)
            : new(
                OAuthHash.Of(
                    AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) ? header.Parameter ?? "" : ""
                ),
                Hint: null,
                ByItself: true
            );
    }
}

/// <summary>By which two tokens are known to be the same, without either in a failing test's words.</summary>
public static class OAuthHash
{
    public static string Of(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..16];
}

/// <summary>The forms that providers give to their token endpoint's answer.</summary>
public static class TokenAnswers
{
    public static JsonObject WithoutExpiry(JsonObject answer)
    {
        answer.Remove(Parameters.ExpiresIn);
        return answer;
    }

    public static JsonObject WithoutRefreshToken(JsonObject answer)
    {
        answer.Remove(Parameters.RefreshToken);
        return answer;
    }

    /// <summary>Everything is one level further down, e.g. under <c>data</c> or <c>authed_user</c>.</summary>
    public static Func<JsonObject, JsonObject> Under(string name) => answer => new JsonObject { ["ok"] = true, [name] = answer };

    /// <summary>The expiry has another name and unit.</summary>
    public static Func<JsonObject, JsonObject> WithExpiry(string name, ExpiryUnit unit) =>
        answer =>
        {
            var seconds = answer[Parameters.ExpiresIn]!.GetValue<long>();
            var at = TimeProvider.System.GetUtcNow().AddSeconds(seconds);
            answer.Remove(Parameters.ExpiresIn);
            answer[name] = unit switch
            {
                ExpiryUnit.Seconds => seconds,
                ExpiryUnit.Milliseconds => seconds * 1000,
                ExpiryUnit.AtSeconds => at.ToUnixTimeSeconds(),
                ExpiryUnit.AtMilliseconds => at.ToUnixTimeMilliseconds(),
                ExpiryUnit.AtDate => JsonValue.Create(at),
            };
            return answer;
        };

    /// <summary>With further values beside the tokens, such as the address of the customer's API.</summary>
    public static Func<JsonObject, JsonObject> With(string name, string value) =>
        answer =>
        {
            answer[name] = value;
            return answer;
        };
}

/// <summary>The forms that providers give to what is an error in the standard.</summary>
public static class Refusals
{
    /// <summary>200, and the error is in the body.</summary>
    public static (int Status, JsonObject Body) LikeGitHub(TokenCall call) =>
        (
            200,
            new JsonObject
            {
                ["error"] = call.GrantType == GrantTypes.RefreshToken ? "bad_refresh_token" : "bad_verification_code",
                ["error_description"] = "The token passed is incorrect or expired.",
            }
        );

    /// <summary>400, and a code of its own.</summary>
    public static (int Status, JsonObject Body) LikeHubSpot(TokenCall call) =>
        (
            400,
            new JsonObject
            {
                ["status"] = call.GrantType == GrantTypes.RefreshToken ? "BAD_REFRESH_TOKEN" : "BAD_AUTH_CODE",
                ["message"] = "missing or unknown",
            }
        );

    /// <summary>200 and <c>ok: false</c>.</summary>
    public static (int Status, JsonObject Body) LikeSlack(TokenCall call) =>
        (
            200,
            new JsonObject
            {
                ["ok"] = false,
                ["error"] = call.GrantType == GrantTypes.RefreshToken ? "invalid_refresh_token" : "invalid_code",
            }
        );

    /// <summary>403 with the standard's body.</summary>
    public static (int Status, JsonObject Body) LikeAtlassian(TokenCall call) =>
        (403, new JsonObject { ["error"] = call.Error, ["error_description"] = "Unknown or invalid refresh token." });
}
