using Hub.Core.Credentials;

namespace Hub.Core.Sessions;

/// <summary>
/// One authorization at a provider, in progress. Whoever waits for it asks here how it stands. Only this class and <see
/// cref="ConnectionAttemptTransitions"/> change one.
/// </summary>
public sealed class ConnectionAttempt
{
    /// <summary>How long one may take: single sign-on may ask a colleague for approval.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Longer than exchanging the code and asking whose account it is take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose account it makes.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>The connect session it belongs to; null where the owner is signed in.</summary>
    public Guid? SessionId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public AttemptStatus Status { get; internal set; }

    /// <summary>Null until the person has chosen one.</summary>
    public string? ProviderSlug { get; internal set; }

    /// <summary>The account that gets a new authorization; null to link one.</summary>
    public Guid? Replaces { get; internal set; }

    /// <summary>Keep an account of the same identity and add this one beside it.</summary>
    public bool AsAnother { get; internal set; }

    /// <summary>Where the person is led when it is over.</summary>
    public AttemptReturn Return { get; internal set; }

    /// <summary>The hash of the ticket with which a browser takes it up, once; see ADR-0018.</summary>
    public byte[]? TicketHash { get; internal set; }

    /// <summary>The hash of the state that the provider hands back.</summary>
    public byte[]? StateHash { get; internal set; }

    /// <summary>The hash of what only the browser has that took it up.</summary>
    public byte[]? BrowserHash { get; internal set; }

    /// <summary>
    /// The field values, the code's verifier and the redirect URI, or what the authorization gave while the person is asked; encrypted.
    /// Gone once it has linked an account.
    /// </summary>
    public byte[]? Payload { get; internal set; }

    /// <summary>When the provider sent the person back, which counts once; then, when they answered.</summary>
    public DateTimeOffset? ReturnedAt { get; internal set; }

    /// <summary>The account that was linked.</summary>
    public Guid? AccountId { get; internal set; }

    /// <summary>Whether that account was there already.</summary>
    public bool Updated { get; internal set; }

    /// <summary>Why it linked no account; null where it did, or has not ended, was cancelled or expired.</summary>
    public AuthorizationFailure? Failure
    {
        get => AuthorizationFailure.Read(ErrorCode, ErrorArguments);
        internal set => (ErrorCode, ErrorArguments) = AuthorizationFailure.Write(value);
    }

    /// <summary>How <see cref="Failure"/> is stored.</summary>
    internal string? ErrorCode { get; private set; }

    /// <inheritdoc cref="ErrorCode"/>
    internal string? ErrorArguments { get; private set; }

    public ConnectSession? Session { get; init; }

    /// <summary>Until when it may still end well: somebody who came back in time is waited for while Hub asks the provider.</summary>
    private DateTimeOffset EndsAt =>
        ReturnedAt is not { } returned ? CreatedAt + Lifetime
        : Status == AttemptStatus.Asking ? returned + Lifetime
        : returned + Grace;

    public AttemptStatus StatusAt(DateTimeOffset now) =>
        Status is AttemptStatus.Pending or AttemptStatus.Asking && EndsAt <= now ? AttemptStatus.Expired : Status;

    /// <summary>The person has chosen a provider and may set out with the ticket.</summary>
    /// <param name="payload">What is encrypted until the provider answers.</param>
    internal void Prepare(string providerSlug, Guid? replaces, bool asAnother, AttemptReturn end, Secret ticket, byte[] payload)
    {
        (ProviderSlug, Replaces, AsAnother, Return) = (providerSlug, replaces, asAnother, end);
        (TicketHash, Payload) = (BearerToken.HashOf(ticket.Reveal()), payload);
    }

    /// <returns>Whether this browser was redirected for it.</returns>
    public bool IsIn(string? browser) =>
        BrowserHash is { } redirected && BearerToken.HashOf(browser) is { } shown && BearerToken.AreEqual(shown, redirected);

    /// <summary>Linked; saved together with the account. Also one that was cancelled meanwhile.</summary>
    public void Complete(Guid accountId, bool updated)
    {
        Status = AttemptStatus.Authenticated;
        (AccountId, Updated) = (accountId, updated);
        Payload = null;
    }
}

public enum AttemptStatus
{
    Pending,

    /// <summary>The person is back, and is asked whether their account replaces another. See ADR-0027.</summary>
    Asking,
    Authenticated,
    Error,
    Cancelled,
    Expired,
}

/// <summary>Where a person is led who comes back from a provider.</summary>
public enum AttemptReturn
{
    /// <summary>Nowhere: the window closes, and the page that opened it goes on.</summary>
    Popup,

    /// <summary>To the page that sent them.</summary>
    SameTab,

    /// <summary>To the page that the official component waits with.</summary>
    Component,
}
