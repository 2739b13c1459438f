using Hub.Core.Accounts;
using Hub.Core.Credentials;

namespace Hub.Web.Components.Linking;

/// <summary>
/// What <see cref="ConnectForm"/> shows below its fields, and what it waits for. Closed. One instance is one moment: whoever waited
/// compares by reference or by the attempt's id, and changes nothing once another state has taken its place.
/// </summary>
public abstract record ConnectState
{
    private ConnectState() { }

    /// <summary>Whether the fields cannot be edited.</summary>
    public bool IsBusy => this is not (Editing or Confirming);

    /// <summary>Fields can be edited and sent.</summary>
    public sealed record Editing : ConnectState;

    /// <summary>The provider is asked whether the credential works; then the account is saved.</summary>
    /// <param name="Cancellation">Stops it.</param>
    public sealed record Verifying(CancellationTokenSource Cancellation, LinkStage Stage) : ConnectState;

    /// <summary>The credential is another identity's than the account's. The person is asked whether it is replaced.</summary>
    /// <param name="Replace">The person agrees.</param>
    /// <param name="Keep">The person keeps the account. False where that is not sure: then the state has changed.</param>
    public sealed record Asking(LinkOutcome.WouldReplace Question, Func<Task> Replace, Func<Task<bool>> Keep) : ConnectState;

    /// <summary>The account is stored; the confirmation says what was linked.</summary>
    public sealed record Confirming : ConnectState;

    /// <summary>The person gives Hub access on the provider's page.</summary>
    /// <param name="AttemptId">Null where no attempt is waited for.</param>
    public abstract record Authorizing(Guid? AttemptId) : ConnectState;

    /// <summary>An attempt is being started.</summary>
    public sealed record Starting(LinkCommand.Link Command) : Authorizing(AttemptId: null);

    /// <summary>The window of the provider is open, or should be.</summary>
    /// <param name="Ticket">With it a browser goes to the provider, once.</param>
    public sealed record AtProvider(LinkCommand.Link Command, Guid Attempt, Secret Ticket, ProviderWindow Window) : Authorizing(Attempt);

    /// <summary>The person is back; only Hub still works on it.</summary>
    public sealed record Finishing(Guid Attempt) : Authorizing(Attempt);

    /// <summary>This tab goes to the provider.</summary>
    public sealed record Leaving : Authorizing
    {
        public Leaving()
            : base(AttemptId: null) { }
    }
}

/// <summary>What is known of the provider's window.</summary>
public enum ProviderWindow
{
    /// <summary>Blocked, or open without a tie to this page: the page around a frame may cut it (Cross-Origin-Opener-Policy).</summary>
    Unknown,
    Open,
    Blocked,
}

/// <summary>The one state of a <see cref="ConnectForm"/>, which its parts share.</summary>
public sealed class ConnectStateMachine(Action changed)
{
    public ConnectState Current { get; private set; } = new ConnectState.Editing();

    public void Move(ConnectState next)
    {
        Current = next;
        changed();
    }
}
