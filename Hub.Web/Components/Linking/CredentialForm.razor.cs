using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

/// <summary>
/// The fields of an auth method with their button, their errors and a notice above them. Reads them and says what was submitted.
/// </summary>
public sealed partial class CredentialForm
{
    // Not the key of a field: those have no space.
    private const string AsAnother = "as another";

    private readonly EnteredValues _entered = new();
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CredentialInput?> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredSecret?> _secrets = new(StringComparer.Ordinal);

    private AuthMethod? _method;
    private EditableAccount? _account;
    private ElementReference _form;
    private ElementReference _noticeElement;
    private FocusRequest? _focus;
    private Notice? _notice;
    private bool _asAnother;

    // With another one the inputs are new, and start with the values.
    private int _round;
    private RateLimitedValues? _rateLimited;

    // As far as is known: what people edit is only known once the form is read.
    private bool _showsWait;

    [Parameter, EditorRequired]
    public required ConnectContext Context { get; set; }

    [Parameter, EditorRequired]
    public required AuthMethod Method { get; set; }

    [Parameter, EditorRequired]
    public required ConnectStateMachine Machine { get; set; }

    /// <summary>The heading that names the form.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Whether the owner may add an account beside one of the same identity.</summary>
    [Parameter]
    public bool OffersAnother { get; set; }

    /// <summary>Says what was linked last.</summary>
    [Parameter]
    public RenderFragment? Done { get; set; }

    /// <summary>Stands where the button is, while something is waited for.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter]
    public EventCallback<string> OnMethodChange { get; set; }

    /// <summary>The person asks for what is stored of the account by now.</summary>
    [Parameter]
    public EventCallback OnReload { get; set; }

