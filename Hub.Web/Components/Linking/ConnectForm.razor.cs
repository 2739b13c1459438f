using System.Diagnostics.CodeAnalysis;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Linking;

/// <summary>
/// The wizard's second step: fields and guide, Connect, progress, confirmation. For a signed-in owner and for whoever comes with a
/// connect session alike; it goes nowhere by itself, but tells the page around it.
/// </summary>
public sealed partial class ConnectForm : IDisposable
{
    // Not the key of a field: those have no space.
    private const string AsAnother = "as another";

    // As they were last read. They stay in this component's memory alone: they hold credentials.
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CredentialInput?> _inputs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _disposed = new();

    private CancellationTokenSource? _attempt;
    private AuthMethod? _method;
    private CredentialValidator? _validator;
    private bool _connecting;
    private bool _confirming;
    private ElementReference _form;
    private ElementReference _noticeElement;
    private FocusRequest? _focus;

    // With another one the inputs are new, and start with the values.
    private int _round;
    private bool _asAnother;
    private bool _linkedHere;
    private LinkStage _stage;
    private Notice? _notice;
    private int? _helpfulStep;
    private LinkOutcome.Linked? _linked;
    private ThrottledValues? _throttled;

    // As far as is known: what people edit is only known once the form is read.
    private bool _showsThrottled;

