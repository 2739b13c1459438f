using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Core.Authorization;

/// <summary>
/// Sends a person to a provider to sign in. In two steps: whoever may link an account gets a ticket for the attempt; the browser that
/// brings
/// the ticket, once, is sent to the provider and is from then on the only one that can come back.
/// </summary>
public sealed class AuthorizationStarter(
    ProviderCatalog catalog,
    ProviderAddresses addresses,
    ProviderClients clients,
    ConnectionAttempts attempts,
    OwnerAuthorizer gate,
    VerificationRateLimiter pace,
    KeyRingCheck keyRing,
    IDataProtectionProvider protection,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>What a ticket begins with.</summary>
    private const string TicketPrefix = "hub_st_";

    /// <param name="command">Its values are those of the fields; what signing in gives comes later.</param>
    /// <param name="attemptId">An attempt of the session that was started before; null to start one.</param>
    public async Task<StartOutcome> StartAsync(
        OwnerId owner,
        LinkCommand.Link command,
        AttemptReturn end,
        Guid? attemptId,
        CancellationToken cancellationToken
    )
    {
        // First: such a node cannot read the client either.
        if (!await keyRing.FitsAsync(cancellationToken))
        {
            return new StartOutcome.Refused(new LinkOutcome.KeyRingDoesNotFit());
        }

        if (
            catalog.Find(command.ProviderSlug) is not { } provider
            || provider.FindMethod(command.AuthMethod) is not AuthMethod.AuthorizationCode method
            || command.Session?.Allows(provider, method.Kind) == false
            || await clients.FindAsync(provider, cancellationToken) is null
        )
        {
            return new StartOutcome.Refused(new LinkOutcome.ProviderUnknown());
        }

        var values = method.Clean(command.Values);
        if (new CredentialValidator(method).FindErrors(values) is { Count: > 0 } faults)
        {
            return new StartOutcome.Refused(new LinkOutcome.Invalid(faults));
        }

        if (!await gate.CanActAsync(owner, cancellationToken))
        {
            return new StartOutcome.Refused(new LinkOutcome.OwnerNotAllowed());
        }

        if (!pace.Allows(command.Session?.SessionId ?? owner.Value))
        {
            return new StartOutcome.Refused(new LinkOutcome.TooManyAttempts());
        }

        var ticket = BearerToken.New(TicketPrefix);
        if (attemptId is { } given)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (
                await ConnectionAttempts
                    .Mine(db, owner, command.Session?.SessionId)
                    .FirstOrDefaultAsync(one => one.Id == given, cancellationToken)
                    is not { StateHash: null } started
                || (started.ProviderSlug is { } chosen && chosen != provider.Slug)
                || started.StatusAt(time.GetUtcNow()) != AttemptStatus.Pending
            )
            {
                return new StartOutcome.AttemptEnded();
            }

            Fill(started);
            await db.SaveChangesAsync(cancellationToken);
            return new StartOutcome.Ready(started.Id, ticket);
        }

        var attempt = new ConnectionAttempt
        {
            OwnerId = owner.Value,
            SessionId = command.Session?.SessionId,
            CreatedAt = time.GetUtcNow(),
        };
        Fill(attempt);
        return await attempts.AddAsync(attempt, cancellationToken)
            ? new StartOutcome.Ready(attempt.Id, ticket)
            : new StartOutcome.Refused(new LinkOutcome.TooManyAttempts());

        void Fill(ConnectionAttempt one)
        {
            one.ProviderSlug = provider.Slug;
            one.Replaces = (command.EffectiveTarget as LinkTarget.Account)?.Id;
            one.AsAnother = command.EffectiveTarget is LinkTarget.Another;
            one.Return = end;
            one.TicketHash = BearerToken.HashOf(ticket.Reveal());
            one.Payload = new AuthorizationPayload
            {
                Values = values,
                SessionIssuedAt = command.Session?.IssuedAt ?? default,
                SessionBrowser = command.Session?.Browser,
            }.Protect(protection, one.Id);
        }
    }

    /// <summary>Takes up an attempt in a browser.</summary>
    /// <param name="browser">A secret that only this browser has.</param>
    /// <param name="signedIn">Who is signed in to Hub in it.</param>
    /// <param name="publicAddress">Where people reach Hub, without a slash at the end.</param>
    /// <param name="sameTab">In the tab in which the form was, and not in a window of its own.</param>
    /// <returns>Where to send the browser; null where the ticket is not good, or not here.</returns>
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
            || provider.FindAuthorizationCodeMethod() is not { Flow: var signIn } method
            || await clients.FindAsync(provider, cancellationToken) is not { } client
            || AuthorizationPayload.Unprotect(protection, attempt.Id, attempt.Payload) is not { } payload
        )
        {
            return null;
        }

        var state = BearerToken.New("");
        var verifier = signIn.Pkce ? CryptoRandom.CreateUniqueId(32) : null;
        var redirectUri = RedirectUriOf(provider, publicAddress);
        var end = sameTab && attempt.Return == AttemptReturn.Popup ? AttemptReturn.SameTab : attempt.Return;
        var sent = payload.SetOut(verifier, redirectUri).Protect(protection, attempt.Id);
        // Of two browsers that bring it, or a double click, one sets out.
        if (
            await db
                .ConnectionAttempts.Where(one => one.Id == attempt.Id && one.TicketHash == hash && one.Status == AttemptStatus.Pending)
                .ExecuteUpdateAsync(
                    change =>
                        change
                            .SetProperty(one => one.TicketHash, (byte[]?)null)
                            .SetProperty(one => one.StateHash, BearerToken.HashOf(state.Reveal()))
                            .SetProperty(one => one.BrowserHash, BearerToken.HashOf(browser))
                            .SetProperty(one => one.Payload, sent)
                            .SetProperty(one => one.Return, end),
                    cancellationToken
                ) == 0
        )
        {
            return null;
        }

        var scopes = string.Join(signIn.ScopeSeparator, signIn.ScopesWith(client.Scopes));
        var parameters = new Parameters(
            signIn.AuthorizeParameters.Select(pair =>
                KeyValuePair.Create(pair.Key, Template.Fill(pair.Value, key => method.ValueOf(key, payload.Values)))
            )
        );
        if (signIn.ScopeParameter != OidcConstants.AuthorizeRequest.Scope && scopes.Length > 0)
        {
            parameters.Add(signIn.ScopeParameter, scopes);
        }

        return new Uri(
            new RequestUrl(addresses.ResolveAuthorizeUrl(provider, method, payload.Values, publicAddress).AbsoluteUri).CreateAuthorizeUrl(
                client.ClientId,
                OidcConstants.ResponseTypes.Code,
                scope: signIn.ScopeParameter == OidcConstants.AuthorizeRequest.Scope && scopes.Length > 0 ? scopes : null,
                redirectUri: redirectUri,
                state: state.Reveal(),
                codeChallenge: verifier is null ? null : Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
                codeChallengeMethod: verifier is null ? null : OidcConstants.CodeChallengeMethods.Sha256,
                extra: parameters
            )
        );
    }

    /// <returns>What the person had entered when they set out, and whether as another account; null where the session or owner has no such
    /// attempt at the provider, or it has linked an account.</returns>
    public async Task<(CredentialValues Values, bool AsAnother)?> FindEnteredAsync(
        OwnerId owner,
        SessionGrant? session,
        Guid attemptId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var attempt = await ConnectionAttempts
            .Mine(db, owner, session?.SessionId)
            .AsNoTracking()
            .FirstOrDefaultAsync(one => one.Id == attemptId, cancellationToken);
        return AuthorizationPayload.Unprotect(protection, attemptId, attempt?.Payload) is { } payload
            ? (payload.Values, attempt!.AsAnother)
            : null;
    }

    /// <param name="publicAddress">Where people reach Hub, without a slash at the end.</param>
    /// <returns>The one address to which the provider sends people back: what the operator registers there.</returns>
    public static string RedirectUriOf(Provider provider, string publicAddress) =>
        $"{publicAddress}/connect/oauth2/{provider.Slug}/callback";
}

/// <summary>Whether a person can set out to sign in. Closed.</summary>
public abstract record StartOutcome
{
    private StartOutcome() { }

    /// <param name="Ticket">With it the browser sets out.</param>
    public sealed record Ready(Guid AttemptId, Secret Ticket) : StartOutcome;

    /// <summary>Why an account cannot be linked. Nothing was started.</summary>
    public sealed record Refused(LinkOutcome Reason) : StartOutcome;

    /// <summary>The attempt is over, or another person's, or was taken up already.</summary>
    public sealed record AttemptEnded : StartOutcome;
}
