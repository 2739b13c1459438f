using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Linking;

/// <summary>The confirmation popup: who was linked, and what comes next.</summary>
public sealed partial class LinkedDialog
{
    /// <summary>What the person chose. Escape chooses nothing.</summary>
    public enum Next
    {
        ViewInAccounts,
        ViewAccount,
        LinkAnother,
    }

    // A click beside it is easily made by accident, and the popup says that linking worked.
    private static readonly DialogOptions Options = new()
    {
        BackdropClick = false,
        CloseOnEscapeKey = true,
        MaxWidth = MaxWidth.ExtraSmall,
        FullWidth = true,
    };

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired]
    public required ConnectContext Context { get; set; }

    /// <summary>How it was linked.</summary>
    [Parameter, EditorRequired]
    public required AuthMethod Method { get; set; }

    [Parameter, EditorRequired]
    public required LinkOutcome.Linked Linked { get; set; }

    [Inject]
    public required LinkedMessages Texts { get; init; }

    /// <summary>Whether the credential of an account was replaced, on purpose.</summary>
    private bool IsReplaced => Context.Account is not null;

    public static Task<IDialogReference> ShowAsync(
        IDialogService dialogs,
        LinkedMessages texts,
        ConnectContext context,
        AuthMethod method,
        LinkOutcome.Linked linked
    ) =>
        dialogs.ShowAsync<LinkedDialog>(
            context.Account is null
                ? linked.Updated
                    ? texts.UpdatedTitle(context.Provider.Name)
                    : texts.ConnectedTitle(context.Provider.Name)
                : method is AuthMethod.AuthorizationCode
                    ? texts.AuthorizedAgainTitle
                    : linked.KindOf(method) switch
                    {
                        SavedKind.NewKey => texts.KeySavedTitle,
                        SavedKind.OtherValues => texts.ChangesSavedTitle,
                        SavedKind.Nothing => texts.NothingChangedTitle,
                    },
            new DialogParameters<LinkedDialog>
            {
                { popup => popup.Context, context },
                { popup => popup.Method, method },
                { popup => popup.Linked, linked },
            },
            Options
        );

    private void Close(Next next) => Dialog.Close(DialogResult.Ok(next));
}
