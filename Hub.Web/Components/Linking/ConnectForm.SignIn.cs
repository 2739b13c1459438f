using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Authorization;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Linking;

/// <content>
/// Linking by signing in at the provider, in a window of its own or in this tab. How it went is asked of the attempt, once a second: it may
/// end
/// on another node, and nothing that the window says is believed.
/// </content>
public sealed partial class ConnectForm
{
    // With the first look at once: two seconds are enough for a page that only sends a form.
    private const int ChecksBeforeBlocked = 3;

    private UnderWay? _signIn;
    private Guid? _returned;

    private bool OffersAnother => (LinkedBefore || _linkedHere) && Replaces is null && Session is null;

    [Inject]
    public required AuthorizationStarter Starter { get; init; }

    [Inject]
    public required ConnectionAttempts Attempts { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Returning is { } attempt && attempt != _returned && Owner is { } owner && Method.Flow is not null)
        {
            _returned = attempt;
            await TakeUpAsync(owner, attempt);
        }
    }

    /// <summary>A form in which nothing is entered is not read: browsers let a window open only for a moment after the press.</summary>
    private Task<FormValues?> ReadPressedAsync() =>
        Method.Fields.Count > 0 || OffersAnother
            ? Reader.ReadSubmittedAsync(_form, _disposed.Token)
            : Task.FromResult<FormValues?>(FormValues.None);

    private async Task SignInAsync(OwnerId owner)
    {
        _signIn = new UnderWay();
        var under = _signIn;
        await Stepped.InvokeAsync(new LinkingStep.Submitted());
        var started = await TryStartAsync(owner, AttemptReturn.Popup);
        if (_signIn != under)
        {
            // Cancelled, or left, before it had begun.
            if (started is StartOutcome.Ready(var late, _))
            {
                await TryCancelAsync(owner, late);
            }

            return;
        }

        switch (started)
        {
            case null:
                _signIn = null;
                await Stepped.InvokeAsync(new LinkingStep.Refused(Method, Outcome: null));
                FocusNotice();
                break;
            case StartOutcome.Ready(var id, var ticket):
                under.Attempt = id;
                under.IsUnseen = !await JS.InvokeAsync<bool>("hubSignIn.open", _disposed.Token, ticket.Reveal());
                under.IsBlocked = under.IsUnseen && !Embedded;
                // Only now is anything offered: what was pressed before would not know whether the window has taken up the ticket.
                under.Ticket = ticket;
                _ = WaitAsync(owner, under);
                break;
            case StartOutcome.Refused(var reason):
                _signIn = null;
                await Stepped.InvokeAsync(new LinkingStep.Refused(Method, reason));
                await ShowAsync(reason);
                FocusNotice();
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Back in this tab: what was entered is entered again, and how it went is told.</summary>
    private async Task TakeUpAsync(OwnerId owner, Guid attempt)
    {
        try
        {
            if (
                await Attempts.FindAsync(owner, Session, attempt, _disposed.Token) is not { Status: not AttemptStatus.Cancelled } progress
                || progress.ProviderSlug != Provider.Slug
            )
            {
                return;
            }

            if (await Starter.FindEnteredAsync(owner, Session, attempt, _disposed.Token) is var (entered, asAnother))
            {
                _asAnother = asAnother;
                foreach (var field in Method.Fields)
                {
                    _values[field.Key] = entered.Reveal(field.Key);
                }
            }
        }
        catch (Exception e) when (!_disposed.IsCancellationRequested)
        {
            // What was linked is found in Accounts all the same.
            LogNotSaved(Logger, e, Provider.Slug);
            return;
        }

        _round++;
        _signIn = new UnderWay { Attempt = attempt, IsFinishing = true };
        StateHasChanged();
        await WaitAsync(owner, _signIn);
        // Not before: a popup does not outlive a change of the address.
        if (!_disposed.IsCancellationRequested)
        {
            await Returned.InvokeAsync();
        }
    }

    private async Task WaitAsync(OwnerId owner, UnderWay under)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        try
        {
            do
            {
                if (_signIn != under)
                {
                    return;
                }

                var progress = await LookAsync(owner, under);
                if (progress is { Status: not AttemptStatus.Pending } && await TryEndAsync(owner, under, progress))
                {
                    return;
                }

                if (under.IsUnseen && _signIn == under)
                {
                    await DetectBlockedWindowAsync(under, progress);
                }
            } while (await second.WaitForNextTickAsync(_disposed.Token));
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
        {
            // Left the page. The sign-in goes on, and what it links is there.
        }
        catch (Exception e)
        {
            // Nobody waits for this task; the page is still to be of use.
            LogNotSaved(Logger, e, Provider.Slug);
            _confirming = false;
        }
    }

    /// <summary>Where the browser gives no tie to the window, the attempt tells whether it opened.</summary>
    private async Task DetectBlockedWindowAsync(UnderWay under, AttemptProgress? progress)
    {
        if (progress is { IsRedirected: true })
        {
            (under.IsUnseen, under.IsBlocked) = (false, false);
            StateHasChanged();
        }
        else if (++under.Looks == ChecksBeforeBlocked)
        {
            under.IsBlocked = true;
            StateHasChanged();
            await Stepped.InvokeAsync(new LinkingStep.WindowBlocked());
        }
    }

    /// <returns>Null where the store does not answer; it is asked again.</returns>
    private async Task<AttemptProgress?> LookAsync(OwnerId owner, UnderWay under)
    {
        try
        {
            return await Attempts.FindAsync(owner, Session, under.Attempt, _disposed.Token)
                ?? new AttemptProgress(
                    under.Attempt,
                    AttemptStatus.Expired,
                    Provider.Slug,
                    AccountId: null,
                    ErrorCode: null,
                    ErrorDescription: null
                );
        }
        catch (Exception e) when (!_disposed.IsCancellationRequested)
        {
            LogNotSaved(Logger, e, Provider.Slug);
            return null;
        }
    }

    /// <returns>False where the store does not tell what was linked; it is asked again.</returns>
    private async Task<bool> TryEndAsync(OwnerId owner, UnderWay under, AttemptProgress ended)
    {
        LinkOutcome.Linked? linked;
        try
        {
            linked =
                ended.Status == AttemptStatus.Authenticated
                    ? await Attempts.FindLinkedAsync(owner, Session, ended.Id, _disposed.Token)
                    : null;
        }
        catch (Exception e) when (!_disposed.IsCancellationRequested)
        {
            LogNotSaved(Logger, e, Provider.Slug);
            return false;
        }

        if (_signIn == under)
        {
            _signIn = null;
            // Not waited for: a phone may have put this page to sleep while its person was at the provider.
            _ = CloseWindowAsync();
            await EndAsync(ended, linked);
        }

        return true;
    }

    private async Task CloseWindowAsync()
    {
        try
        {
            await JS.InvokeVoidAsync("hubSignIn.close");
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // It says itself that it can be closed.
        }
    }

    private async Task EndAsync(AttemptProgress ended, LinkOutcome.Linked? linked)
    {
        switch (ended.Status)
        {
            case AttemptStatus.Authenticated when linked is not null:
                await ConfirmAsync(linked);
                return;
            case AttemptStatus.Authenticated:
                _notice = new Notice("This account is no longer there", "It was linked, and unlinked in the meantime.");
                break;
            case AttemptStatus.Error:
                var code = ended.ErrorCode ?? "provider_error";
                _notice = new Notice(SignInWords.TitleOf(code, Provider.Name), ended.ErrorDescription ?? "Nothing was saved.")
                {
                    IsError = code is "client_rejected" or "not_saved" or "wrong_provider",
                };
                await Stepped.InvokeAsync(new LinkingStep.SignInFailed(code));
                break;
            case AttemptStatus.Expired:
                _notice = new Notice(
                    "The sign-in took too long",
                    $"After {ConnectionAttempt.Lifetime.TotalMinutes:0} minutes it is over. Nothing was saved, and what you entered is "
                        + $"still here: press the button to sign in once more."
                );
                await Stepped.InvokeAsync(new LinkingStep.SignInFailed("expired"));
                break;
            default:
                _notice = new Notice("Cancelled", "Nothing was saved. What you entered is still here.");
                await Stepped.InvokeAsync(new LinkingStep.Cancelled());
                break;
        }

        FocusNotice();
    }

    /// <summary>With a new attempt: a ticket is good once, and nobody knows how far the other window came.</summary>
    private async Task OpenAgainAsync(UnderWay under)
    {
        if (_signIn == under && Owner is { } owner && await GiveUpAsync(owner, under))
        {
            await SignInAsync(owner);
        }
    }

    private async Task OpenHereAsync(UnderWay under)
    {
        if (_signIn != under || Owner is not { } owner)
        {
            return;
        }

        var ticket = under.Ticket!;
        if (under.IsBlocked)
        {
            _signIn = null;
        }
        else
        {
            // The window has taken up the ticket already.
            if (!await GiveUpAsync(owner, under))
            {
                return;
            }

            _connecting = true;
            switch (await TryStartAsync(owner, AttemptReturn.SameTab))
            {
                case null:
                    _connecting = false;
                    FocusNotice();
                    return;
                case StartOutcome.Ready(_, var fresh):
                    ticket = fresh;
                    break;
                case StartOutcome.Refused(var reason):
                    _connecting = false;
                    await ShowAsync(reason);
                    FocusNotice();
                    return;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        _connecting = true;
        await JS.InvokeVoidAsync("hubSignIn.openHere", _disposed.Token, ticket.Reveal());
    }

    /// <returns>Null where the store does not answer; the notice says so.</returns>
    private async Task<StartOutcome?> TryStartAsync(OwnerId owner, AttemptReturn end)
    {
        try
        {
            return await Starter.StartAsync(owner, BuildRequest(), end, attemptId: null, _disposed.Token);
        }
        catch (Exception e) when (!_disposed.IsCancellationRequested)
        {
            LogNotSaved(Logger, e, Provider.Slug);
            _notice = new Notice(
                "Hub could not begin the sign-in",
                "Its database did not answer. What you entered is still here. Try again in a moment; if it stays like this, tell "
                    + "Hub's operator."
            )
            {
                IsError = true,
            };
            return null;
        }
    }

    /// <summary>Where the store does not answer, the attempt ends by itself when its time is over.</summary>
    private async Task TryCancelAsync(OwnerId owner, Guid attempt)
    {
        try
        {
            await Attempts.CancelAsync(owner, Session, attempt, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotSaved(Logger, e, Provider.Slug);
        }
    }

    /// <returns>False where the person is back from the provider already; how that ends is told in a moment.</returns>
    private async Task<bool> GiveUpAsync(OwnerId owner, UnderWay under)
    {
        await TryCancelAsync(owner, under.Attempt);
        if (await LookAsync(owner, under) is { Status: not AttemptStatus.Cancelled })
        {
            under.IsFinishing = true;
            return false;
        }

        if (_signIn != under)
        {
            return false;
        }

        _signIn = null;
        _ = CloseWindowAsync();
        return true;
    }

    private async Task CancelSignInAsync()
    {
        if (_signIn is { } under && Owner is { } owner)
        {
            if (under.Attempt == Guid.Empty)
            {
                // What is being started finds that nobody waits for it.
                _signIn = null;
            }
            else if (!await GiveUpAsync(owner, under))
            {
                return;
            }

            _notice = new Notice("Cancelled", "Nothing was saved. What you entered is still here.");
            await Stepped.InvokeAsync(new LinkingStep.Cancelled());
            FocusNotice();
        }
    }

    /// <summary>A sign-in that is waited for.</summary>
    private sealed class UnderWay
    {
        public Guid Attempt { get; set; }

        /// <summary>With it the browser sets out, once.</summary>
        public Secret? Ticket { get; set; }

        /// <summary>
        /// The browser blocked the window; or it opened it, and the page around a frame cut the tie to it (Cross-Origin-Opener-Policy).
        /// </summary>
        public bool IsUnseen { get; set; }

        /// <summary>How often the attempt was looked at meanwhile.</summary>
        public int Looks { get; set; }

        public bool IsBlocked { get; set; }

        /// <summary>The person is back; only Hub still works on it.</summary>
        public bool IsFinishing { get; set; }
    }
}
