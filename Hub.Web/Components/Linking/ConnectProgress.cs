using Hub.Core.Accounts;
using Hub.Core.Providers;

namespace Hub.Web.Components.Linking;

/// <summary>How far a person came with the form. Closed.</summary>
public abstract record ConnectProgress
{
    private ConnectProgress() { }

    public sealed record Submitted : ConnectProgress;

    /// <param name="Outcome">Null where the store did not answer.</param>
    public sealed record Failed(LinkOutcome? Outcome) : ConnectProgress;

    public sealed record Cancelled : ConnectProgress;

    /// <summary>The browser did not open the window of the provider.</summary>
    public sealed record WindowBlocked : ConnectProgress;

    /// <param name="Code">Why, for programs.</param>
    public sealed record AuthorizationFailed(string Code) : ConnectProgress;
}

/// <summary>An account was linked, and the popup that said so was closed. In a session there is no popup.</summary>
/// <param name="Method">How it was linked.</param>
/// <param name="Next">What the person chose; null where there was no popup, or it was only closed.</param>
public sealed record Confirmation(LinkOutcome.Linked Linked, AuthMethod Method, LinkedDialog.Next? Next);