    /// <summary>Another one needs a form of its own: nothing that was typed for one may reach the next.</summary>
    [Parameter, EditorRequired]
    public required Provider Provider { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Whose account it becomes; null while that is not known, or no longer.</summary>
    [Parameter, EditorRequired]
    public OwnerId? Owner { get; set; }

    /// <summary>What permits it; null where the owner is signed in.</summary>
    [Parameter]
    public SessionGrant? Session { get; set; }

    /// <summary>The account that gets a new key; null to link one.</summary>
    [Parameter]
    public Guid? Replaces { get; set; }

    /// <summary>That account, where it is still there and the owner's.</summary>
    [Parameter]
    public AccountRow? Replaced { get; set; }

    /// <summary>What people are offered at all. Of a session, it is part of what permits it.</summary>
    [Parameter]
    public AvailableMethods Offered { get; set; } = AvailableMethods.KeysOnly;

    /// <summary>A sign-in in this tab from which the person comes back; null where they do not.</summary>
    [Parameter]
    public Guid? Returning { get; set; }

    /// <summary>How that sign-in went was told: it is not to be told again.</summary>
    [Parameter]
    public EventCallback Returned { get; set; }

    /// <summary>In a frame, which no provider lets itself be shown in.</summary>
    [Parameter]
    public bool Embedded { get; set; }

    /// <summary>Whether the owner has an account at the provider.</summary>
    [Parameter]
    public bool LinkedBefore { get; set; }

    /// <summary>The auth method that is chosen, by its name in the provider file; the provider's or account's own unless given.</summary>
    [Parameter]
    public string? MethodName { get; set; }

    [Parameter]
    public EventCallback<string> MethodNameChanged { get; set; }

    /// <summary>Another step was taken.</summary>
    [Parameter]
    public EventCallback<LinkingStep> Stepped { get; set; }

    /// <summary>The account is stored; the popup is about to say so.</summary>
    [Parameter]
    public EventCallback<LinkOutcome.Linked> Linked { get; set; }

    /// <summary>The popup was closed.</summary>
    [Parameter]
    public EventCallback<Confirmation> Confirmed { get; set; }

    /// <summary>Says in the form, once the popup is closed, what the popup said.</summary>
    [Parameter]
    public RenderFragment<LinkOutcome.Linked>? Done { get; set; }

    [Inject]
    public required IAccountLinker Linker { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<ConnectForm> Logger { get; init; }

    private AuthMethod Method => _method!;

    private IReadOnlyList<AuthMethod> Methods => Session is null ? [.. Offered.Of(Provider)] : [.. Session.MethodsOf(Provider)];

    private bool Busy => _connecting || _signIn is not null;

    private bool MayConnect => !Busy && !_confirming;

    private IReadOnlyList<RadioChoice.RadioOption> MethodOptions =>
        [
            .. Methods.Select(method => new RadioChoice.RadioOption(
                method.Kind.ToName(),
                method.Label,
                method != OwnMethod ? null
                    : Replaced is null ? "Recommended"
                    : "In use"
            )),
        ];

    /// <summary>How the account is linked that gets a new key, else what the provider file names first.</summary>
    private AuthMethod OwnMethod => Methods.FirstOrDefault(method => method.Kind == Replaced?.AuthMethod) ?? Methods[0];

    private string ProgressText => _stage == LinkStage.Contacting ? $"Contacting {Provider.Name}…" : "Key accepted. Saving…";

    /// <summary>In how many seconds the throttled values may be sent again.</summary>
    private int Wait => _throttled is { } throttled ? (int)Math.Ceiling(Math.Max((throttled.Until - Time.GetUtcNow()).TotalSeconds, 0)) : 0;

    /// <summary>Connect is off until the time is up, or until other values are entered.</summary>
    private bool MustWait => _showsThrottled && Wait > 0;

    private string WaitText =>
        TimeSpan.FromSeconds(Wait) is { TotalMinutes: >= 1 } long_ ? $"{(int)long_.TotalMinutes} min {long_.Seconds} s" : $"{Wait} s";

    /// <summary>What stays typed are the values of fields that both methods have.</summary>
    protected override void OnParametersSet()
    {
        var method = Methods.FirstOrDefault(method => method.Kind.ToName() == MethodName) ?? OwnMethod;
        if (method == _method)
        {
            return;
        }

        _method = method;
        _validator = new CredentialValidator(method);
        _showsThrottled = false;
        ClearProblems();
        if (method.RegionAt(Replaced?.Address) is { } region)
        {
            _values.TryAdd(method.RegionField!.Key, region.Value);
        }
    }

    private void Choose(ProviderField field, string value)
    {
        _values[field.Key] = value;
        Edit(field);
    }

    private void Edit(ProviderField field)
    {
        _errors.Remove(field.Key);
        _showsThrottled = false;
    }

    private async Task SwitchAsync(string methodName)
    {
        if (await Reader.ReadAsync(_form, _disposed.Token) is { } read)
        {
            Keep(read);
        }

        await MethodNameChanged.InvokeAsync(methodName);
    }

    private async Task LeaveAsync(ProviderField field)
    {
        if (!Busy && await Reader.ReadAsync(_form, _disposed.Token) is { } read && !Busy)
        {
            Keep(read);
            Clean(field);
            _showsThrottled = _showsThrottled && IsThrottled;
            // An empty field that somebody passes by is no mistake yet; Connect tells.
            if (
                !string.IsNullOrEmpty(_values.GetValueOrDefault(field.Key))
                && _validator!.FindErrors(Method.Clean(Values)).TryGetValue(field.Key, out var error)
            )
            {
                _errors[field.Key] = Validation.Of(error);
            }
        }
    }

    private void Keep(FormValues read)
    {
        foreach (var field in Method.Fields)
        {
            // What was never filled in is not sent.
            if (read[field.Key] is { } value && (value.Length > 0 || field.Initial is not null || _values.ContainsKey(field.Key)))
            {
                _values[field.Key] = value;
            }
        }

        _asAnother = read[AsAnother] is not null;
    }

    /// <summary>What is left of the values once they are cleaned is also what is shown.</summary>
    private void Clean(params IEnumerable<ProviderField> fields)
    {
        var corrections = new List<FormReader.Correction>();
        foreach (var field in fields)
        {
            if (_values.TryGetValue(field.Key, out var value) && field.Clean(value) is var clean && clean != value)
            {
                _values[field.Key] = clean;
                corrections.Add(new FormReader.Correction(field.Key, value, clean));
            }
        }

        _ = Reader.ShowAsync(_form, corrections, _disposed.Token);
    }

    private async Task ConnectAsync()
    {
        // Clicks queue: a second one may arrive before the button is redrawn, or while the first one's values are read.
        if (!MayConnect || await ReadPressedAsync() is not { } read || !MayConnect || Owner is not { } owner)
        {
            return;
        }

        Keep(read);
        Clean(Method.Fields);
        ClearProblems();
        _linked = null;
        if (IsThrottled)
        {
            _notice = _throttled!.Notice;
            _showsThrottled = true;
            FocusNotice();
            return;
        }

        if (Method.Flow is not null)
        {
            await SignInAsync(owner);
            return;
        }

        _connecting = true;
        _stage = LinkStage.Contacting;
        using var attempt = new CancellationTokenSource();
        _attempt = attempt;
        await Stepped.InvokeAsync(new LinkingStep.Submitted());
        LinkOutcome? outcome = null;
        Notice? failure = null;
        try
        {
            outcome = await Linker.LinkAsync(owner, BuildRequest(), new Progress<LinkStage>(stage => Show(attempt, stage)), attempt.Token);
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested)
        {
            failure = new Notice("Cancelled", "Nothing was saved. What you entered is still here.");
        }
        catch (Exception e)
        {
            // The store is out of order. What the user typed must survive it, so the circuit's error page will not do.
            LogNotSaved(Logger, e, Provider.Slug);
            failure = new Notice(
                "Hub could not save the account",
                "Its database did not accept it. Nothing was saved, and what you entered is still here. Try again in a moment; if it "
                    + "stays like this, tell Hub's operator."
            )
            {
                IsError = true,
            };
        }

        if (_attempt != attempt)
        {
            // Abandoned: the page shows something else by now, or is gone.
            return;
        }

        _attempt = null;
        _connecting = false;
        _notice = failure;
        if (outcome is not LinkOutcome.Linked)
        {
            await Stepped.InvokeAsync(
                outcome is null && failure is { IsError: false } ? new LinkingStep.Cancelled() : new LinkingStep.Refused(Method, outcome)
            );
        }

        if (outcome is not null)
        {
            await ShowAsync(outcome);
        }

        FocusNotice();
    }

    private void FocusNotice()
    {
        if (_notice is not null)
        {
            // Where Cancel was is Connect now; without this the focus would be nowhere.
            Focus(() => _noticeElement.FocusAsync());
        }
    }

    private void Focus(Func<ValueTask> move)
    {
        _focus = new FocusRequest(move);
        StateHasChanged();
    }

    /// <summary>Of the values that were entered, those of the chosen method.</summary>
    private CredentialValues Values =>
        new(
            _values
                .Where(pair => Method.Find(pair.Key) is not null)
                .ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal)
        );

    private LinkRequest BuildRequest() => new(Provider.Slug, Method.Kind, Values, _asAnother, Replaces, Session);

    [SuppressMessage("Usage", "MA0040", Justification = "Cancels the very token.")]
    private void Cancel() => _attempt?.Cancel();

    /// <summary>Cancels, and nothing of how the attempt ends is shown.</summary>
    private void Abandon()
    {
        Cancel();
        _attempt = null;
        _connecting = false;
    }

    private void Show(CancellationTokenSource attempt, LinkStage stage)
    {
        if (_attempt == attempt)
        {
            _stage = stage;
            StateHasChanged();
        }
    }

    private async Task ShowAsync(LinkOutcome outcome)
    {
        switch (outcome)
        {
            case LinkOutcome.Linked linked:
                await ConfirmAsync(linked);
                break;
            case LinkOutcome.Refused refused:
                var refusal = Refusal.From(Provider, Method, refused);
                _notice = refusal.Notice;
                _helpfulStep = refusal.GuideStep;
                if (refusal.FieldKey is { } key)
                {
                    PointAt(key, refusal.FieldMessage!);
                }

                if (refusal.Wait is { } wait)
                {
                    _throttled = new ThrottledValues(Method, Sent(), Time.GetUtcNow() + wait, refusal.Notice!);
                    _showsThrottled = true;
                    _ = CountDownAsync(_throttled);
                }

                break;
            case LinkOutcome.Invalid(var errors):
                foreach (var (field, error) in errors)
                {
                    _errors[field] = Validation.Of(error);
                }

                Focus(Method.Fields.First(field => errors.ContainsKey(field.Key)).Key);
                break;
            case LinkOutcome.AccountGone:
                _notice = new Notice(
                    "This account is no longer there",
                    "It was unlinked in the meantime. Nothing was saved."
                        + (
                            Session is null
                                ? " To link it again, choose “Link account”; what you entered is still here to copy."
                                : " Whoever sent you the link knows what to do."
                        )
                );
                break;
            case LinkOutcome.OtherIdentity(var accountName, var identity) when identity == ProviderIdentity.Unknown:
                _notice = new Notice(
                    $"{Provider.Name} does not say whose key this is",
                    $"So it cannot replace {accountName}'s. Nothing was saved. Give the key the right that the guide asks for{OrAlone("it")}."
                );
                break;
            case LinkOutcome.OtherIdentity(var accountName, var identity):
                _notice = new Notice(
                    "This key belongs to another account",
                    $"It is {identity.DisplayName(Provider.Name)}'s, not {accountName}'s. Nothing was saved. Enter a key of {accountName}{OrAlone("this one")}."
                );
                break;
            case LinkOutcome.ProviderUnknown when Method.Flow is not null:
                _notice = new Notice(
                    $"Signing in at {Provider.Name} is no longer offered",
                    "Hub's operator took away what it needs. Nothing was saved. Load the page again to see what is offered now."
                );
                break;
            case LinkOutcome.ProviderUnknown:
                _notice = new Notice("This provider is no longer offered", "Hub's operator took it out of the catalog.");
                break;
            case LinkOutcome.TooManyAttempts:
                _notice = new Notice(
                    "Too many attempts",
                    "Hub verifies only so many keys a minute for one person. Nothing was saved, and what you entered is still here: "
                        + "wait a minute, then press Connect."
                );
                break;
            case LinkOutcome.SessionEnded(var state):
                _notice = new Notice(
                    state == SessionState.Expired ? "This link has expired"
                        : state == SessionState.Used ? "This link was used already"
                        : "This link was withdrawn",
                    "Nothing was saved. Ask whoever sent it for a new one; what you entered is still here to copy."
                );
                break;
            case LinkOutcome.OwnerNotAllowed when Session is not null:
                _notice = new Notice("This link is no longer good", "Whoever sent it is not here any more. Nothing was saved.");
                break;
            case LinkOutcome.OwnerNotAllowed:
                _notice = new Notice("Your sign-in has ended", "Nothing was saved. What you entered stays here.") { SignIn = true };
                break;
            case LinkOutcome.KeyRingDoesNotFit:
                _notice = new Notice(
                    "Hub's key ring does not fit",
                    "Hub cannot store keys safely at the moment. Nothing was saved. Tell Hub's operator; what you entered is still "
                        + "here to copy."
                );
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task ConfirmAsync(LinkOutcome.Linked linked)
    {
        // The key has done its work; it must not stay in memory behind the popup.
        _values.Clear();
        _throttled = null;
        _round++;
        _asAnother = false;
        _linkedHere = true;
        // A second click that is still on its way must not find the emptied form.
        _confirming = true;
        StateHasChanged();
        await Linked.InvokeAsync(linked);
        var dialog = await Dialogs.ShowAsync<LinkedDialog>(
            Replaces is null ? $"{Provider.Name} connected"
                : Method.Flow is null ? "New key saved"
                : "Signed in again",
            new DialogParameters<LinkedDialog>
            {
                { popup => popup.Provider, Provider },
                { popup => popup.Method, Method },
                { popup => popup.Linked, linked },
                { popup => popup.Replaced, Replaces is not null },
                { popup => popup.Session, Session },
            },
            LinkedDialog.Options
        );
        // Shown once the popup is closed with Escape; the page behind it says the same.
        _linked = linked;
        var result = await dialog.Result;
        _confirming = false;
        await Confirmed.InvokeAsync(new Confirmation(linked, result?.Data as LinkedDialog.Next?));
    }

    /// <summary>The way out for those who have the rest of Hub at hand.</summary>
    private string OrAlone(string what) => Session is null ? $", or link {what} as an account of its own from “Link account”" : "";

    private void PointAt(string fieldKey, string message)
    {
        _errors[fieldKey] = message;
        Focus(fieldKey);
    }

    private void Focus(string fieldKey) => Focus(() => _inputs.GetValueOrDefault(fieldKey)?.FocusAsync() ?? ValueTask.CompletedTask);

    private bool IsThrottled => Wait > 0 && _throttled!.Method == Method && _throttled.Values.SequenceEqual(Sent(), StringComparer.Ordinal);

    /// <summary>The values of the method's fields, in their order.</summary>
    private IReadOnlyList<string> Sent() => [.. Method.Fields.Select(field => _values.GetValueOrDefault(field.Key) ?? "")];

    private async Task CountDownAsync(ThrottledValues throttled)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        try
        {
            // Another provider's page has another time, or none.
            while (throttled == _throttled && Wait > 0 && await second.WaitForNextTickAsync(_disposed.Token))
            {
                StateHasChanged();
            }

            // The time may have ended after the last rendering and before the loop looked.
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // Left the page.
        }
    }

    private void ClearProblems()
    {
        _notice = null;
        _helpfulStep = null;
        _errors.Clear();
    }

    public void Dispose()
    {
        Abandon();
        _signIn = null;
        _disposed.Cancel();
    }

    /// <summary>What the provider did not judge, and until when the same need not be sent. No record: those print what they hold.</summary>
    private sealed class ThrottledValues(AuthMethod method, IReadOnlyList<string> values, DateTimeOffset until, Notice notice)
    {
        public AuthMethod Method => method;

        public IReadOnlyList<string> Values => values;

        public DateTimeOffset Until => until;

        public Notice Notice => notice;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Linking an account at {Provider} could not be saved")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string provider);
}

/// <param name="Next">What the person chose; null where the popup was only closed.</param>
public sealed record Confirmation(LinkOutcome.Linked Linked, LinkedDialog.Next? Next);

/// <summary>How far a person came with the form. Closed.</summary>
public abstract record LinkingStep
{
    private LinkingStep() { }

    public sealed record Submitted : LinkingStep;

    /// <param name="Outcome">Null where it could not be saved.</param>
    public sealed record Refused(AuthMethod Method, LinkOutcome? Outcome) : LinkingStep;

    public sealed record Cancelled : LinkingStep;

    /// <summary>The browser did not open the window of the provider.</summary>
    public sealed record WindowBlocked : LinkingStep;

    /// <param name="Code">Why, for programs.</param>
    public sealed record SignInFailed(string Code) : LinkingStep;
}
