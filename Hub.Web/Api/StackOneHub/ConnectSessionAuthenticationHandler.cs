using System.Security.Claims;
using System.Text.Encodings.Web;
using Hub.Core.Sessions;
using Hub.Web.Messages;
using Hub.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Hub.Web.Api.StackOneHub;

/// <summary>Takes the token of a connect session from its header. An answer 401 says what has become of the session.</summary>
internal sealed class ConnectSessionAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    SessionOpener opener,
    ConnectRateLimit rateLimit,
    LinkMessages messages
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private ApiError? _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[ConnectSessionAuthentication.TokenHeader] is not [{ Length: > 0 } token])
        {
            return AuthenticateResult.NoResult();
        }

        // Counted apart from the connect page: what somebody tries here closes no link there.
        var client = $"api {SignInRateLimit.ClientOf(Context.Connection.RemoteIpAddress)}";
        if (!rateLimit.MayTry(client))
        {
            _refusal = ApiError.Of(StatusCodes.Status429TooManyRequests) with { RetryAfter = TimeSpan.FromMinutes(1) };
            return AuthenticateResult.Fail("Too many unknown tokens.");
        }

        var outcome = await opener.LookWithoutBeginningAsync(
            token,
            Request.Headers[ConnectSessionAuthentication.BrowserHeader],
            Context.RequestAborted
        );
        if (outcome is not SessionOutcome.Open(var grant, _, _))
        {
            if (outcome is SessionOutcome.Unknown)
            {
                rateLimit.Failed(client);
            }

            _refusal = SessionErrors.ErrorOf(outcome);
            return AuthenticateResult.Fail("The connect session is not good.");
        }

        Context.Features.Set(new CallingSession(grant));
        // No name identifier: whoever holds a session is no owner that signed in.
        var identity = new ClaimsIdentity(
            [new Claim("hub:connect_session", grant.SessionId.ToString())],
            ConnectSessionAuthentication.Scheme
        );
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), ConnectSessionAuthentication.Scheme));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        var refusal =
            _refusal
            ?? ApiError.Of(
                StatusCodes.Status401Unauthorized,
                "unauthorized",
                $"Send the token of a connect session in the header {ConnectSessionAuthentication.TokenHeader}."
            );
        if (
            _refusal is { StatusCode: StatusCodes.Status401Unauthorized }
            && Context.GetEndpoint()?.Metadata.GetMetadata<ConflictInsteadOfUnauthorized>() is not null
        )
        {
            refusal = refusal with { StatusCode = StatusCodes.Status409Conflict, ProviderResponse = messages.StackOneSessionOver };
        }
        else
        {
            Response.Headers.WWWAuthenticate = ConnectSessionAuthentication.Scheme;
        }

        await refusal.ExecuteAsync(Context);
    }
}
