using System.Net.Http.Headers;
using Duende.IdentityModel.Client;
using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Microsoft.Extensions.Logging;

namespace Hub.Core.OAuth;

/// <summary>Gives tokens back to the provider, where it takes them.</summary>
internal sealed partial class TokenRevoker(OutboundClient outbound, ProviderClients clients, ProviderAddresses addresses, ILogger<TokenRevoker> log)
{
    /// <summary>Asks once. That it does not succeed is logged and changes nothing: the tokens are stored nowhere any more.</summary>
    public async Task RevokeAsync(Provider provider, AuthMethod method, CredentialValues values, CancellationToken cancellationToken)
    {
        if (method.SignIn is not { Revoke: { } revoke } signIn || await clients.FindAsync(provider, cancellationToken) is not { } client)
        {
            return;
        }

        var refresh = values.Reveal(Template.RefreshToken);
        var isRefresh = revoke.Token == RevokedToken.Refresh && refresh.Length > 0;
        var address = addresses.Resolve(provider, method, revoke.Url, values);
        try
        {
            var status = revoke.Form switch
            {
                RevocationForm.Standard => await SendStandardAsync(address, signIn, client, isRefresh ? refresh : values.Reveal(Template.AccessToken), isRefresh, cancellationToken),
                RevocationForm.Bearer => await SendBearerAsync(address, values.Reveal(Template.AccessToken), cancellationToken),
            };
            LogRevoked(log, provider.Slug, status);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or InvalidDataException)
        {
            LogNotRevoked(log, e, provider.Slug);
        }
    }

    private async Task<int?> SendStandardAsync(Uri address, SignIn signIn, RegisteredClient client, string token, bool isRefresh, CancellationToken cancellationToken)
    {
        using var handler = new OutboundHandler(outbound, signIn.RequestFormat);
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new TokenRevocationRequest
        {
            Address = address.AbsoluteUri,
            ClientId = client.ClientId,
            ClientSecret = client.Secret.Reveal(),
            ClientCredentialStyle = signIn.ClientAuthentication == ClientAuthentication.Basic ? ClientCredentialStyle.AuthorizationHeader : ClientCredentialStyle.PostBody,
            Token = token,
            TokenTypeHint = isRefresh ? "refresh_token" : "access_token",
        };
        var response = await invoker.RevokeTokenAsync(request, cancellationToken);
        return handler.Answer is { } answer ? answer.Status : throw new HttpRequestException("The revocation endpoint was not reached.", response.Exception);
    }

    private async Task<int?> SendBearerAsync(Uri address, string accessToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return (await outbound.SendAsync(request, cancellationToken)).Status;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Tokens given back to {Provider}: status {Status}")]
    private static partial void LogRevoked(ILogger logger, string provider, int? status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tokens could not be given back to {Provider}")]
    private static partial void LogNotRevoked(ILogger logger, Exception exception, string provider);
}
