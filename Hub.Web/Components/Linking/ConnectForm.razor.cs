using System.Diagnostics;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Core.Sessions;
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

    /// <summary>The account is stored; the popup is about to say so.</summary>
    [Parameter]
    public EventCallback<LinkOutcome.Linked> OnLinked { get; set; }

    /// <summary>How the authorization went from which the person returned in this tab was shown; it is not shown again.</summary>
    [Parameter]
    public EventCallback OnReturned { get; set; }

    /// <summary>The popup was closed.</summary>
    [Parameter]
    public EventCallback<Confirmation> OnConfirmed { get; set; }

    /// <summary>Says in the form, once the popup is closed, what the popup said.</summary>
    [Parameter]
    public RenderFragment<LinkOutcome.Linked>? Done { get; set; }

    [Inject]
    public required IAccountLinker Linker { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ILogger<ConnectForm> Logger { get; init; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    [Inject]
    public required LinkMessages LinkTexts { get; init; }

    [Inject]
    public required AuthorizationMessages Failures { get; init; }

    [Inject]
    public required LinkedMessages LinkedTexts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    private AuthMethod Method => _method!;

    private bool IsAuthorization => Method is AuthMethod.AuthorizationCode;

    private bool OffersAnother => (Context.LinkedBefore || _linkedHere) && Context is { Replaces: null, Session: null };

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

        var command = new LinkCommand.Link(Context.Provider.Slug, Method.Kind, entered.Values)
        {
            Target = LinkTarget.Of(Context.Replaces, entered.AsAnother),
            Session = Context.Session,
        };
        await (IsAuthorization ? _authorization!.StartAsync(owner, command) : LinkAsync(owner, command));
    }

    private async Task LinkAsync(OwnerId owner, LinkCommand command)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Disposed);
        _machine.Move(new ConnectState.Verifying(cancellation, LinkStage.Contacting));
        await OnProgress.InvokeAsync(new ConnectProgress.Submitted());
        LinkOutcome? outcome = null;
        var isCancelled = false;
        try
        {
            outcome = await Linker.LinkAsync(
                owner,
                command,
                new Progress<LinkStage>(stage => Show(stage, cancellation)),
                cancellation.Token
            );
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            isCancelled = true;
        }
        catch (Exception e)
        {
            // The store is out of order. What the person typed must survive it, so the circuit's error page will not do.
            LogNotSaved(Logger, e, Context.Provider.Slug);
        }

        if (Disposed.IsCancellationRequested)
        {
            return;
        }

        if (outcome is LinkOutcome.Linked linked)
        {
            await ConfirmAsync(linked);
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

    private async Task EndAuthorizationAsync(AuthorizationResult result)
    {
        if (result is AuthorizationResult.Linked(var linked))
        {
            await ConfirmAsync(linked);
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
            _form!.Show(NoticeOf(result));
        }
    }

    private Notice NoticeOf(AuthorizationResult result) =>
        result switch
        {
            AuthorizationResult.Unlinked => new(Texts.AccountGone, Texts.UnlinkedMeanwhile),
            AuthorizationResult.Failed(var failure) => Failures.NoticeOf(failure, Context.Provider),
            AuthorizationResult.Expired => new(
                Texts.AuthorizationExpired,
                Texts.AuthorizationExpiredText((int)ConnectionAttempt.Lifetime.TotalMinutes)
            ),
            AuthorizationResult.Cancelled => new(Texts.Cancelled, Texts.CancelledText),
            AuthorizationResult.NotStarted => new(Texts.NotStarted, Texts.NotStartedText) { IsError = true, OffersSupport = true },
            _ => throw new UnreachableException(),
        };

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
        // The credential has done its work; it must not stay in memory behind the popup.
        _form!.Clear();
        _linkedHere = true;
        // A second press that is still on its way must not send the emptied form.
        _machine.Move(new ConnectState.Confirming());
        DialogResult? result;
        try
        {
            await OnLinked.InvokeAsync(linked);
            var dialog = await LinkedDialog.ShowAsync(Dialogs, LinkedTexts, Context, Method, linked);
            // Shown once the popup is closed with Escape; the page behind it says the same.
            _linked = linked;
            result = await dialog.Result;
        }
        finally
        {
            _machine.Move(new ConnectState.Editing());
        }

        await OnConfirmed.InvokeAsync(new Confirmation(linked, result?.Data as LinkedDialog.Next?));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Linking an account at {Provider} could not be saved")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string provider);
}
