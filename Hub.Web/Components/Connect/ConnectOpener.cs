using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Hub.Web.Security;

namespace Hub.Web.Components.Connect;

/// <summary>Opens the session of a connect page: finds out what it offers, or why it can no longer be used.</summary>
internal sealed partial class ConnectOpener(
    SessionOpener sessions,
    ConnectionAttempts attempts,
    EditableAccounts accounts,
    ProviderCatalog catalog,
    ConnectRateLimit rateLimit,
    ConnectSessionMessages texts,
    ILogger<ConnectOpener> logger
)
{
    /// <summary>Reads what the link is for. Records nothing.</summary>
    /// <param name="client">The visitor, as the rate limit counts them.</param>
    public Task<ConnectOpening> LookAsync(BrowserState browser, string client, bool embedded, CancellationToken cancellationToken) =>
        TryOpenAsync(
            embedded
                ? () => sessions.LookWithoutBeginningAsync(browser.Token, browser.Browser, cancellationToken)
                : () => sessions.LookAsync(browser.Token, browser.Browser, cancellationToken),
            browser,
            client,
            embedded,
            cancellationToken
        );

    /// <summary>The person agreed: from now on the session is this browser's.</summary>
    /// <inheritdoc cref="LookAsync"/>
    public Task<ConnectOpening> BeginAsync(BrowserState browser, string client, bool embedded, CancellationToken cancellationToken) =>
        TryOpenAsync(
            () => sessions.BeginAsync(browser.Token, browser.Browser, cancellationToken),
            browser,
            client,
            embedded,
            cancellationToken
        );

    private async Task<ConnectOpening> TryOpenAsync(
        Func<Task<SessionOutcome>> open,
        BrowserState browser,
        string client,
        bool embedded,
        CancellationToken cancellationToken
    )
    {
        if (!rateLimit.MayTry(client))
        {
            return new ConnectOpening.Ended(ConnectEnd.TooManyAttempts(texts, embedded));
        }

        try
        {
            var outcome = await open();
            if (outcome is SessionOutcome.Unknown)
            {
                rateLimit.Failed(client);
            }

            return outcome switch
            {
                SessionOutcome.Open session => await OfferAsync(session, embedded, cancellationToken),
                SessionOutcome.Ended(SessionState.Used, _, var issuer)
                    when await FindLinkedAsync(browser, issuer, cancellationToken) is { } linked => linked,
                _ => new ConnectOpening.Ended(ConnectEnd.Of(texts, outcome, embedded)),
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotOpened(e);
            return new ConnectOpening.Ended(ConnectEnd.Unavailable(texts, embedded));
        }
    }

    private async Task<ConnectOpening> OfferAsync(SessionOutcome.Open session, bool embedded, CancellationToken cancellationToken)
    {
        var (grant, hasBegun, issuer) = session;
        var offer = new ConnectOffer(grant, issuer, [.. catalog.ForPage().All.Where(grant.Allows)]);
        if (offer.Providers.Count == 0)
        {
            return new ConnectOpening.Ended(ConnectEnd.NothingOffered(texts, offer.Owner, embedded));
        }

        if (!hasBegun && !embedded)
        {
            return new ConnectOpening.Offered(offer, HasBegun: false);
        }

        if (grant.AccountId is not null)
        {
            offer = offer with { Account = await accounts.FindAsync(grant, cancellationToken) };
            if (offer.Account is null)
            {
                return new ConnectOpening.Ended(ConnectEnd.AccountGone(texts, offer.Owner, embedded));
            }
        }

        return new ConnectOpening.Offered(offer, HasBegun: true);
    }

    /// <returns>
    /// What was linked by the authorization from which the person returns; it was the one account that the link is for.
    /// </returns>
    private async Task<ConnectOpening.Linked?> FindLinkedAsync(BrowserState browser, string? issuer, CancellationToken cancellationToken)
    {
        if (
            browser.Attempt is not { } attempt
            || await sessions.LookBackAsync(browser.Token, browser.Browser, cancellationToken) is not { } grant
            || await attempts.FindLinkedAsync(grant.Owner, grant, attempt, cancellationToken) is not { } linked
        )
        {
            return null;
        }

        var provider = catalog.ForPage().Find(browser.Provider);
        var offer = new ConnectOffer(grant, issuer, provider is null ? [] : [provider])
        {
            Account = await accounts.FindAsync(grant, cancellationToken),
        };
        return new ConnectOpening.Linked(offer, provider, linked);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A connect session could not be opened")]
    private partial void LogNotOpened(Exception exception);
}

/// <summary>What opening a connect page's session ended in. Closed.</summary>
internal abstract record ConnectOpening
{
    private ConnectOpening() { }

    /// <param name="HasBegun">Whether the person need not press Continue.</param>
    public sealed record Offered(ConnectOffer Offer, bool HasBegun) : ConnectOpening;

    /// <summary>The session is over, since the person has just linked its account in this tab.</summary>
    public sealed record Linked(ConnectOffer Offer, Provider? Provider, LinkOutcome.Linked Outcome) : ConnectOpening;

    public sealed record Ended(ConnectEnd End) : ConnectOpening;
}
