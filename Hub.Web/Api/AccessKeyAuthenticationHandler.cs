using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Hub.Core.AccessKeys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Hub.Web.Api;

/// <summary>
/// Takes an access key as HTTP Basic's user name, with or without the colon behind it, or as a Bearer token. An answer 401 says why,
/// since whoever holds a key that was switched off knows that it was one.
/// </summary>
internal sealed class AccessKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessKeyAuthenticator authenticator
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string HowTo =
        "Send an access key as the user name of HTTP Basic authentication with an empty password, or as a Bearer token.";

    private string _reason = HowTo;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header])
        {
            return Request.Headers.Authorization.Count == 0 ? AuthenticateResult.NoResult() : Refuse("Send the Authorization header once.");
        }

        if (KeyOf(header) is not { } key)
        {
            return Refuse($"The Authorization header cannot be read. {HowTo}");
        }

        return await authenticator.AuthenticateAsync(key, Context.RequestAborted) switch
        {
            AccessKeyOutcome.Known known => AuthenticateResult.Success(
                new AuthenticationTicket(AccessKeyAuthentication.PrincipalOf(known), Scheme.Name)
            ),
            AccessKeyOutcome.Unknown => Refuse("There is no such access key."),
            AccessKeyOutcome.Disabled => Refuse("This access key is disabled."),
            AccessKeyOutcome.Expired => Refuse("This access key has expired."),
            _ => throw new UnreachableException(),
        };
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        Response.Headers.WWWAuthenticate = "Basic realm=\"Hub\", charset=\"UTF-8\"";
        await ApiError.Of(StatusCodes.Status401Unauthorized, "unauthorized", _reason).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scopes = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<RequiredScope>().Select(required => required.Scope) ?? [];
        return ApiError.MissingScope(scopes.Where(scope => Context.User.AccessKey()?.May(scope) != true)).ExecuteAsync(Context);
    }

    private AuthenticateResult Refuse(string reason)
    {
        _reason = reason;
        return AuthenticateResult.Fail(reason);
    }

    /// <returns>Null for what is no such header.</returns>
    private static string? KeyOf(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var parsed) || parsed.Parameter is not { Length: > 0 } parameter)
        {
            return null;
        }

        if (parsed.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return parameter;
        }

        var bytes = new byte[parameter.Length];
        if (
            !parsed.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(parameter, bytes, out var length)
        )
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? pair
            : colon == pair.Length - 1 ? pair[..colon]
            : null;
    }
}
