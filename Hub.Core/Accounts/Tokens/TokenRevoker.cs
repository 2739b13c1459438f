using System.Net.Http.Headers;
using Duende.IdentityModel.Client;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Outbound;
using Hub.Core.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Core.Accounts.Tokens;

/// <summary>Revokes tokens at the provider (RFC 7009), where it offers that.</summary>
public sealed partial class TokenRevoker(
    OutboundClient outbound,
    ProviderCatalog catalog,
    ProviderClients clients,
    ProviderAddresses addresses,
    IDbContextFactory<HubDbContext> contexts,
    ILogger<TokenRevoker> log
)
{
    /// <param name="account">One that is gone from the store.</param>
    /// <param name="values">What it held.</param>
    /// <inheritdoc cref="RevokeAsync(string, AuthMethodKind, string, Guid?, CredentialValues, CancellationToken)"/>
    internal Task RevokeAsync(LinkedAccount account, CredentialValues values, CancellationToken cancellationToken) =>
        RevokeAsync(account.ProviderSlug, account.AuthMethod, account.IdentityKey, account.Id, values, cancellationToken);

    /// <summary>
    /// Asks once, and not at all while the same identity is linked once more: many providers end all of a person's authorizations at once.
    /// That it does not succeed is logged and changes nothing: the tokens are stored nowhere any more.
    /// </summary>
    /// <param name="identityKey">Whose tokens they are; null where the provider did not tell.</param>
    /// <param name="accountId">The account that held them; null for none.</param>
    /// <param name="values">The tokens, with the values that the provider's address needs.</param>
    /// <param name="cancellationToken">Gives up; nothing is thrown.</param>
    internal async Task RevokeAsync(
        string? providerSlug,
        AuthMethodKind authMethod,
        string? identityKey,
        Guid? accountId,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        if (
            catalog.Find(providerSlug) is not { } provider
            || provider.FindMethod(authMethod) is not AuthMethod.AuthorizationCode { Flow: { Revoke: { } revoke } flow } method
        )
        {
            return;
        }

        try
        {
            if (
                await IsLinkedOnceMoreAsync(provider, authMethod, identityKey, accountId, cancellationToken)
                || await clients.FindAsync(provider, cancellationToken) is not { } client
            )
            {
                return;
            }

            var refresh = values.Reveal(Template.RefreshToken);
            var isRefresh = revoke.Token == RevokedToken.Refresh && refresh.Length > 0;
            var address = addresses.Resolve(provider, method, revoke.Url, method.FromStore(values));
            var status = revoke.Form switch
            {
                RevocationForm.Standard => await SendStandardAsync(
                    address,
                    flow,
                    client,
                    isRefresh ? refresh : values.Reveal(Template.AccessToken),
                    isRefresh,
                    cancellationToken
                ),
                RevocationForm.Bearer => await SendBearerAsync(address, values.Reveal(Template.AccessToken), cancellationToken),
            };
            LogRevoked(log, provider.Slug, status);
        }
        catch (Exception e)
        {
            LogNotRevoked(log, e, provider.Slug);
        }
    }

    private async Task<bool> IsLinkedOnceMoreAsync(
        Provider provider,
        AuthMethodKind authMethod,
        string? identityKey,
        Guid? accountId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.LinkedAccounts.AnyAsync(
            other =>
                other.ProviderSlug == provider.Slug
                && other.IdentityKey == identityKey
                && other.AuthMethod == authMethod
                && other.Id != accountId,
            cancellationToken
        );
    }

    private async Task<int?> SendStandardAsync(
        Uri address,
        AuthorizationCodeFlow flow,
        RegisteredClient client,
        string token,
        bool isRefresh,
        CancellationToken cancellationToken
    )
    {
        using var handler = new OutboundHandler(outbound, flow.RequestFormat == TokenRequestFormat.Json);
        using var invoker = new HttpMessageInvoker(handler);
        using var request = new TokenRevocationRequest
        {
            Address = address.AbsoluteUri,
            ClientId = client.ClientId,
            ClientSecret = client.Secret.Reveal(),
            ClientCredentialStyle =
                flow.ClientAuthentication == ClientAuthentication.Basic
                    ? ClientCredentialStyle.AuthorizationHeader
                    : ClientCredentialStyle.PostBody,
            Token = token,
            TokenTypeHint = isRefresh ? "refresh_token" : "access_token",
        };
        var response = await invoker.RevokeTokenAsync(request, cancellationToken);
        return handler.Answer is { } answer
            ? answer.Status
            : throw new HttpRequestException("The revocation endpoint was not reached.", response.Exception);
    }

    private async Task<int?> SendBearerAsync(Uri address, string accessToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return (await outbound.SendAsync(request, cancellationToken)).Status;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Tokens revoked at {Provider}: status {Status}")]
    private static partial void LogRevoked(ILogger logger, string provider, int? status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tokens could not be revoked at {Provider}")]
    private static partial void LogNotRevoked(ILogger logger, Exception exception, string provider);
}
