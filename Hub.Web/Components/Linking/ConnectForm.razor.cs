using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Linking;

/// <summary>
/// The wizard's second step: fields and guide, progress, confirmation. For a signed-in owner and for whoever comes with a connect session
/// alike; it goes nowhere by itself, but tells the page around it. <see cref="ConnectState"/> says what it shows.
/// </summary>
public sealed partial class ConnectForm
{
    private readonly ConnectStateMachine _machine;
    private CredentialForm? _form;
    private AuthorizationPanel? _authorization;
    private AuthMethod? _method;
    private int? _helpfulStep;
    private bool _linkedHere;
    private LinkOutcome.Linked? _linked;
    private Guid? _resumedAttempt;
    private ElementReference _cancel;
    private ElementReference _doneElement;

    public ConnectForm() => _machine = new ConnectStateMachine(StateHasChanged);

    /// <summary>Another provider needs a form of its own: nothing that was typed for one may reach the next.</summary>
    [Parameter, EditorRequired]
    public required ConnectContext Context { get; set; }

    /// <summary>The auth method that is chosen, by its name in the provider file; the preferred one unless given.</summary>
    [Parameter]
    public string? MethodName { get; set; }

    [Parameter]
    public EventCallback<string> MethodNameChanged { get; set; }

    [Parameter]
    public EventCallback<ConnectProgress> OnProgress { get; set; }

    /// <summary>The account is stored; the confirmation is about to say so.</summary>
    [Parameter]
    public EventCallback<LinkOutcome.Linked> OnLinked { get; set; }

    /// <summary>How the authorization went from which the person returned in this tab was shown; it is not shown again.</summary>
    [Parameter]
    public EventCallback OnReturned { get; set; }

    /// <summary>The popup was closed; in a session, there is none, and the page confirms.</summary>
    [Parameter]
    public EventCallback<Confirmation> OnConfirmed { get; set; }

    /// <summary>The account was changed elsewhere since the form was opened, and the person asks for what is stored now.</summary>
    [Parameter]
    public EventCallback OnReload { get; set; }

    /// <summary>Stands below the heading.</summary>
    [Parameter]
    public RenderFragment? Lead { get; set; }

    /// <summary>Says in the form, once the popup is closed, what the popup said.</summary>
    [Parameter]
    public RenderFragment<LinkOutcome.Linked>? Done { get; set; }

    [Inject]
    internal KeyAttempts Keys { get; init; } = default!;

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    [Inject]
    public required LinkMessages LinkTexts { get; init; }

    [Inject]
    public required AuthorizationMessages Failures { get; init; }

    [Inject]
    public required ReplaceMessages ReplaceTexts { get; init; }

    [Inject]
    public required LinkedMessages LinkedTexts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    private AuthMethod Method => _method!;

    private bool IsAuthorization => Method is AuthMethod.AuthorizationCode;

    private bool OffersAnother => (Context.LinkedBefore || _linkedHere) && Context is { Account: null, Session: null };

    protected override void OnParametersSet()
    {
        var method = Context.Methods.FirstOrDefault(method => method.Kind.ToName() == MethodName) ?? Context.PreferredMethod;
        if (method != _method)
        {
            (_method, _helpfulStep) = (method, null);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (
            Context is { ReturningAttempt: { } attempt, Owner: { } owner }
            && attempt != _resumedAttempt
            && IsAuthorization
            && _machine.Current is ConnectState.Editing
        )
        {
            _resumedAttempt = attempt;
            // Not while it is shown: a popup does not outlive a change of the address.
            if (await _authorization!.ResumeAsync(owner, attempt, _form!.Restore) && !Disposed.IsCancellationRequested)
            {
                await OnReturned.InvokeAsync();
            }
        }
    }

    private async Task SubmitAsync(EnteredCredential entered)
    {
        (_helpfulStep, _linked) = (null, null);
        if (Context.Owner is not { } owner || !_form!.MaySend())
        {
            return;
        }

        await (
            IsAuthorization
                ? _authorization!.StartAsync(owner, Context.LinkOf(Method, entered))
                : LinkAsync(owner, Context.CommandOf(Method, entered))
        );
    }

    private async Task LinkAsync(OwnerId owner, LinkCommand command)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Disposed);
        _machine.Move(new ConnectState.Verifying(cancellation, LinkStage.Contacting));
        await OnProgress.InvokeAsync(new ConnectProgress.Submitted());
        var (outcome, isCancelled) = await Keys.TryLinkAsync(
            owner,
            command,
            new Progress<LinkStage>(stage => Show(stage, cancellation)),
            cancellation.Token
        );
        if (Disposed.IsCancellationRequested)
        {
            return;
        }

