using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Api;
using Hub.Web.Components.Linking;
using Hub.Web.Messages;
using Hub.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Connect;

/// <summary>
/// The connect page: who asks, the providers to choose from, the form, the end. The token comes from the browser's memory and stays in this
/// component's; nothing is recorded before the person presses Continue.
/// </summary>
public sealed partial class ConnectFlow : IAsyncDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private DotNetObjectReference<ConnectFlow>? _self;
    private ConnectBrowser? _browser;
    private BrowserState? _browserState;
    private ConnectScreen _screen = new ConnectScreen.Opening();
    private ConnectScreen _focused = new ConnectScreen.Opening();
    private bool _isBeginning;
    private string? _search;
    private ProviderCategory? _category;
    private string? _methodName;
    private int _round;

    // Shown once, in the first form.
    private Guid? _returningAttempt;

    // The form with which an account was linked last, and whether the page around this one was told.
    private ConnectScreen.Form? _linkedForm;
    private bool _isLinkedNotified;

    /// <summary>The visitor, as the rate limit counts them.</summary>
    [Parameter, EditorRequired]
    public required string Client { get; set; }

    /// <summary>
    /// In the page of another product, which gave the token and is told what happens. No browser is bound, and nobody has to be told who asks.
    /// </summary>
    [Parameter]
    public bool Embedded { get; set; }

    [Inject]
    public required SessionOpener Opener { get; init; }

    [Inject]
    public required ConnectionAttempts Attempts { get; init; }

    [Inject]
    public required AccountDirectory Directory { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    internal ConnectRateLimit RateLimit { get; init; } = default!;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required ConnectSessionMessages Texts { get; init; }

    [Inject]
    public required ILogger<ConnectFlow> Logger { get; init; }

    private ConnectBrowser Browser => _browser ??= new ConnectBrowser(JS, _disposed.Token);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _browserState = await Browser.OpenAsync(_self);
            _returningAttempt = _browserState.Attempt;
            await OpenAsync();
            StateHasChanged();
        }
        else if (_screen != _focused)
        {
            _focused = _screen;
            // The search box takes the focus by itself.
            if (_screen is not ConnectScreen.Picker)
            {
                await Browser.FocusHeadingAsync();
            }
        }
    }

    /// <summary>The browser's back or forward.</summary>
    /// <param name="slug">The provider that was chosen there; null where none was.</param>
    [JSInvokable]
    public void OnNavigated(string? slug)
    {
        var offer = _screen switch
        {
            ConnectScreen.Picker picker => picker.Offer,
            ConnectScreen.Form form => form.Offer,
            ConnectScreen.Done { Offer: { Grant.AllowsMore: true } more } => more,
            _ => null,
        };
        if (offer is not null)
        {
            Show(offer, slug);
            StateHasChanged();
        }
    }

    /// <summary>Reads what the link is for. Records nothing.</summary>
    private async Task OpenAsync()
    {
        _screen = await TryOpenAsync(token =>
            Embedded
                ? Opener.LookWithoutBeginningAsync(token, _browserState!.Browser, _disposed.Token)
                : Opener.LookAsync(token, _browserState!.Browser, _disposed.Token)
        );
        if (_screen is not ConnectScreen.Invitation)
        {
            await NotifyOpenedAsync();
        }
    }

    /// <summary>The person agreed: from now on the session is this browser's.</summary>
    private async Task BeginAsync()
    {
        if (_isBeginning)
        {
            return;
        }

        _isBeginning = true;
        _screen = await TryOpenAsync(token => Opener.BeginAsync(token, _browserState!.Browser, _disposed.Token));
        _isBeginning = false;
        await NotifyOpenedAsync();
    }

    private async Task<ConnectScreen> TryOpenAsync(Func<string?, Task<SessionOutcome>> open)
    {
        if (!RateLimit.MayTry(Client))
        {
            return new ConnectScreen.Ended(ConnectEnd.TooManyAttempts(Texts));
        }

        try
        {
            var outcome = await open(_browserState!.Token);
            if (outcome is SessionOutcome.Unknown)
            {
                RateLimit.Failed(Client);
            }

            return outcome is SessionOutcome.Open session ? await OpenAsync(session) : await EndAsync(outcome);
        }
        catch (Exception e) when (!_disposed.IsCancellationRequested)
        {
            LogNotOpened(Logger, e);
            return new ConnectScreen.Ended(ConnectEnd.Unavailable(Texts));
        }
    }

    private async Task<ConnectScreen> OpenAsync(SessionOutcome.Open session)
    {
        var (grant, hasBegun, issuer) = session;
        var offer = new ConnectOffer(grant, issuer, [.. Catalog.All.Where(grant.Allows)]);
        if (offer.Providers.Count == 0)
        {
            return new ConnectScreen.Ended(ConnectEnd.NothingOffered(Texts, offer.Owner));
        }

        if (!hasBegun && !Embedded)
        {
            return new ConnectScreen.Invitation(offer);
        }

        if (grant.AccountId is { } account)
        {
            offer = offer with { Replaced = await Directory.FindAsync(grant.Owner, account, _disposed.Token) };
            if (offer.Replaced?.Origin.Id != grant.Origin.Id)
            {
                // Unlinked, or another customer's by now.
                return new ConnectScreen.Ended(ConnectEnd.AccountGone(Texts, offer.Owner));
            }
        }

        if (offer.Find(_browserState!.Provider) is not { } provider)
        {
            return new ConnectScreen.Picker(offer);
        }

        var attempt = _returningAttempt;
        _returningAttempt = null;
        _methodName =
            attempt is not null && provider.FindMethod(AuthMethodKind.Oauth2AuthorizationCode) is { } method ? method.Kind.ToName() : null;
        return new ConnectScreen.Form(offer, provider, ++_round, _methodName is null ? null : attempt);
    }

    private async Task<ConnectScreen> EndAsync(SessionOutcome outcome) =>
        outcome is SessionOutcome.Ended(SessionState.Used, _, var issuer) && await FindLinkedAsync(issuer) is { } done ? done
        : Embedded ? new ConnectScreen.Ended(ConnectEnd.InFrame(Texts, outcome))
        : new ConnectScreen.Ended(ConnectEnd.Of(Texts, outcome));

    /// <returns>
    /// What was linked by the authorization from which the person returns; it was the one account that the link is for.
    /// </returns>
    private async Task<ConnectScreen.Done?> FindLinkedAsync(string? issuer)
    {
        if (
            _returningAttempt is not { } attempt
            || await Opener.LookBackAsync(_browserState!.Token, _browserState.Browser, _disposed.Token) is not { } grant
            || await Attempts.FindLinkedAsync(grant.Owner, grant, attempt, _disposed.Token) is not { } linked
        )
        {
            return null;
        }

        var provider = Catalog.Find(_browserState.Provider);
        return new ConnectScreen.Done(new ConnectOffer(grant, issuer, provider is null ? [] : [provider]), provider, linked);
    }

    private void Show(ConnectOffer offer, string? slug)
    {
        if (offer.Find(slug) is not { } provider)
        {
            (_screen, _methodName) = (new ConnectScreen.Picker(offer), null);
        }
        else if (_screen is not ConnectScreen.Form form || form.Provider != provider)
        {
            (_screen, _methodName) = (new ConnectScreen.Form(offer, provider, ++_round, ReturningAttempt: null), null);
        }
    }

    private async Task ChooseAsync(Provider provider)
    {
        // Presses queue: only the first one counts.
        if (_screen is ConnectScreen.Picker picker)
        {
            Show(picker.Offer, provider.Slug);
            await Browser.PushAsync(provider.Slug);
            await NotifyAsync("provider_selected");
        }
    }

    private async Task GoBackAsync() => await Browser.GoBackAsync();

    private async Task LinkAnotherAsync()
    {
        if (_screen is ConnectScreen.Done done)
        {
            Show(done.Offer, slug: null);
            if (_screen is ConnectScreen.Picker)
            {
                await Browser.PushAsync(slug: null);
            }
        }
    }

    // Not waited for: a phone may have put this page to sleep while its person was elsewhere, and the popup must come all the same.
    private void NotifyLinked(LinkOutcome.Linked linked)
    {
        (_linkedForm, _isLinkedNotified) = (_screen as ConnectScreen.Form, false);
        _ = TryNotifyLinkedAsync(linked);
    }

    private async Task TryNotifyLinkedAsync(LinkOutcome.Linked linked) =>
        _isLinkedNotified |= await Browser.TryNotifyAsync("linked", new { id = linked.AccountId, provider = _linkedForm?.Provider.Slug });

    private async Task ContinueAsync(Confirmation confirmation)
    {
        if (!_isLinkedNotified)
        {
            await TryNotifyLinkedAsync(confirmation.Linked);
        }

        if (_linkedForm is not { } form)
        {
            return;
        }

        _screen = new ConnectScreen.Done(form.Offer, form.Provider, confirmation.Linked);
        if (confirmation.Next is LinkedDialog.Next.LinkAnother)
        {
            await LinkAnotherAsync();
        }
        else if (Embedded && confirmation.Next is LinkedDialog.Next.Finish)
        {
            await CloseAsync();
        }
    }

    private string? ProviderSlug =>
        _screen switch
        {
            ConnectScreen.Form form => form.Provider.Slug,
            ConnectScreen.Done done => done.Provider?.Slug,
            _ => null,
        };

    private Task<bool> NotifyOpenedAsync() =>
        _screen is ConnectScreen.Ended(var end)
            ? Browser.TryNotifyAsync("ended", new { code = end.Code, message = end.Title })
            : NotifyAsync("opened");

    /// <summary>The form does not wait for it: where a phone has put this page to sleep, the call does not return.</summary>
    private void Notify(ConnectProgress progress) =>
        _ = progress switch
        {
            ConnectProgress.Submitted => NotifyAsync("submitted"),
            ConnectProgress.Failed(_, var outcome) => NotifyAsync("rejected", outcome is null ? "not_saved" : LinkErrors.CodeOf(outcome)),
            ConnectProgress.AuthorizationFailed(var code) => NotifyAsync("rejected", code),
            ConnectProgress.Cancelled => NotifyAsync("cancelled"),
            ConnectProgress.WindowBlocked => NotifyAsync("window_blocked"),
            _ => throw new UnreachableException(),
        };

    private Task<bool> NotifyAsync(string step, string? reason = null) =>
        Browser.TryNotifyAsync(step, new { provider = ProviderSlug, reason });

    private Task<bool> CloseAsync() => NotifyAsync("closed");

    public async ValueTask DisposeAsync()
    {
        // Not disposed: what is still running looks at it.
        await _disposed.CancelAsync();
        _self?.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A connect session could not be opened")]
    private static partial void LogNotOpened(ILogger logger, Exception exception);
}
