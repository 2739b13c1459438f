using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Core.Authorization;

/// <summary>
/// Sends the browser that brings a ticket to the provider. From then on only this browser can come back. See ADR-0018.
/// </summary>
public sealed class AuthorizationRedirector(
    ProviderCatalog catalog,
    ProviderAddresses addresses,
    ProviderClients clients,
    IDataProtectionProvider protection,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>Once for each ticket.</summary>
    /// <param name="browser">A secret that only this browser has.</param>
    /// <param name="signedIn">Who is signed in to Hub in it.</param>
    /// <param name="publicAddress">Where people reach Hub, without a slash at the end.</param>
    /// <param name="sameTab">In the tab in which the form was, and not in a window of its own.</param>
    /// <returns>Where to send the browser; null where the ticket is not valid, or not here.</returns>
    public async Task<Uri?> RedirectAsync(
        string? ticket,
        string browser,
        OwnerId? signedIn,
        string publicAddress,
        bool sameTab,
        CancellationToken cancellationToken
    )
    {
        if (BearerToken.HashOf(ticket) is not { } hash)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (
            await db.ConnectionAttempts.AsNoTracking().FirstOrDefaultAsync(one => one.TicketHash == hash, cancellationToken)
                is not { } attempt
            || attempt.StatusAt(time.GetUtcNow()) != AttemptStatus.Pending
            || (attempt.SessionId is null && attempt.OwnerId != signedIn?.Value)
            || catalog.Find(attempt.ProviderSlug) is not { } provider
            || provider.FindAuthorizationCodeMethod() is not { Flow: var flow } method
            || await clients.FindAsync(provider, cancellationToken) is not { } client
            || AuthorizationPayload.Unprotect(protection, attempt.Id, attempt.Payload) is not { } payload
        )
        {
            return null;
        }

        var state = BearerToken.New("");
        var verifier = flow.Pkce ? CryptoRandom.CreateUniqueId(32) : null;
        var redirectUri = RedirectUriOf(provider, publicAddress);
        var redirect = new AttemptRedirect
        {
            State = state,
            Browser = new Secret(browser),
            Payload = payload.SetOut(verifier, redirectUri).Protect(protection, attempt.Id),
            Return = sameTab && attempt.Return == AttemptReturn.Popup ? AttemptReturn.SameTab : attempt.Return,
        };
        return await db.ConnectionAttempts.Where(one => one.Id == attempt.Id).RedirectAsync(hash, redirect, cancellationToken)
            ? BuildUri(provider, method, client, payload.Values, state, verifier, redirectUri, publicAddress)
            : null;
    }

    private Uri BuildUri(
        Provider provider,
        AuthMethod.AuthorizationCode method,
        RegisteredClient client,
        CredentialValues values,
        Secret state,
        string? verifier,
        string redirectUri,
        string publicAddress
    )
    {
        var flow = method.Flow;
        var scopes = string.Join(flow.ScopeSeparator, flow.ScopesWith(client.Scopes));
        var parameters = new Parameters(
            flow.AuthorizeParameters.Select(pair =>
                KeyValuePair.Create(pair.Key, Template.Fill(pair.Value, key => method.ValueOf(key, values)))
            )
        );
        if (flow.ScopeParameter != OidcConstants.AuthorizeRequest.Scope && scopes.Length > 0)
        {
            parameters.Add(flow.ScopeParameter, scopes);
        }

        return new Uri(
            new RequestUrl(addresses.ResolveAuthorizeUrl(provider, method, values, publicAddress).AbsoluteUri).CreateAuthorizeUrl(
                client.ClientId,
                OidcConstants.ResponseTypes.Code,
                scope: flow.ScopeParameter == OidcConstants.AuthorizeRequest.Scope && scopes.Length > 0 ? scopes : null,
                redirectUri: redirectUri,
                state: state.Reveal(),
                codeChallenge: verifier is null ? null : Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
                codeChallengeMethod: verifier is null ? null : OidcConstants.CodeChallengeMethods.Sha256,
                extra: parameters
            )
        );
    }

    /// <param name="publicAddress">Where people reach Hub, without a slash at the end.</param>
    /// <returns>The one address to which the provider sends people back: what the operator registers there.</returns>
    public static string RedirectUriOf(Provider provider, string publicAddress) =>
        $"{publicAddress}/connect/oauth2/{provider.Slug}/callback";
}
