using Hub.Core.Credentials;
using Microsoft.EntityFrameworkCore;

namespace Hub.Core.Sessions;

/// <summary>
/// How a connection attempt goes on after it was prepared. Each transition is one conditional statement: of two that meet, one takes
/// effect, and what has ended stays as it ended. It is completed together with its account, and expires by itself; see <see
/// cref="ConnectionAttempt"/>.
/// </summary>
internal static class ConnectionAttemptTransitions
{
    /// <summary>A browser brought the ticket and is sent to the provider. Of two browsers, or a double click, one is.</summary>
    public static async Task<bool> RedirectAsync(
        this IQueryable<ConnectionAttempt> attempts,
        byte[] ticketHash,
        AttemptRedirect redirect,
        CancellationToken cancellationToken
    )
    {
        var (state, browser) = (BearerToken.HashOf(redirect.State.Reveal()), BearerToken.HashOf(redirect.Browser.Reveal()));
        return await Pending(attempts)
                .Where(attempt => attempt.TicketHash == ticketHash)
                .ExecuteUpdateAsync(
                    change =>
                        change
                            .SetProperty(attempt => attempt.TicketHash, (byte[]?)null)
                            .SetProperty(attempt => attempt.StateHash, state)
                            .SetProperty(attempt => attempt.BrowserHash, browser)
                            .SetProperty(attempt => attempt.Payload, redirect.Payload)
                            .SetProperty(attempt => attempt.Return, redirect.Return),
                    cancellationToken
                ) > 0;
    }

    /// <summary>The provider sent the person back. That counts once.</summary>
    public static async Task<bool> ReturnAsync(
        this IQueryable<ConnectionAttempt> attempts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await AtProvider(attempts).ExecuteUpdateAsync(change => change.SetProperty(attempt => attempt.ReturnedAt, now), cancellationToken)
        > 0;

    /// <summary>From where the person is back already, it goes on to its end.</summary>
    public static async Task<bool> CancelAsync(this IQueryable<ConnectionAttempt> attempts, CancellationToken cancellationToken) =>
        await AtProvider(attempts)
            .ExecuteUpdateAsync(change => change.SetProperty(attempt => attempt.Status, AttemptStatus.Cancelled), cancellationToken) > 0;

    public static async Task<bool> FailAsync(
        this IQueryable<ConnectionAttempt> attempts,
        AuthorizationFailure failure,
        CancellationToken cancellationToken
    )
    {
        var (code, arguments) = AuthorizationFailure.Write(failure);
        return await Pending(attempts)
                .ExecuteUpdateAsync(
                    change =>
                        change
                            .SetProperty(attempt => attempt.Status, AttemptStatus.Error)
                            .SetProperty(attempt => attempt.ErrorCode, code)
                            .SetProperty(attempt => attempt.ErrorArguments, arguments),
                    cancellationToken
                ) > 0;
    }

    /// <summary>The person is asked whether the account of another identity is replaced.</summary>
    /// <param name="payload">The tokens, encrypted.</param>
    public static async Task<bool> AskAsync(
        this IQueryable<ConnectionAttempt> attempts,
        byte[] payload,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await Pending(attempts)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(attempt => attempt.Status, AttemptStatus.Asking)
                        .SetProperty(attempt => attempt.ReturnedAt, now)
                        .SetProperty(attempt => attempt.Payload, payload),
                cancellationToken
            ) > 0;

    /// <summary>The person agreed: the attempt goes on. Of two answers, one counts.</summary>
    public static async Task<bool> AgreeAsync(
        this IQueryable<ConnectionAttempt> attempts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await Asking(attempts)
            .Where(attempt => attempt.ReturnedAt > now - ConnectionAttempt.Lifetime)
            .ExecuteUpdateAsync(
                change =>
                    change.SetProperty(attempt => attempt.Status, AttemptStatus.Pending).SetProperty(attempt => attempt.ReturnedAt, now),
                cancellationToken
            ) > 0;

    /// <summary>The person said no, or nothing: the tokens are no longer stored.</summary>
    /// <param name="end">Cancelled or expired.</param>
    public static async Task<bool> DeclineAsync(
        this IQueryable<ConnectionAttempt> attempts,
        AttemptStatus end,
        CancellationToken cancellationToken
    ) =>
        await Asking(attempts)
            .ExecuteUpdateAsync(
                change => change.SetProperty(attempt => attempt.Status, end).SetProperty(attempt => attempt.Payload, (byte[]?)null),
                cancellationToken
            ) > 0;

    /// <summary>Waiting for the person's answer.</summary>
    public static IQueryable<ConnectionAttempt> Asking(this IQueryable<ConnectionAttempt> attempts) =>
        attempts.Where(attempt => attempt.Status == AttemptStatus.Asking);

    private static IQueryable<ConnectionAttempt> Pending(IQueryable<ConnectionAttempt> attempts) =>
        attempts.Where(attempt => attempt.Status == AttemptStatus.Pending);

    /// <summary>Not yet back from the provider.</summary>
    public static IQueryable<ConnectionAttempt> AtProvider(this IQueryable<ConnectionAttempt> attempts) =>
        Pending(attempts).Where(attempt => attempt.ReturnedAt == null);
}

/// <summary>What an attempt keeps of the way to the provider. No record: those print what they hold.</summary>
internal sealed class AttemptRedirect
{
    /// <summary>What the provider hands back.</summary>
    public required Secret State { get; init; }

    /// <summary>What only this browser has.</summary>
    public required Secret Browser { get; init; }
    public required byte[] Payload { get; init; }
    public required AttemptReturn Return { get; init; }
}
