using System.Runtime.ExceptionServices;
using Duende.IdentityModel.Client;
using Hub.Core.Credentials;
using Hub.Core.Outbound;
using Hub.Core.Providers;

namespace Hub.Core.Verification;

/// <summary>
/// Exchanges client credentials for an access token (RFC 6749, section 4.4). The token is for the caller's next request and is not stored.
/// </summary>
internal sealed class ClientCredentialsExchange(OutboundClient outbound)
{
    /// <param name="method">The auth method.</param>
    /// <param name="address">The token endpoint's address for these values.</param>
    /// <param name="values">The client credentials.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The token endpoint's answer; the token is null where the answer has none.</returns>
    /// <exception cref="HttpRequestException">As <see cref="OutboundClient.SendAsync"/>, with its other exceptions.</exception>
    public async Task<(OutboundAnswer Answer, string? AccessToken)> ExchangeAsync(
        AuthMethod.ClientCredentials method,
        Uri address,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        var endpoint = method.Token;
        using var handler = new OutboundHandler(outbound);
        using var client = new HttpMessageInvoker(handler);
        using var request = new ClientCredentialsTokenRequest
        {
            Address = address.AbsoluteUri,
            ClientId = Fill(endpoint.ClientId),
            ClientSecret = Fill(endpoint.ClientSecret),
            ClientCredentialStyle = endpoint.ClientAuthentication switch
            {
                ClientAuthentication.Basic => ClientCredentialStyle.AuthorizationHeader,
                ClientAuthentication.Body => ClientCredentialStyle.PostBody,
            },
            Scope = endpoint.Scope,
        };
        foreach (var (name, template) in endpoint.Parameters)
        {
            if (Fill(template) is { Length: > 0 } value)
            {
                request.Parameters.Add(name, value);
            }
        }

        var response = await client.RequestClientCredentialsTokenAsync(request, cancellationToken);
        if (handler.Answer is { } answer)
        {
            return (answer, answer.Status == 200 && !string.IsNullOrWhiteSpace(response.AccessToken) ? response.AccessToken : null);
        }

        // The library returns exceptions instead of throwing them.
        ExceptionDispatchInfo.Throw(response.Exception ?? new HttpRequestException("The token endpoint was not reached."));
        return default;

        string Fill(string template) => Template.Fill(template, key => method.ValueOf(key, values));
    }
}
