using System.Diagnostics;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Inputs;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using MudBlazor;

namespace Hub.Web.Components.Accounts;

/// <summary>
/// What people do with a linked account, in lists and on its page: asks first where something is hard to undo, then does it. What cannot be
/// missed is returned as a notice; the rest is said in passing.
/// </summary>
/// <remarks>Whether the account still is what the page shows, the core looks again.</remarks>
public sealed class AccountActions(
    AccountDetailsMessages texts,
    VerificationMessages verificationTexts,
    AccountVerifier verifier,
    AccountRenamer renamer,
    AccountEditor editor,
    AccountSuspender suspender,
    AccountUnlinker unlinker,
    OwnerAuthorizer authorizer,
    ProviderCatalog catalog,
    IDialogService dialogs,
    ISnackbar snackbar
)
{
    /// <returns>What the provider said; null where the account is gone.</returns>
    public async Task<Notice?> VerifyAsync(AccountScope scope, AccountRow account, CancellationToken cancellationToken) =>
        verificationTexts.NoticeOf(
            await verifier.VerifyNowAsync(scope.Owner, account.Id, scope.By, cancellationToken),
            ProviderNameOf(account),
            IsAuthorization(account)
        );

    /// <returns>Why it was not renamed; null where it was, or nobody wanted it any more.</returns>
    public async Task<Notice?> RenameAsync(OwnerId owner, AccountRow account)
    {
        var dialog = await dialogs.ShowAsync<RenameDialog>(
            texts.RenameTitle,
            new DialogParameters<RenameDialog> { { popup => popup.Name, account.Name } },
            RenameDialog.Options
        );
        if ((await dialog.Result)?.Data is not string name)
        {
            return null;
        }

        switch (await renamer.RenameAsync(owner, account.Id, name, CancellationToken.None))
        {
            case RenameOutcome.Renamed:
                snackbar.Add(texts.Renamed(VisibleText.CleanName(name)), Severity.Success);
                return null;
            case RenameOutcome.NameInvalid:
                return new Notice(texts.NameInvalidTitle, texts.NameInvalidText(LinkedAccountLimits.Name));
            case RenameOutcome.ChangedMeanwhile:
                return new Notice(texts.ChangedTitle, texts.ChangedText);
            case RenameOutcome.NotFound:
                return null;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Edits type, label and metadata.</summary>
    public async Task EditDetailsAsync(AccountScope scope, AccountRow account)
    {
        var dialog = await dialogs.ShowAsync<EditDetailsDialog>(
            texts.EditDetails,
            new DialogParameters<EditDetailsDialog> { { popup => popup.Account, account }, { popup => popup.Save, SaveAsync } },
            EditDetailsDialog.Options
        );
        if (await dialog.Result is { Canceled: false })
        {
            snackbar.Add(texts.DetailsSaved(account.Name), Severity.Success);
        }

        async Task<AccountEditOutcome> SaveAsync(AccountEdit edit) =>
            await MayActAsync(scope)
                ? await editor.EditAsync(scope.Owner, account.Id, edit, scope.By, CancellationToken.None)
                : new AccountEditOutcome.NotFound();
    }

    /// <summary>Suspends the account, or resumes it where it is suspended.</summary>
    public async Task SuspendOrResumeAsync(AccountScope scope, AccountRow account)
    {
        if (account.Status == AccountStatus.Suspended)
        {
            if (await MayActAsync(scope) && await suspender.ResumeAsync(scope.Owner, account.Id, scope.By, CancellationToken.None))
            {
                snackbar.Add(texts.Resumed(account.Name), Severity.Success);
            }
        }
        else if (
            await ConfirmDialog.AskAsync(
                dialogs,
                new ConfirmQuestion(texts.SuspendTitle(account.Name), texts.Suspend, texts.SuspendText) { IsDestructive = false }
            )
            && await MayActAsync(scope)
            && await suspender.SuspendAsync(scope.Owner, account.Id, scope.By, CancellationToken.None)
        )
        {
            snackbar.Add(texts.Suspended(account.Name), Severity.Success);
        }
    }

    /// <returns>Whether the person confirmed: the account is gone then.</returns>
    public async Task<bool> UnlinkAsync(AccountScope scope, AccountRow account)
    {
        var providerName = ProviderNameOf(account);
        var method = catalog.Find(account.ProviderSlug)?.FindMethod(account.AuthMethod);
        if (
            !await ConfirmDialog.AskAsync(dialogs, UnlinkQuestion.Of(texts, account.Name, providerName, method))
            || !await MayActAsync(scope)
        )
        {
            return false;
        }

        // Not cancelled when the person leaves the page: they have confirmed.
        await unlinker.UnlinkAsync(scope.Owner, account.Id, scope.By, CancellationToken.None);
        snackbar.Add(texts.Unlinked(providerName, account.Name), Severity.Success);
        return true;
    }

    private static bool IsAuthorization(AccountRow account) => account.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    private string ProviderNameOf(AccountRow account) => catalog.ForPage().Find(account.ProviderSlug)?.Name ?? account.ProviderSlug;

    /// <summary>A page stays open after its Administrator lost that role.</summary>
    private async Task<bool> MayActAsync(AccountScope scope) =>
        scope.By == scope.Owner || await authorizer.IsAdministratorAsync(scope.By, CancellationToken.None);
}

/// <param name="Owner">Whose account it is.</param>
/// <param name="By">Who acts: the owner, or an Administrator for an account that no person owns.</param>
public sealed record AccountScope(OwnerId Owner, OwnerId By)
{
    public static AccountScope Of(OwnerId owner) => new(owner, owner);

    public static AccountScope OfProduct(OwnerId administrator) => new(new OwnerId(HubUser.ProductId), administrator);
}
