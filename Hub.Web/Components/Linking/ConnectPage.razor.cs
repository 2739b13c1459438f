using System.Diagnostics.CodeAnalysis;
using Hub.Core.Accounts;
using Hub.Core.Credentials;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Core.Verification;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Hub.Web.Components.Linking;

/// <summary>The wizard's second step: fields and guide, Connect, progress, confirmation.</summary>
public sealed partial class ConnectPage : IDisposable
{
    // Values stay in this component's memory alone: they hold credentials.
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CredentialInput?> _inputs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _disposed = new();

    private CancellationTokenSource? _attempt;
    private OwnerId? _owner;
    private AuthMethod? _method;
    private CredentialValidator? _validator;
    private bool _connecting;
    private bool _confirming;
    private ElementReference _noticeElement;
    private bool _asAnother;
    private bool _linkedBefore;
    private AccountRow? _replaced;
    private LinkStage _stage;
    private Notice? _notice;
    private int? _helpfulStep;
    private LinkOutcome.Linked? _linked;
    private DateTimeOffset _retryAt;

    [Parameter]
    public required string Slug { get; set; }

    /// <summary>The id of the account that gets a new key. Text, because an address that somebody typed may hold anything.</summary>
    [SupplyParameterFromQuery]
    public string? Account { get; set; }

