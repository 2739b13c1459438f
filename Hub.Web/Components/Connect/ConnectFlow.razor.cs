using System.Diagnostics;
using Hub.Core.Accounts;
using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Api;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Hub.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hub.Web.Components.Connect;

/// <summary>
/// What the connect page shows: whose request it is, the providers to choose from, the form, the end. The token comes from the browser's
/// memory and stays in this component's; nothing is recorded before the person presses Continue.
/// </summary>
public sealed partial class ConnectFlow : IAsyncDisposable
{
    private const int MostShown = 6;

    private readonly CancellationTokenSource _disposed = new();
    private DotNetObjectReference<ConnectFlow>? _self;
    private Screen _screen;
    private Screen _drawn;
    private Visit? _visit;
    private ConnectEnd? _end;
    private bool _beginning;

    private SessionGrant? _grant;
    private string? _issuer;
    private AccountRow? _replaced;
    private IReadOnlyList<Provider> _offered = [];
    private string? _search;
    private ProviderCategory? _category;
    private Provider? _provider;
    private string? _methodName;
    private LinkOutcome.Linked? _linked;
    private bool _told;

    // Told once, in the first form.
    private Guid? _returning;

    // Each form is a new one.
    private int _round;

    private enum Need
    {
        Key,
        SignIn,
        Either,
    }

    private enum Screen
    {
        Opening,
        Asking,
        Choosing,
        Entering,
        Finished,
        Over,
    }

    /// <summary>Who looks, as attempts are counted by.</summary>
    [Parameter, EditorRequired]
    public required string Client { get; set; }

