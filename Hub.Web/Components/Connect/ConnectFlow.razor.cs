using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Api;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Hub.Web.Embed;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Hub.Web.Components.Connect;

/// <summary>
/// The connect page: who asks, the providers to choose from, the form, the end. The token comes from the browser's memory and stays in this
/// component's; nothing is recorded before the person presses Continue.
/// </summary>
public sealed partial class ConnectFlow : IAsyncDisposable
{
    /// <summary>A frame with all providers would be several screens high, and the page around it jumps when it shrinks again.</summary>
    private const int FramedProviders = 12;

    private readonly CancellationTokenSource _disposed = new();
    private DotNetObjectReference<ConnectFlow>? _self;
    private ConnectBrowser? _browser;
    private BrowserState? _browserState;
    private ConnectScreen _screen = new ConnectScreen.Opening();
    private ConnectScreen _focused = new ConnectScreen.Opening();
    private bool _isBeginning;
    private string? _search;
    private ProviderCategory? _category;
    private Provider? _previous;
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
    /// In the page of another product, which gave the token and is told what happens. No browser is bound, and nobody has to be told who
    /// asks.
    /// </summary>
    [Parameter]
    public bool Embedded { get; set; }

    [Inject]
    internal ConnectOpener Opener { get; init; } = default!;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ConnectSessionMessages Texts { get; init; }

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
            var before = _focused;
            _focused = _screen;
            // The picker takes the focus by itself, but for a part of another product's page that has just opened.
            if (_screen is not ConnectScreen.Picker || (_browserState is { LeavesFocus: true } && before is ConnectScreen.Done))
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

    /// <summary>The person closes the modal around this page, and typed something.</summary>
    /// <returns>False where they keep it open.</returns>
    [JSInvokable]
    public Task<bool> ConfirmCloseAsync() =>
        ConfirmDialog.AskAsync(
            Dialogs,
            new ConfirmQuestion(Texts.DiscardTitle, Texts.Discard, Texts.DiscardText) { Cancel = Texts.KeepEditing, IsDestructive = false }
        );

    /// <summary>Reads what the link is for. Records nothing.</summary>
    private async Task OpenAsync()
    {
        var opening = await Opener.LookAsync(_browserState!, Client, Embedded, _disposed.Token);
        if (
            opening is ConnectOpening.Offered({ Grant.Locale: { } locale }, _)
            && (Language.Find(locale) ?? Language.English) != Language.Current
            && await Browser.SpeakAsync(locale)
        )
        {
            // The page is loaded again.
            return;
        }

        _screen = ScreenOf(opening);
        if (_screen is not ConnectScreen.Invitation)
        {
            await NotifyOpenedAsync();
        }
    }

    /// <summary>The person agreed: from now on the session is this browser's.</summary>
    private async Task BeginAsync()
    {
        if (_isBeginning || _screen is not ConnectScreen.Invitation)
        {
            return;
        }

        _isBeginning = true;
        _screen = ScreenOf(await Opener.BeginAsync(_browserState!, Client, Embedded, _disposed.Token));
        _isBeginning = false;
        await NotifyOpenedAsync();
    }

    private ConnectScreen ScreenOf(ConnectOpening opening) =>
        opening switch
        {
            ConnectOpening.Offered(var offer, HasBegun: false) => new ConnectScreen.Invitation(offer),
            ConnectOpening.Offered(var offer, _) => FirstScreenOf(offer),
            ConnectOpening.Linked(var offer, var provider, var linked) => new ConnectScreen.Done(
                offer,
                provider,
                provider?.FindAuthorizationCodeMethod(),
                linked
            ),
            ConnectOpening.Ended(var end) => new ConnectScreen.Ended(end),
            _ => throw new UnreachableException(),
        };

    private ConnectScreen FirstScreenOf(ConnectOffer offer)
    {
        if (offer.Find(_browserState!.Provider) is not { } provider)
        {
            return new ConnectScreen.Picker(offer);
        }

        var method = provider.FindMethod(AuthMethodKind.Oauth2AuthorizationCode);
        var attempt = method is null ? null : _returningAttempt;
        _returningAttempt = null;
        _methodName = attempt is null ? null : method!.Kind.ToName();
        return new ConnectScreen.Form(offer, provider, ++_round, attempt);
    }

    private void Show(ConnectOffer offer, string? slug)
    {
        if (offer.Find(slug) is not { } provider)
        {
            _previous = (_screen as ConnectScreen.Form)?.Provider;
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

    /// <summary>Reads what is stored of the account by now. What was entered stays in the form.</summary>
    private async Task ReloadAsync()
    {
        var opening = await Opener.LookAsync(_browserState!, Client, Embedded, _disposed.Token);
        if (_screen is ConnectScreen.Form form)
        {
            _screen = opening is ConnectOpening.Offered(var offer, HasBegun: true) ? form with { Offer = offer } : ScreenOf(opening);
        }
    }

    private async Task GoBackAsync() => await Browser.GoBackAsync();

    private async Task LinkAnotherAsync()
    {
        if (_screen is ConnectScreen.Done done)
        {
            await EnsureNotifiedAsync(done.Linked);
            Show(done.Offer, slug: null);
            if (_screen is ConnectScreen.Picker)
            {
                await Browser.PushAsync(slug: null);
            }
        }
    }

    // Not waited for: a phone may have put this page to sleep while its person was elsewhere, and the confirmation must come all the same.
    private void NotifyLinked(LinkOutcome.Linked linked)
    {
        (_linkedForm, _isLinkedNotified) = (_screen as ConnectScreen.Form, false);
        _ = TryNotifyLinkedAsync(linked);
    }

    private async Task TryNotifyLinkedAsync(LinkOutcome.Linked linked) =>
        _isLinkedNotified |= await Browser.TryNotifyAsync(
            "linked",
            new
            {
                id = linked.AccountId,
                provider = _linkedForm?.Provider.Slug,
                provider_name = _linkedForm?.Provider.Name,
            }
        );

    private async Task EnsureNotifiedAsync(LinkOutcome.Linked linked)
    {
        if (_linkedForm is not null && !_isLinkedNotified)
        {
            await TryNotifyLinkedAsync(linked);
        }
    }

    private void Confirm(Confirmation confirmation)
    {
        if (_linkedForm is { } form)
        {
            _screen = new ConnectScreen.Done(form.Offer, form.Provider, confirmation.Method, confirmation.Linked);
        }
    }

    private async Task FinishAsync()
    {
        if (_screen is ConnectScreen.Done done)
        {
            await EnsureNotifiedAsync(done.Linked);
        }

        await CloseAsync();
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
            ? Browser.TryNotifyAsync("ended", new { code = end.Code, message = EmbedErrors.MessageOf(end.Code) })
            : NotifyAsync("opened");

    /// <summary>The form does not wait for it: where a phone has put this page to sleep, the call does not return.</summary>
    private void Notify(ConnectProgress progress) =>
        _ = progress switch
        {
            ConnectProgress.Submitted => NotifyAsync("submitted"),
            ConnectProgress.Failed(var outcome) => NotifyAsync("rejected", outcome is null ? "not_saved" : LinkErrors.CodeOf(outcome)),
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
}