    /// <summary>The button was pressed. What was entered is read; whether it fits, the linker says.</summary>
    [Parameter]
    public EventCallback<EnteredCredential> OnSubmit { get; set; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    private bool IsWaiting => Machine.Current.IsBusy;

    private bool IsAuthorization => Method is AuthMethod.AuthorizationCode;

    private IReadOnlyList<RadioChoice.RadioOption> MethodOptions =>
        [
            .. Context.Methods.Select(method => new RadioChoice.RadioOption(
                method.Kind.ToName(),
                method.Label,
                method != Context.PreferredMethod ? null
                    : Context.Account is null ? Texts.Recommended
                    : Texts.InUse
            )),
        ];

    /// <summary>In how many seconds the rate-limited values may be sent again.</summary>
    private int Wait => _rateLimited?.Wait ?? 0;

    /// <summary>Screen readers speak the name of a focused button each time it changes; this one changes every ten seconds.</summary>
    private int SpokenWait => (Wait + 9) / 10 * 10;

    /// <summary>The button is disabled until the time is up, or until other values are entered.</summary>
    private bool MustWait => _showsWait && Wait > 0;

    private bool IsRateLimited => Wait > 0 && _rateLimited!.Are(Method, _entered.InOrder(Method));

    /// <summary>Values stay entered of fields that both methods have, and values that the person changed.</summary>
    protected override void OnParametersSet()
    {
        if (Method == _method && Context.Account == _account)
        {
            return;
        }

        if (Context.Account != _account)
        {
            _account = Context.Account;
            _entered.Begin(_account);
            _round++;
        }

        _method = Method;
        _showsWait = false;
        ClearProblems();
        if (Method.RegionAt(_account?.Address) is { } region)
        {
            _entered.Suggest(Method.RegionField!.Key, region.Value);
        }
    }

    /// <summary>Shows and focuses a notice.</summary>
    internal void Show(Notice notice)
    {
        _notice = notice;
        // Where the focus was, on Cancel, another button is now.
        Focus(() => _noticeElement.FocusAsync());
    }

    /// <summary>Shows errors at their fields, and focuses the first.</summary>
    internal void ShowErrors(IReadOnlyDictionary<string, string> errors)
    {
        foreach (var (field, message) in errors)
        {
            _errors[field] = message;
            // The stored one will not do.
            _entered.Replace(field);
        }

        var first = Method.Fields.FirstOrDefault(field => errors.ContainsKey(field.Key))?.Key ?? "";
        Focus(() => _inputs.GetValueOrDefault(first)?.FocusAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>The provider asked to slow down: what was submitted is not sent again before that time is over.</summary>
    internal void LimitRate(TimeSpan wait, Notice notice)
    {
        var limited = new RateLimitedValues(Method, _entered.InOrder(Method), Time.GetUtcNow() + wait, notice, Time);
        (_rateLimited, _showsWait) = (limited, true);
        // The next rate limit counts down by itself.
        _ = limited.CountDownAsync(() => limited == _rateLimited, StateHasChanged, Disposed);
    }

    /// <returns>False where what was submitted still has to wait; the notice says so.</returns>
    internal bool MaySend()
    {
        if (!IsRateLimited)
        {
            return true;
        }

        _showsWait = true;
        Show(_rateLimited!.Notice);
        return false;
    }

    /// <summary>Enters what was entered before this tab went to the provider.</summary>
    internal void Restore(EnteredCredential entered)
    {
        _asAnother = entered.AsAnother;
        foreach (var field in Method.Fields)
        {
            _entered.Set(field.Key, entered.Values.Reveal(field.Key));
        }

        _round++;
        StateHasChanged();
    }

    /// <summary>Forgets all that was entered.</summary>
    internal void Clear()
    {
        _entered.Clear();
        (_account, _rateLimited, _asAnother) = (null, null, false);
        _round++;
    }

    private void Choose(ProviderField field, string value)
    {
        Reader.Discard();
        _entered.Set(field.Key, value);
        ForgetError(field);
    }

    private void ForgetError(ProviderField field)
    {
        _errors.Remove(field.Key);
        _showsWait = false;
    }

    private void Replace(ProviderField field)
    {
        _entered.Replace(field.Key);
        Focus(() => _inputs.GetValueOrDefault(field.Key)?.FocusAsync() ?? ValueTask.CompletedTask);
    }

    private async Task ReloadAsync()
    {
        await OnReload.InvokeAsync();
        if (!Disposed.IsCancellationRequested)
        {
            Show(new Notice(Texts.Reloaded, Texts.ReloadedText) { IsGood = true });
        }
    }

    private void KeepStored(ProviderField field)
    {
        Reader.Discard();
        _entered.KeepStored(field.Key);
        ForgetError(field);
        Focus(() => _secrets.GetValueOrDefault(field.Key)?.FocusAsync() ?? ValueTask.CompletedTask);
    }

    private async Task ChangeMethodAsync(string methodName)
    {
        if (await Reader.ReadAsync(_form, Disposed) is { } read)
        {
            Keep(read);
        }

        await OnMethodChange.InvokeAsync(methodName);
    }

    private async Task CheckAsync(ProviderField field)
    {
        if (IsWaiting || await Reader.ReadAsync(_form, Disposed) is not { } read || IsWaiting)
        {
            return;
        }

        Keep(read);
        Clean(field);
        _showsWait = _showsWait && IsRateLimited;
        // An empty field that somebody passes by is no mistake yet; the button tells.
        if (
            !_entered.IsEmpty(field)
            && new CredentialValidator(Method).FindErrors(Method.Clean(_entered.For(Method))).TryGetValue(field.Key, out var error)
        )
        {
            _errors[field.Key] = Validation.Of(error);
        }
    }

    private async Task SubmitAsync()
    {
        // Presses queue: a second one may arrive before the button is rendered anew, or while the values of the first are read.
        if (
            Machine.Current is not ConnectState.Editing
            || await ReadSubmittedAsync() is not { } read
            || Machine.Current is not ConnectState.Editing
            || Context.Owner is null
        )
        {
            return;
        }

        Keep(read);
        Clean(Method.Fields);
        ClearProblems();
        await OnSubmit.InvokeAsync(new EnteredCredential(_entered.For(Method), _asAnother) { KeyExpiresOn = _entered.KeyExpiresOn });
    }

    /// <summary>A form without inputs is not read: browsers let a window open only for a moment after the press.</summary>
    private Task<FormValues?> ReadSubmittedAsync() =>
        Method.Fields.Any(field => _entered.StoredEndOf(Method, field) is null) || OffersAnother || _entered.AsksExpiry
            ? Reader.ReadSubmittedAsync(_form, Disposed)
            : Task.FromResult<FormValues?>(FormValues.None);

    private void Keep(FormValues read)
    {
        _entered.Keep(Method, read);
        _asAnother = read[AsAnother] is not null;
    }

    private void Clean(params IEnumerable<ProviderField> fields) => _ = Reader.ShowAsync(_form, _entered.Clean(fields), Disposed);

    private void ClearProblems()
    {
        _notice = null;
        _errors.Clear();
    }

    /// <summary>Moves the focus once the next rendering is shown.</summary>
    internal void Focus(Func<ValueTask> move)
    {
        _focus = new FocusRequest(move);
        StateHasChanged();
    }
}
