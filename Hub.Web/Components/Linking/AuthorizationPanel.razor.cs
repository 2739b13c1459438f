using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Sessions;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Linking;

/// <summary>
/// Authorization at the provider, in a window of its own or in this tab. The page asks the attempt once a second how it stands: it may end
/// on another node, and nothing that the window says is believed.
/// </summary>
public sealed partial class AuthorizationPanel
{
    // With the first check at once: two seconds are enough for a page that only sends a form.
    private const int ChecksBeforeBlocked = 3;

    private AuthorizationWindow? _window;
    private ProgressStatus? _progress;
    private ElementReference _cancel;

    [Parameter, EditorRequired]
    public required ConnectContext Context { get; set; }

    [Parameter, EditorRequired]
    public required ConnectStateMachine Machine { get; set; }

    [Parameter]
    public EventCallback<ConnectProgress> OnProgress { get; set; }

    /// <summary>The authorization ended. The handler changes the state.</summary>
    [Parameter]
    public EventCallback<AuthorizationResult> OnEnded { get; set; }

    [Inject]
    internal AuthorizationAttempts Attempts { get; init; } = default!;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<AuthorizationPanel> Logger { get; init; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    private string ProviderName => Context.Provider.Name;

    private AuthorizationWindow Window => _window ??= new AuthorizationWindow(JS, Disposed);

    /// <summary>Starts an attempt and opens the provider's window.</summary>
    internal async Task StartAsync(OwnerId owner, LinkCommand.Link command)
    {
        var starting = new ConnectState.Starting(command);
        Machine.Move(starting);
        await OnProgress.InvokeAsync(new ConnectProgress.Submitted());
        var outcome = await Attempts.TryStartAsync(owner, command, AttemptReturn.Popup, Disposed);
        if (outcome is not StartOutcome.Ready(var id, var ticket))
        {
            if (IsCurrent(starting))
            {
                await OnEnded.InvokeAsync(AuthorizationResult.OfStart(outcome));
            }

            return;
        }

        var isOpen = IsCurrent(starting) && await Window.OpenAsync(ticket);
        if (!IsCurrent(starting))
        {
            // Cancelled, or the page was left, before it had begun.
            await Attempts.TryCancelAsync(owner, Context, id);
            await Window.CloseAsync();
            return;
        }

        // Only now is anything offered: what was pressed before would not know whether the window has used the ticket.
        var window =
            isOpen ? ProviderWindow.Open
            : Context.Embedded ? ProviderWindow.Unknown
            : ProviderWindow.Blocked;
        Machine.Move(new ConnectState.AtProvider(command, id, ticket, window));
        _ = PollAsync(owner, id);
    }

    /// <summary>The person is back in this tab: shows how the authorization went.</summary>
    /// <param name="restore">Enters again what was entered.</param>
    /// <returns>False where there is nothing to show.</returns>
    internal async Task<bool> ResumeAsync(OwnerId owner, Guid attempt, Action<EnteredCredential> restore)
    {
        if (await Attempts.TryFindReturnedAsync(owner, Context, attempt, Disposed) is not { } returned)
        {
            return false;
        }

        if (returned.Entered is { } entered)
        {
            restore(entered);
        }

        Machine.Move(new ConnectState.Finishing(attempt));
        await PollAsync(owner, attempt);
        return true;
    }

    /// <returns>The question, whose tokens wait in the store.</returns>
    internal ConnectState.Asking Ask(ReplacementQuestion question)
    {
        var (attempt, present, identity) = question;
        return new(new LinkOutcome.WouldReplace(present, identity), () => AnswerAsync(replace: true), () => AnswerAsync(replace: false));

        async Task<bool> AnswerAsync(bool replace)
        {
            if (!replace && await Attempts.TryAnswerAsync(Context, attempt, present, replace))
            {
                return true;
            }

            // Perhaps it was answered in another tab, or the store did not answer: the attempt tells.
            Machine.Move(new ConnectState.Finishing(attempt));
            _ = replace && await Attempts.TryAnswerAsync(Context, attempt, present, replace);
            await PollAsync(Context.Owner!.Value, attempt);
            return false;
        }
    }

    /// <summary>The page was loaded again while the person was asked.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (
            firstRender
            && Context is { Owner: { } owner, ReturningAttempt: null, MayReplace: true }
            && await Attempts.TryFindQuestionAsync(owner, Context, Disposed) is { } question
            && Machine.Current is ConnectState.Editing
        )
        {
            await OnEnded.InvokeAsync(new AuthorizationResult.Asked(question));
        }
    }

    private bool IsCurrent(ConnectState state) => !Disposed.IsCancellationRequested && ReferenceEquals(Machine.Current, state);

    private bool IsCurrent(Guid attempt) =>
        !Disposed.IsCancellationRequested && Machine.Current is ConnectState.Authorizing { AttemptId: { } id } && id == attempt;

    private async Task PollAsync(OwnerId owner, Guid attempt)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        var checks = 0;
        try
        {
            do
            {
                if (!IsCurrent(attempt))
                {
                    return;
                }

                var progress = await Attempts.TryFindAsync(owner, Context, attempt, Disposed);
                if (progress is { Status: not AttemptStatus.Pending } && await TryEndAsync(owner, progress))
                {
                    return;
                }

                if (IsCurrent(attempt))
                {
                    await DetectBlockedWindowAsync(progress, ++checks);
                }
            } while (await second.WaitForNextTickAsync(Disposed));
        }
        catch (OperationCanceledException) when (Disposed.IsCancellationRequested)
        {
            // Left the page. The authorization goes on, and what it links is there.
        }
        catch (Exception e)
        {
            // Nobody waits for this task.
            LogFailed(Logger, e, Context.Provider.Slug);
        }
    }

    /// <summary>Where the browser gives no tie to the window, the attempt tells whether it opened.</summary>
    private async Task DetectBlockedWindowAsync(AttemptProgress? progress, int checks)
    {
        if (Machine.Current is not ConnectState.AtProvider { Window: not ProviderWindow.Open } at)
        {
            return;
        }

        if (progress is { IsRedirected: true })
        {
            Machine.Move(at with { Window = ProviderWindow.Open });
        }
        else if (checks == ChecksBeforeBlocked)
        {
            Machine.Move(at with { Window = ProviderWindow.Blocked });
            await OnProgress.InvokeAsync(new ConnectProgress.WindowBlocked());
        }
    }

    /// <returns>False where the store does not tell what was linked; it is asked again.</returns>
    private async Task<bool> TryEndAsync(OwnerId owner, AttemptProgress ended)
    {
        if (await Attempts.TryReadEndAsync(owner, Context, ended, Disposed) is not { } result)
        {
            return false;
        }

        if (IsCurrent(ended.Id))
        {
            // Not waited for: a phone may have put this page to sleep while its person was at the provider.
            _ = Window.CloseAsync();
            await OnEnded.InvokeAsync(result);
        }

        return true;
    }

    /// <summary>With a new attempt: a ticket is good once, and nobody knows how far the other window came.</summary>
    private async Task OpenAgainAsync(ConnectState.AtProvider at)
    {
        if (IsCurrent(at) && Context.Owner is { } owner && await TryAbandonAsync(owner, at.Attempt))
        {
            await StartAsync(owner, at.Command);
        }
    }

    private async Task ContinueHereAsync(ConnectState.AtProvider at)
    {
        if (!IsCurrent(at) || Context.Owner is not { } owner)
        {
            return;
        }

        var ticket = at.Ticket;
        if (at.Window == ProviderWindow.Blocked)
        {
            Machine.Move(new ConnectState.Leaving());
        }
        else
        {
            // The window has used the ticket already.
            if (!await TryAbandonAsync(owner, at.Attempt))
            {
                return;
            }

            Machine.Move(new ConnectState.Leaving());
            var outcome = await Attempts.TryStartAsync(owner, at.Command, AttemptReturn.SameTab, Disposed);
            if (outcome is not StartOutcome.Ready(_, var fresh))
            {
                await OnEnded.InvokeAsync(AuthorizationResult.OfStart(outcome));
                return;
            }

            ticket = fresh;
        }

        await Window.ContinueHereAsync(ticket);
    }

    private async Task CancelAsync()
    {
        switch (Machine.Current)
        {
            case ConnectState.Starting:
                // What is being started finds that nobody waits for it.
                break;
            case ConnectState.AtProvider at when Context.Owner is { } owner:
                if (!await TryAbandonAsync(owner, at.Attempt))
                {
                    return;
                }

                break;
            default:
                return;
        }

        await OnEnded.InvokeAsync(new AuthorizationResult.Cancelled());
    }

    /// <returns>False where the attempt is no longer waited for, or the person is back already; how that ends is shown in a
    /// moment.</returns>
    private async Task<bool> TryAbandonAsync(OwnerId owner, Guid attempt)
    {
        await Attempts.TryCancelAsync(owner, Context, attempt);
        var isReturned = await Attempts.TryFindAsync(owner, Context, attempt, Disposed) is { Status: not AttemptStatus.Cancelled };
        if (!IsCurrent(attempt))
        {
            return false;
        }

        if (isReturned)
        {
            Machine.Move(new ConnectState.Finishing(attempt));
            return false;
        }

        _ = Window.CloseAsync();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of an authorization at {Provider} could not be shown")]
    private static partial void LogFailed(ILogger logger, Exception exception, string provider);
}