    /// <summary>
    /// In the page of another product, which gave the token and is told what happens. No browser is bound, and nobody has to be told whose
    /// request it is.
    /// </summary>
    [Parameter]
    public bool Embedded { get; set; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

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
    public required ILogger<ConnectFlow> Logger { get; init; }

    /// <summary>What people need: a key, a sign-in at the provider, or either.</summary>
    private Need Needed =>
        _grant is not { } grant ? Need.Key
        : grant.Providers.Count == 0 || !_offered.SelectMany(grant.MethodsOf).Any(method => method.Flow is not null) ? Need.Key
        : _offered.SelectMany(grant.MethodsOf).All(method => method.Flow is not null) ? Need.SignIn
        : Need.Either;

    private string OneOffered => _offered.Count == 1 ? _offered[0].Name : "the provider";

    private string Asker => _issuer ?? "the product you come from";

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _visit = await JS.InvokeAsync<Visit>("hubConnect.open", _disposed.Token, _self);
            await OpenAsync();
            StateHasChanged();
        }
        else if (_screen != _drawn)
        {
            _drawn = _screen;
            // The search box takes the focus by itself.
            if (_screen is not Screen.Choosing)
            {
                await JS.InvokeVoidAsync("hubConnect.focus", _disposed.Token);
            }
        }
    }

    /// <summary>The browser's back or forward.</summary>
    /// <param name="slug">The provider that was chosen there; null where none was.</param>
    [JSInvokable]
    public void OnWentTo(string? slug)
    {
        if (_screen is Screen.Choosing or Screen.Entering || (_screen is Screen.Finished && _grant is { AllowsMore: true }))
        {
            Show(slug);
            StateHasChanged();
        }
    }

    /// <summary>Looks at what the link is good for. Records nothing.</summary>
    private async Task OpenAsync()
    {
        await TakeAsync(token =>
            Embedded
                ? Opener.LookWithoutBeginningAsync(token, _visit!.Browser, _disposed.Token)
                : Opener.LookAsync(token, _visit!.Browser, _disposed.Token)
        );
        if (_screen is not Screen.Asking)
        {
            await TellOpenedAsync();
        }
    }

    /// <summary>The person agreed: from now on it is this browser's.</summary>
    private async Task BeginAsync()
    {
        if (_beginning)
        {
            return;
        }

        _beginning = true;
        await TakeAsync(token => Opener.BeginAsync(token, _visit!.Browser, _disposed.Token));
        _beginning = false;
        await TellOpenedAsync();
    }

    private async Task TakeAsync(Func<string?, Task<SessionOutcome>> ask)
    {
        if (!RateLimit.MayTry(Client))
        {
            End(ConnectEnd.TooManyAttempts);
            return;
        }

        try
        {
            await TakeAsync(await ask(_visit!.Token));
        }
        catch (Exception e) when (!_disposed.IsCancellationRequested)
        {
            LogNotOpened(Logger, e);
            End(ConnectEnd.Trouble);
        }
    }

    private async Task TakeAsync(SessionOutcome outcome)
    {
        if (outcome is SessionOutcome.Unknown)
        {
            RateLimit.Failed(Client);
        }

        if (outcome is not SessionOutcome.Open(var grant, var begun, var issuer))
        {
            if (outcome is SessionOutcome.Ended(SessionState.Used, _, var asker) && await FindReturnedAsync() is { } linked)
            {
                (_linked, _issuer, _screen) = (linked, asker, Screen.Finished);
                return;
            }

            End(Embedded ? ConnectEnd.OfEmbedded(outcome) : ConnectEnd.Of(outcome));
            return;
        }

        (_grant, _issuer) = (grant, issuer);
        _offered = [.. Catalog.All.Where(grant.Allows)];
        if (_offered.Count == 0)
        {
            End(ConnectEnd.NothingOffered(grant.Origin.Name!));
            return;
        }

        if (!begun && !Embedded)
        {
            _screen = Screen.Asking;
            return;
        }

        if (grant.AccountId is { } account)
        {
            _replaced = await Directory.FindAsync(grant.Owner, account, _disposed.Token);
            if (_replaced?.Origin.Id != grant.Origin.Id)
            {
                // Unlinked, or another customer's by now.
                End(ConnectEnd.AccountGone(grant.Origin.Name!));
                return;
            }
        }

        Show(_visit!.Provider);
        if (_visit.Attempt is not null && _provider?.FindMethod(AuthMethodKind.Oauth2AuthorizationCode) is { } signIn)
        {
            (_methodName, _returning) = (signIn.Kind.ToName(), _visit.Attempt);
            _visit = new Visit
            {
                Token = _visit.Token,
                Browser = _visit.Browser,
                Provider = _visit.Provider,
                LeavesFocus = _visit.LeavesFocus,
            };
        }
    }

    /// <returns>What was linked by the sign-in from which the person comes back; it was the one account that the link is for.</returns>
    private async Task<LinkOutcome.Linked?> FindReturnedAsync()
    {
        if (
            _visit is not { Attempt: { } attempt }
            || await Opener.LookBackAsync(_visit.Token, _visit.Browser, _disposed.Token) is not { } grant
        )
        {
            return null;
        }

        (_grant, _provider) = (grant, Catalog.Find(_visit.Provider));
        return await Attempts.FindLinkedAsync(grant.Owner, grant, attempt, _disposed.Token);
    }

    private void Show(string? slug)
    {
        var provider = _offered.Count == 1 ? _offered[0] : _offered.FirstOrDefault(provider => provider.Slug == slug);
        if (provider != _provider || provider is null || _screen is Screen.Finished)
        {
            (_provider, _methodName, _round, _returning) = (provider, null, _round + 1, null);
        }

        _screen = provider is null ? Screen.Choosing : Screen.Entering;
    }

    private void End(ConnectEnd end) => (_screen, _end) = (Screen.Over, end);

    private async Task ChooseAsync(Provider provider)
    {
        // Of two clicks one counts.
        if (_screen is Screen.Choosing)
        {
            Show(provider.Slug);
            await JS.InvokeVoidAsync("hubConnect.go", _disposed.Token, provider.Slug);
            await TellAsync("provider_selected");
        }
    }

    private async Task BackAsync() => await JS.InvokeVoidAsync("hubConnect.back", _disposed.Token);

    private async Task LinkAnotherAsync()
    {
        if (_screen is Screen.Finished)
        {
            Show(slug: null);
            if (_provider is null)
            {
                await JS.InvokeVoidAsync("hubConnect.go", _disposed.Token, null);
            }
        }
    }

    private void Keep(LinkOutcome.Linked linked)
    {
        _linked = linked;
        // Not waited for: a phone may have put this page to sleep while its person signed in elsewhere, and the popup must come all the
        // same.
        _told = false;
        _ = TellLinkedAsync(linked);
    }

    private async Task TellLinkedAsync(LinkOutcome.Linked linked)
    {
        if (await TryTellAsync("linked", new { id = linked.AccountId, provider = _provider!.Slug }))
        {
            _told = true;
        }
    }

    private async Task GoOnAsync(Confirmation confirmation)
    {
        if (!_told)
        {
            await TellLinkedAsync(confirmation.Linked);
        }

        _screen = Screen.Finished;
        if (confirmation.Next is LinkedDialog.Next.LinkAnother)
        {
            await LinkAnotherAsync();
            return;
        }

        if (Embedded && confirmation.Next is LinkedDialog.Next.Finish)
        {
            await CloseAsync();
        }
    }

    private Task TellOpenedAsync() =>
        _screen is Screen.Over ? TryTellAsync("ended", new { code = _end!.Code, message = _end.Title }) : TellAsync("opened");

    /// <summary>The form does not wait for it: where a phone has put this page to sleep, the call does not return.</summary>
    private void Tell(ConnectProgress step) =>
        _ = step switch
        {
            ConnectProgress.Submitted => TellAsync("submitted"),
            ConnectProgress.Failed(var method, var outcome) => TellAsync(
                "rejected",
                outcome is null ? "not_saved" : OutcomeResults.ErrorOf(outcome, _provider, method, Validation)?.ErrorCode
            ),
            ConnectProgress.AuthorizationFailed(var code) => TellAsync("rejected", code),
            ConnectProgress.Cancelled => TellAsync("cancelled"),
            ConnectProgress.WindowBlocked => TellAsync("window_blocked"),
            _ => throw new UnreachableException(),
        };

    /// <summary>Tells whoever holds this page. Never a value of a field.</summary>
    private async Task TellAsync(string step, string? reason = null) =>
        await TryTellAsync(step, new { provider = _provider?.Slug, reason });

    /// <returns>False where the browser did not hear it.</returns>
    private async Task<bool> TryTellAsync(string type, object detail)
    {
        try
        {
            await JS.InvokeVoidAsync("hubConnect.tell", _disposed.Token, type, detail);
            return true;
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or InvalidOperationException or OperationCanceledException)
        {
            return false;
        }
    }

    private Task CloseAsync() => TellAsync("closed");

    private ConnectContext ContextOf(Provider provider, SessionGrant grant) =>
        new(provider, grant.Owner)
        {
            Session = grant,
            Replaces = grant.AccountId,
            Replaced = _replaced,
            ReturningAttempt = _returning,
            Embedded = Embedded,
        };

    private static string Until(DateTimeOffset at) =>
        at.UtcDateTime.TimeOfDay == TimeSpan.Zero ? Dates.Day(at.ToUniversalTime()) : Dates.Minute(at);

    public async ValueTask DisposeAsync()
    {
        // Not disposed: what is still running looks at it.
        await _disposed.CancelAsync();
        _self?.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A connect session could not be opened")]
    private static partial void LogNotOpened(ILogger logger, Exception exception);

    /// <summary>What the browser brings. No record: those print what they hold.</summary>
    internal sealed class Visit
    {
        public string? Token { get; init; }

        /// <summary>What only this browser has.</summary>
        public string Browser { get; init; } = "";

        /// <summary>The provider that was chosen before the page was loaded again, or by the page around this one.</summary>
        public string? Provider { get; init; }

        /// <summary>The sign-in from which the person comes back in this tab.</summary>
        public Guid? Attempt { get; init; }

        /// <summary>Whether the focus belongs to the page around this one.</summary>
        public bool LeavesFocus { get; init; }
    }
}
