using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Microsoft.AspNetCore.DataProtection;
using Secret = Hub.Core.Credentials.Secret;

namespace Hub.Core.Authorization;

/// <summary>
/// Starts an authorization: whoever may link an account gets a ticket for the attempt, with which <see cref="AuthorizationRedirector"/>
/// sends a browser to the provider.
/// </summary>
public sealed class AuthorizationStarter(
    ProviderCatalog catalog,
    ProviderClients clients,
    ConnectionAttempts attempts,
    OwnerAuthorizer authorizer,
    ProviderSwitch providers,
    VerificationRateLimiter limiter,
    KeyRingCheck keyRing,
    IDataProtectionProvider protection
)
{
    /// <summary>What a ticket begins with.</summary>
    private const string TicketPrefix = "hub_st_";

    /// <param name="command">Its values are those of the fields; what the authorization gives comes later.</param>
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
        if (await FindRefusalAsync(owner, command, method, values, cancellationToken) is { } refusal)
        {
            return new StartOutcome.Refused(refusal);
        }

        var ticket = BearerToken.New(TicketPrefix);
        if (attemptId is { } given)
        {
            return await attempts.TryPrepareAsync(owner, command.Session, given, provider.Slug, Prepare, cancellationToken)
                ? new StartOutcome.Ready(given, ticket)
                : new StartOutcome.AttemptEnded();
        }

        return await attempts.StartAsync(owner, command.Session, Prepare, cancellationToken) is { } attempt
            ? new StartOutcome.Ready(attempt.Id, ticket)
            : new StartOutcome.Refused(new LinkOutcome.TooManyAttempts());

        void Prepare(ConnectionAttempt attempt) =>
            attempt.Prepare(
                provider.Slug,
                (command.EffectiveTarget as LinkTarget.Account)?.Id,
                command.EffectiveTarget is LinkTarget.Another,
                end,
                ticket,
                new AuthorizationPayload
                {
                    Values = values,
                    SessionIssuedAt = command.Session?.IssuedAt ?? default,
                    SessionBrowser = command.Session?.Browser,
                    ReplacesAlways = command.Replacement is Replacement.NoQuestion,
                    Seen = command.Seen,
                }.Protect(protection, attempt.Id)
            );
    }

    /// <returns>Why no authorization is started; null where it is.</returns>
    private async Task<LinkOutcome?> FindRefusalAsync(
        OwnerId owner,
        LinkCommand.Link command,
        AuthMethod.AuthorizationCode method,
        CredentialValues values,
        CancellationToken cancellationToken
    )
    {
        if (new CredentialValidator(method).FindErrors(values) is { Count: > 0 } errors)
        {
            return new LinkOutcome.Invalid(errors);
        }

        if (!await authorizer.CanActAsync(owner, cancellationToken))
        {
            return new LinkOutcome.OwnerNotAllowed();
        }

        if (await providers.IsDisabledAsync(command.ProviderSlug, cancellationToken))
        {
            return new LinkOutcome.ProviderDisabled();
        }

        return limiter.Allows(command.Session?.SessionId ?? owner.Value) ? null : new LinkOutcome.TooManyAttempts();
    }
}

/// <summary>How starting an authorization ended. Closed.</summary>
public abstract record StartOutcome
{
    private StartOutcome() { }

    /// <param name="Ticket">The browser that brings it is sent to the provider.</param>
    public sealed record Ready(Guid AttemptId, Secret Ticket) : StartOutcome;

    /// <summary>Why an account cannot be linked. Nothing was started.</summary>
    public sealed record Refused(LinkOutcome Reason) : StartOutcome;

    /// <summary>The attempt has ended, is another person's, or a browser was redirected for it.</summary>
    public sealed record AttemptEnded : StartOutcome;
}