    /// <summary>The auth method that is offered first, by its name in the provider file; the provider's or account's own unless given.</summary>
    [SupplyParameterFromQuery(Name = "method")]
    public string? MethodName { get; set; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required IAccountLinker Linker { get; init; }

    [Inject]
    public required AccountDirectory Directory { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<ConnectPage> Logger { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    /// <summary>The account that gets a new key; null to link one.</summary>
    private Guid? Replaces => Guid.TryParse(Account, out var id) ? id : null;

    private Provider? Provider { get; set; }

    private string Title => Replaces is null ? $"Connect {Provider!.Name}" : $"A new key for {_replaced?.Name ?? Provider!.Name}";

    private AuthMethod Method => _method!;

    private IReadOnlyList<RadioChoice.RadioOption> MethodOptions =>
        [.. Provider!.Methods.Select(method => new RadioChoice.RadioOption(method.Kind.ToName(), method.Label, method != OwnMethod ? null : _replaced is null ? "Recommended" : "In use"))];

    /// <summary>How the account is linked that gets a new key, else what the provider file names first.</summary>
    private AuthMethod OwnMethod => (_replaced is { } account ? Provider!.FindMethod(account.AuthMethod) : null) ?? Provider!.Methods[0];

    private string ProgressText => _stage == LinkStage.Contacting ? $"Contacting {Provider!.Name}…" : "Key accepted. Saving…";

    /// <summary>How many seconds Connect stays off.</summary>
    private int Wait => (int)Math.Ceiling(Math.Max((_retryAt - Time.GetUtcNow()).TotalSeconds, 0));

    private string WaitText => TimeSpan.FromSeconds(Wait) is { TotalMinutes: >= 1 } long_
        ? $"{(int)long_.TotalMinutes} min {long_.Seconds} s"
        : $"{Wait} s";

    protected override void OnParametersSet()
    {
        if (Provider is not null && string.Equals(Provider.Slug, Slug, StringComparison.OrdinalIgnoreCase))
        {
            ChooseMethod();
            return;
        }

        // Another provider in the same component instance: nothing of the last one may stay.
        Abandon();
        Provider = Catalog.Find(Slug);
        _method = null;
        _replaced = null;
        _linked = null;
        _asAnother = false;
        _retryAt = default;
        _linkedBefore = false;
        _values.Clear();
        ClearProblems();
        if (Replaces is null)
        {
            ChooseMethod();
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        _owner = OwnerId.From((await AuthenticationState).User);
        await LookUpLinkedAsync();
        ChooseMethod();
    }

    /// <summary>What stays typed are the values of fields that both methods have.</summary>
    private void ChooseMethod()
    {
        var method = Provider?.Methods.FirstOrDefault(method => method.Kind.ToName() == MethodName) ?? (Provider is null ? null : OwnMethod);
        if (method == _method)
        {
            return;
        }

        _method = method;
        _validator = method is null ? null : new CredentialValidator(method);
        ClearProblems();
        if (method?.RegionAt(_replaced?.Address) is { } region)
        {
            _values.TryAdd(method.RegionField!.Key, region.Value);
        }
    }

    // In the address, so that it survives a refresh.
    private void SwitchTo(string methodName) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("method", methodName), replace: true);

    private void Enter(ProviderField field, string value)
    {
        // Not cleaned yet: an input only shows a new value where it differs from the last one it was given.
        _values[field.Key] = value;
        _errors.Remove(field.Key);
    }

    private void Leave(ProviderField field)
    {
        Clean(field);
        // An empty field that somebody passes by is no mistake yet; Connect tells.
        if (!string.IsNullOrEmpty(_values.GetValueOrDefault(field.Key)) && _validator!.FaultsOf(Values.CleanedFor(Method)).TryGetValue(field.Key, out var fault))
        {
            _errors[field.Key] = fault;
        }
    }

    private void Clean(ProviderField field)
    {
        if (_values.TryGetValue(field.Key, out var value))
        {
            _values[field.Key] = field.Clean(value);
        }
    }

    private async Task ConnectAsync()
    {
        // Clicks queue: a second one may arrive before the button is redrawn.
        if (_connecting || _confirming || Wait > 0 || _owner is not { } owner || Provider is not { } provider)
        {
            return;
        }

        // Enter submits a field without leaving it.
        foreach (var field in Method.Fields)
        {
            Clean(field);
        }

        ClearProblems();
        _linked = null;
        _connecting = true;
        _stage = LinkStage.Contacting;
        using var attempt = new CancellationTokenSource();
        _attempt = attempt;
        LinkOutcome? outcome = null;
        Notice? failure = null;
        try
        {
            outcome = await Linker.LinkAsync(owner, BuildRequest(provider), new Progress<LinkStage>(stage => Show(attempt, stage)), attempt.Token);
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested)
        {
            failure = new Notice("Cancelled", "Nothing was saved. What you entered is still here.");
        }
        catch (Exception e)
        {
            // The store is out of order. What the user typed must survive it, so the circuit's error page will not do.
            LogNotSaved(Logger, e, provider.Slug);
            failure = new Notice("Hub could not save the account", "Its database did not accept it. Nothing was saved, and what you entered is still here. Try again in a moment; if it stays like this, tell Hub's operator.") { IsError = true };
        }

        if (_attempt != attempt)
        {
            // Abandoned: the page shows another provider by now, or is gone.
            return;
        }

        _attempt = null;
        _connecting = false;
        _notice = failure;
        if (outcome is not null)
        {
            await ShowAsync(provider, outcome);
        }

        if (_notice is not null)
        {
            // Where Cancel was is Connect now; without this the focus would be nowhere.
            StateHasChanged();
            await Task.Yield();
            await _noticeElement.FocusAsync();
        }
    }

    /// <summary>Of the values that were entered, those of the chosen method.</summary>
    private CredentialValues Values => new(_values.Where(pair => Method.Find(pair.Key) is not null)
        .ToDictionary(pair => pair.Key, pair => new Secret(pair.Value), StringComparer.Ordinal));

    private LinkRequest BuildRequest(Provider provider) => new(
        provider.Slug,
        Method.Kind,
        Values,
        _asAnother,
        Replaces);

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

    private async Task ShowAsync(Provider provider, LinkOutcome outcome)
    {
        switch (outcome)
        {
            case LinkOutcome.Linked linked:
                await ConfirmAsync(provider, linked);
                break;
            case LinkOutcome.Refused refused:
                var refusal = Refusal.From(provider, Method, refused);
                _notice = refusal.Notice;
                _helpfulStep = refusal.GuideStep;
                if (refusal.FieldKey is { } key)
                {
                    await PointAtAsync(key, refusal.FieldMessage!);
                }

                if (refusal.Wait is { } wait)
                {
                    _ = CountDownAsync(wait);
                }

                break;
            case LinkOutcome.Invalid(var errors):
                foreach (var (field, message) in errors)
                {
                    _errors[field] = message;
                }

                await FocusAsync(Method.Fields.First(field => errors.ContainsKey(field.Key)).Key);
                break;
            case LinkOutcome.AccountGone:
                _notice = new Notice("This account is no longer there", "It was unlinked in the meantime. Nothing was saved. To link it again, choose “Link account”; what you entered is still here to copy.");
                break;
            case LinkOutcome.OtherIdentity(var accountName, var identity) when identity == ProviderIdentity.Unknown:
                _notice = new Notice(
                    $"{provider.Name} does not say whose key this is",
                    $"So it cannot replace {accountName}'s. Nothing was saved. Give the key the right that the guide asks for, or link it as an account of its own from “Link account”.");
                break;
            case LinkOutcome.OtherIdentity(var accountName, var identity):
                _notice = new Notice(
                    "This key belongs to another account",
                    $"It is {identity.DisplayName(provider.Name)}'s, not {accountName}'s. Nothing was saved. Enter a key of {accountName}, or link this one as an account of its own from “Link account”.");
                break;
            case LinkOutcome.ProviderUnknown:
                _notice = new Notice("This provider is no longer offered", "Hub's operator took it out of the catalog.");
                break;
            case LinkOutcome.TooManyAttempts:
                _notice = new Notice("Too many attempts", "Hub verifies only so many keys a minute for one person. Nothing was saved, and what you entered is still here: wait a minute, then press Connect.");
                break;
            case LinkOutcome.SessionEnded(var state):
                _notice = new Notice(
                    state == SessionState.Expired ? "This link has expired" : state == SessionState.Used ? "This link was used already" : "This link was withdrawn",
                    "Nothing was saved. Ask whoever sent it for a new one; what you entered is still here to copy.");
                break;
            case LinkOutcome.OwnerNotAllowed:
                _notice = new Notice("Your sign-in has ended", "Nothing was saved. What you entered stays here.") { SignIn = true };
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task ConfirmAsync(Provider provider, LinkOutcome.Linked linked)
    {
        // The key has done its work; it must not stay in memory behind the popup.
        _values.Clear();
        _asAnother = false;
        _linkedBefore = true;
        // A second click that is still on its way must not find the emptied form.
        _confirming = true;
        StateHasChanged();
        var dialog = await Dialogs.ShowAsync<LinkedDialog>(
            Replaces is null ? $"{provider.Name} connected" : "New key saved",
            new DialogParameters<LinkedDialog>
            {
                { popup => popup.Provider, provider },
                { popup => popup.Method, Method },
                { popup => popup.Linked, linked },
                { popup => popup.Replaced, Replaces is not null },
            },
            LinkedDialog.Options);
        // Shown once the popup is closed with Escape; the page behind it says the same.
        _linked = linked;
        var result = await dialog.Result;
        _confirming = false;
        switch (result?.Data)
        {
            case LinkedDialog.Next.ViewInAccounts:
                Navigation.NavigateTo(AccountsAddress(linked));
                break;
            case LinkedDialog.Next.ViewAccount:
                Navigation.NavigateTo($"accounts/{linked.AccountId}");
                break;
            case LinkedDialog.Next.LinkAnother:
                Navigation.NavigateTo("link");
                break;
            default:
                break;
        }
    }

    private async Task PointAtAsync(string fieldKey, string message)
    {
        _errors[fieldKey] = message;
        await FocusAsync(fieldKey);
    }

    private async Task FocusAsync(string fieldKey)
    {
        // The field is disabled until the next render, and cannot take the focus before.
        StateHasChanged();
        await Task.Yield();
        if (_inputs.GetValueOrDefault(fieldKey) is { } input)
        {
            await input.FocusAsync();
        }
    }

    private async Task CountDownAsync(TimeSpan wait)
    {
        var until = _retryAt = Time.GetUtcNow() + wait;
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        try
        {
            // Another provider's page has another time, or none.
            while (until == _retryAt && Wait > 0 && await second.WaitForNextTickAsync(_disposed.Token))
            {
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // Left the page.
        }
    }

    private async Task LookUpLinkedAsync()
    {
        if (_owner is { } owner && Provider is { } provider)
        {
            var linked = await Directory.CountAsync(owner, provider.Slug, _disposed.Token);
            var replaced = Replaces is { } account ? await Directory.FindAsync(owner, account, _disposed.Token) : null;
            if (provider == Provider)
            {
                _linkedBefore = linked > 0;
                _replaced = replaced;
            }
        }
    }

    private void ClearProblems()
    {
        _notice = null;
        _helpfulStep = null;
        _errors.Clear();
    }

    private static string AccountsAddress(LinkOutcome.Linked linked) => $"accounts?linked={linked.AccountId}";

    public void Dispose()
    {
        Abandon();
        _disposed.Cancel();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Linking an account at {Provider} could not be saved")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string provider);
}
