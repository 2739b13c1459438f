using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Data;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Core.Authorization;

/// <summary>
/// Takes up what a provider sends a person back with: checks that it belongs to the attempt, redeems the code, and links the account.
/// </summary>
public sealed partial class AuthorizationCallbackHandler(
    ProviderCatalog catalog,
    ProviderAddresses addresses,
    ProviderClients clients,
    ClientFaultRecorder faults,
    TokenEndpointClient exchange,
    AuthorizedLinker linker,
    ConnectionAttempts attempts,
    IDataProtectionProvider protection,
    IDbContextFactory<HubDbContext> contexts,
    TimeProvider time,
    ILogger<AuthorizationCallbackHandler> log
)
{
    /// <summary>What counts of a callback counts once: a second call with the same state is told how the first ended.</summary>
    /// <param name="browser">What the browser shows that it had to keep.</param>
    /// <param name="signedIn">Who is signed in to Hub in it.</param>
    public async Task<CallbackOutcome> HandleAsync(
        AuthorizationCallback callback,
        string? browser,
        OwnerId? signedIn,
        CancellationToken cancellationToken
    )
    {
        if (await attempts.FindReturningAsync(callback, browser, cancellationToken) is not { } attempt)
        {
            return new CallbackOutcome.Unknown();
        }

        // Somebody else's: perhaps sent by them, so that their account becomes the victim's or the other way round. Theirs goes on.
        if (!attempt.IsIn(browser) || (attempt.SessionId is null && attempt.OwnerId != signedIn?.Value))
        {
            return new CallbackOutcome.WrongBrowser();
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = db.ConnectionAttempts.Where(one => one.Id == attempt.Id);
        if (attempt.StatusAt(now) != AttemptStatus.Pending || !await stored.ReturnAsync(now, CancellationToken.None))
        {
            return new CallbackOutcome.Over(attempt);
        }

        // From here on it ends whatever the browser does: the code can be used once.
        if (await TryLinkAsync(attempt, callback) is not { } failure)
        {
            return new CallbackOutcome.Accepted(attempt);
        }

        LogFailed(log, attempt.ProviderSlug, AuthorizationFailure.CodeOf(failure));
        await stored.FailAsync(failure, CancellationToken.None);
        return new CallbackOutcome.Failed(attempt, failure);
    }

    /// <returns>Why nothing was linked; null where it was, or the person is asked.</returns>
    private async Task<AuthorizationFailure?> TryLinkAsync(ConnectionAttempt attempt, AuthorizationCallback callback)
    {
        try
        {
            return await LinkAsync(attempt, callback);
        }
        catch (Exception e)
        {
            // The database is unavailable. The page that waits is told now, not when the attempt expires.
            LogNotSaved(log, e, callback.ProviderSlug);
            return new AuthorizationFailure.NotSaved();
        }
    }

    /// <returns>Why nothing was linked; null where it was, or the person is asked.</returns>
    private async Task<AuthorizationFailure?> LinkAsync(ConnectionAttempt attempt, AuthorizationCallback callback)
    {
        if (
            catalog.Find(attempt.ProviderSlug) is not { } provider
            || provider.FindAuthorizationCodeMethod() is not { } method
            || AuthorizationPayload.Unprotect(protection, attempt.Id, attempt.Payload) is not { RedirectUri: { } redirectUri } payload
        )
        {
            return new AuthorizationFailure.ProviderGone();
        }

        // Each provider has an address of its own, so that one cannot answer for another (RFC 9700, section 4.4.2.2).
        if (provider.Slug != callback.ProviderSlug || !IsIssuer(callback.Issuer, provider, method, payload.Values))
        {
            return new AuthorizationFailure.OtherProvider();
        }

        if (callback.Error is { } error)
        {
            return Explain(provider, method.Flow, callback, error);
        }

        if (string.IsNullOrEmpty(callback.Code))
        {
            return new AuthorizationFailure.ProviderError(Error: null);
        }

        if (await clients.FindAsync(provider, CancellationToken.None) is not { } client)
        {
            return new AuthorizationFailure.ClientRejected();
        }

        return await RedeemAsync(attempt, payload, redirectUri, provider, method, client, callback);
    }

    /// <summary>Redeems the code, and links the account with the tokens.</summary>
    private async Task<AuthorizationFailure?> RedeemAsync(
        ConnectionAttempt attempt,
        AuthorizationPayload payload,
        string redirectUri,
        Provider provider,
        AuthMethod.AuthorizationCode method,
        RegisteredClient client,
        AuthorizationCallback callback
    )
    {
        var values = payload.Values;
        var brought = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kept in method.Flow.ConnectionParameters.Where(kept => kept.From == ParameterSource.Callback))
        {
            if (kept.ExtractFrom(callback.Others.GetValueOrDefault(kept.Path)) is { } value)
            {
                brought[kept.Key] = value;
                values = values.With(kept.Key, value);
            }
        }

        var outcome = await exchange.RedeemAsync(
            provider,
            method,
            client,
            values,
            callback.Code!,
            payload.Verifier,
            redirectUri,
            CancellationToken.None
        );
        AuthorizationFailure? failure = outcome switch
        {
            TokenOutcome.Granted(var granted) => await LinkAsync(
                attempt,
                payload,
                method,
                granted.With(brought, [.. method.Flow.ScopesWith(client.Scopes)]),
                values
            ),
            TokenOutcome.Expired => new AuthorizationFailure.CodeRejected(),
            TokenOutcome.ClientRejected => new AuthorizationFailure.ClientRejected(),
            TokenOutcome.Unavailable => new AuthorizationFailure.TokenNotGiven(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await faults.RecordAsync(provider, client, outcome, CancellationToken.None);
        return failure;
    }

    private async Task<AuthorizationFailure?> LinkAsync(
        ConnectionAttempt attempt,
        AuthorizationPayload payload,
        AuthMethod.AuthorizationCode method,
        TokenSet tokens,
        CredentialValues values
    ) =>
        method.Flow.ConnectionParameters.Any(kept => kept.Required && tokens.AddTo(values).Reveal(kept.Key).Length == 0)
            ? new AuthorizationFailure.TokenNotGiven()
            : await linker.LinkAsync(
                attempt,
                payload,
                tokens,
                payload.ReplacesAlways ? new Replacement.NoQuestion() : new Replacement.Ask()
            );

    /// <summary>Checked where it is sent (RFC 9207); most providers do not send it.</summary>
    private bool IsIssuer(string? issuer, Provider provider, AuthMethod.AuthorizationCode method, CredentialValues values)
    {
        if (issuer is null)
        {
            return true;
        }

        return issuer == method.Flow.Issuer
            || (
                Uri.TryCreate(issuer, UriKind.Absolute, out var named)
                && named.Authority == addresses.Resolve(provider, method, method.Flow.AuthorizeUrl, values).Authority
            );
    }

    /// <summary>A code is repeated where the standard has it (RFC 6749, section 4.1.2.1): nothing else that came along is.</summary>
    private AuthorizationFailure Explain(Provider provider, AuthorizationCodeFlow flow, AuthorizationCallback callback, string error)
    {
        if (error == "access_denied" || flow.DenialCodes.Contains(error, StringComparer.Ordinal))
        {
            return new AuthorizationFailure.Denied();
        }

        if (ClientRejection.From(error) is { } refusal)
        {
            // Without a state anybody can make a browser come with this.
            if (!string.IsNullOrEmpty(callback.State))
            {
                faults.WarnOfCallback(provider, refusal);
            }

            return new AuthorizationFailure.ProviderError(refusal.Code);
        }

        return new AuthorizationFailure.ProviderError(error is "server_error" or "temporarily_unavailable" ? error : null);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "An authorization at {Provider} linked no account: {Failure}")]
    private static partial void LogFailed(ILogger logger, string? provider, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "An account at {Provider} could not be stored after its person had authorized")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string provider);
}

