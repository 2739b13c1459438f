using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Stored = Hub.Core.Sessions.AttemptStatus;

namespace Hub.Web.Api.StackOneHub;

/// <summary>
/// <c>/api/hub/connection_attempts</c>: how the component waits for a sign-in at a provider, which happens in another window.
/// </summary>
internal static class StackOneAttempts
{
    public static void MapAttempts(this IEndpointRouteBuilder hub)
    {
        hub.MapPost("/connection_attempts", StartAsync)
            .WithName("createConnectionAttempt")
            .WithSummary("Starts a connection attempt")
            .Idempotent(CallingSession.IdOf);
        hub.MapGet("/connection_attempts/{id:guid}", ReadAsync)
            .WithName("getConnectionAttempt")
            .WithSummary("How a connection attempt stands");
        hub.MapDelete("/connection_attempts/{id:guid}", CancelAsync)
            .WithName("cancelConnectionAttempt")
            .WithSummary("Cancels a connection attempt");
    }

    /// <remarks>The body names the session's token once more; the header is what counts.</remarks>
    private static async Task<Results<Created<Attempt>, ApiError>> StartAsync(
        CallingSession session,
        ConnectionAttempts attempts,
        HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await attempts.StartAsync(session.Grant.Owner, session.Grant, cancellationToken) is { } started
            ? TypedResults.Created(
                $"{request.PathBase}/api/hub/connection_attempts/{started.Id}",
                new Attempt(started.Id, AttemptStatus.Pending, null, null)
            )
            : AttemptErrors.TooManyAttempts;

    private static async Task<Results<Ok<Attempt>, ApiError>> ReadAsync(
        Guid id,
        CallingSession session,
        ConnectionAttempts attempts,
        ProviderCatalog catalog,
        AuthorizationMessages messages,
        CancellationToken cancellationToken
    ) =>
        await attempts.FindAsync(session.Grant.Owner, session.Grant, id, cancellationToken) is { } found
            ? TypedResults.Ok(Attempt.Of(found, catalog.Find(found.ProviderSlug), messages))
            : ApiError.NotFound("connection attempt");

    private static async Task<Results<Ok<Attempt>, ApiError>> CancelAsync(
        Guid id,
        CallingSession session,
        ConnectionAttempts attempts,
        ProviderCatalog catalog,
        AuthorizationMessages messages,
        CancellationToken cancellationToken
    ) =>
        await attempts.CancelAsync(session.Grant.Owner, session.Grant, id, cancellationToken)
            ? await ReadAsync(id, session, attempts, catalog, messages, cancellationToken)
            : ApiError.NotFound("connection attempt");

    internal sealed record Attempt(Guid Id, AttemptStatus Status, AttemptAccount? Account, AttemptError? Error)
    {
        public static Attempt Of(AttemptProgress progress, Provider? provider, AuthorizationMessages messages) =>
            new(
                progress.Id,
                StatusOf(progress.Status),
                progress.AccountId is { } account ? new AttemptAccount(account) : null,
                progress.Failure is { } failure
                    ? new AttemptError(AttemptErrors.CodeOf(failure), messages.DescriptionOf(failure, provider))
                    : null
            );
    }

    /// <summary>A question that Hub's own page asks is no end.</summary>
    private static AttemptStatus StatusOf(Stored status) =>
        status switch
        {
            Stored.Pending or Stored.Asking => AttemptStatus.Pending,
            Stored.Authenticated => AttemptStatus.Authenticated,
            Stored.Error => AttemptStatus.Error,
            Stored.Cancelled => AttemptStatus.Cancelled,
            Stored.Expired => AttemptStatus.Expired,
        };

    internal enum AttemptStatus
    {
        Pending,
        Authenticated,
        Error,
        Cancelled,
        Expired,
    }

    internal sealed record AttemptAccount(Guid Id);

    internal sealed record AttemptError(string Code, string Description);
}
