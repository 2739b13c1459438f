namespace Hub.Core.Audit;

/// <summary>What happened, to what, and who did it. Written in the same transaction as the change; never updated.</summary>
public sealed class AuditEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required DateTimeOffset At { get; init; }
    public required string Action { get; init; }

    public required ActorKind ActorKind { get; init; }

    /// <summary>Who did it, as <see cref="Actor.Id"/>.</summary>
    public required Guid? ActorId { get; init; }

    /// <summary>The linked account, user, connect session or access key it happened to.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>A short text from Hub's own words (provider slug, outcome name), never a value that a user or provider sent.</summary>
    public string? Detail { get; init; }

    public static AuditEvent Of(string action, Actor actor, Guid subject, DateTimeOffset at, string? detail = null) =>
        new()
        {
            Action = action,
            ActorKind = actor.Kind,
            ActorId = actor.Id,
            SubjectId = subject,
            At = at,
            Detail = detail,
        };
}