/// <summary>What a provider sends a person back with. No record: those print what they hold.</summary>
public sealed class AuthorizationCallback
{
    /// <summary>Whose address it came to.</summary>
    public required string ProviderSlug { get; init; }
    public string? State { get; init; }
    public string? Code { get; init; }
    public string? Error { get; init; }

    /// <summary>Who answers, as the answer says.</summary>
    public string? Issuer { get; init; }

    /// <summary>All parameters, by name.</summary>
    public required IReadOnlyDictionary<string, string> Others { get; init; }
}

/// <summary>How a callback ended. Closed.</summary>
public abstract record CallbackOutcome
{
    private CallbackOutcome() { }

    /// <summary>
    /// The account is stored, or the person is asked whether it replaces another; the attempt says which of them.
    /// </summary>
    public sealed record Accepted(ConnectionAttempt Attempt) : CallbackOutcome;

    /// <summary>No account was stored, and the attempt says why.</summary>
    public sealed record Failed(ConnectionAttempt Attempt, AuthorizationFailure Failure) : CallbackOutcome;

    /// <summary>The attempt had ended already, or this very callback is being handled.</summary>
    public sealed record Over(ConnectionAttempt Attempt) : CallbackOutcome;

    /// <summary>The attempt was taken up in another browser, or by another person.</summary>
    public sealed record WrongBrowser : CallbackOutcome;

    /// <summary>No attempt has this state.</summary>
    public sealed record Unknown : CallbackOutcome;
}