        if (outcome is LinkOutcome.Linked linked)
        {
            await ConfirmAsync(linked);
            return;
        }

        if (outcome is LinkOutcome.WouldReplace question)
        {
            var agreed = command with { Replacement = new Replacement.Agreed(question.Present) };
            _machine.Move(new ConnectState.Asking(question, Replace: () => LinkAsync(owner, agreed), Keep: () => Task.FromResult(true)));
            return;
        }

        _machine.Move(new ConnectState.Editing());
        await OnProgress.InvokeAsync(isCancelled ? new ConnectProgress.Cancelled() : new ConnectProgress.Failed(outcome));
        if (outcome is not null)
        {
            Show(outcome);
        }
        else
        {
            _form!.Show(
                isCancelled
                    ? new Notice(Texts.Cancelled, Texts.CancelledText)
                    : new Notice(Texts.NotSaved, Texts.NotSavedText) { IsError = true, OffersSupport = true }
            );
        }
    }

    private void Show(LinkStage stage, CancellationTokenSource cancellation)
    {
        if (_machine.Current is ConnectState.Verifying verifying && verifying.Cancellation == cancellation)
        {
            _machine.Move(verifying with { Stage = stage });
        }
    }

    // What is being saved is not stopped.
    private static void Cancel(ConnectState.Verifying verifying)
    {
        if (verifying.Stage != LinkStage.Saving)
        {
            verifying.Cancellation.Cancel();
        }
    }

    // Presses queue: only the first answer counts.
    private Task ReplaceAsync(ConnectState.Asking asking) =>
        ReferenceEquals(_machine.Current, asking) ? asking.Replace() : Task.CompletedTask;

    private async Task KeepAsync(ConnectState.Asking asking)
    {
        if (ReferenceEquals(_machine.Current, asking) && await asking.Keep() && ReferenceEquals(_machine.Current, asking))
        {
            _machine.Move(new ConnectState.Editing());
            _form!.Show(new Notice(ReplaceTexts.Kept, ReplaceTexts.KeptText));
            await OnProgress.InvokeAsync(new ConnectProgress.Cancelled());
        }
    }

    private async Task EndAuthorizationAsync(AuthorizationResult result)
    {
        if (result is AuthorizationResult.Linked(var linked))
        {
            await ConfirmAsync(linked);
            return;
        }

        if (result is AuthorizationResult.Asked(var question))
        {
            _machine.Move(_authorization!.Ask(question));
            if (!IsAuthorization)
            {
                // The page was loaded again, with the method that is offered first.
                await MethodNameChanged.InvokeAsync(AuthMethodKind.Oauth2AuthorizationCode.ToName());
            }

            return;
        }

        _machine.Move(new ConnectState.Editing());
        if (result.Progress is { } progress)
        {
            await OnProgress.InvokeAsync(progress);
        }

        if (result is AuthorizationResult.Refused(var reason))
        {
            Show(reason);
        }
        else
        {
            _form!.Show(result.NoticeIn(Texts, Failures, Context.Provider));
        }
    }

    private void Show(LinkOutcome outcome)
    {
        var problem = LinkTexts.ProblemOf(outcome, Context.Provider, Method, Context.Session is not null);
        _helpfulStep = problem.GuideStep;
        if (problem.FieldMessages.Count > 0)
        {
            _form!.ShowErrors(problem.FieldMessages);
        }

        if (problem.Notice is { } notice)
        {
            if (problem.Wait is { } wait)
            {
                _form!.LimitRate(wait, notice);
            }

            _form!.Show(notice);
        }
    }

    private async Task ConfirmAsync(LinkOutcome.Linked linked)
    {
        // The credential has done its work; it must not stay in memory behind the confirmation.
        _form!.Clear();
        _linkedHere = true;
        // A second press that is still on its way must not send the emptied form.
        _machine.Move(new ConnectState.Confirming());
        await OnLinked.InvokeAsync(linked);
        if (Context.Session is not null)
        {
            // The page's last screen is the confirmation.
            await OnConfirmed.InvokeAsync(new Confirmation(linked, Method, Next: null));
            return;
        }

        DialogResult? result;
        try
        {
            var dialog = await LinkedDialog.ShowAsync(Dialogs, LinkedTexts, Context, Method, linked);
            // Shown once the popup is closed with Escape; the page behind it says the same.
            _linked = linked;
            result = await dialog.Result;
        }
        finally
        {
            _machine.Move(new ConnectState.Editing());
        }

        var next = result?.Data as LinkedDialog.Next?;
        if (next is null)
        {
            _form.Focus(() => _doneElement.FocusAsync());
        }

        await OnConfirmed.InvokeAsync(new Confirmation(linked, Method, next));
    }
}
