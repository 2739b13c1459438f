using System.Text.Json;
using Hub.Core;
using Hub.Core.AccessKeys;
using Hub.Core.Accounts;
using Hub.Core.Accounts.Tokens;
using Hub.Core.Audit;
using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hub.Web.Api;

/// <summary>Linked accounts, as products change, verify and unlink them.</summary>
internal static class AccountChangesApi
{
    public static void MapAccountChanges(this RouteGroupBuilder accounts)
    {
        accounts
            .MapPatch("/{id}", UpdateAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("updateAccount")
            .WithSummary("Change a linked account")
            .WithDescription(
                "What is not sent stays as it is; {} is the same as not sent. A new credential is verified with the provider before "
                    + "anything is changed; what the provider rejects is answered with 422."
            );
        accounts
            .MapDelete("/{id}", DeleteAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("deleteAccount")
            .WithSummary("Unlink an account")
            .WithDescription(
                "The credential is deleted for good, and tokens are revoked. The answer is what the account was. "
                    + "Its identity and history stay: status=archived lists it."
            );
        accounts
            .MapPost("/{id}/suspend", SuspendAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("suspendAccount")
            .WithSummary("Suspend an account")
            .WithDescription("Its credential is kept, and tokens are refreshed, but it cannot be used until it is resumed.");
        accounts
            .MapPost("/{id}/resume", ResumeAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("resumeAccount")
            .WithSummary("Resume a suspended account")
            .WithDescription(
                "The answer's status is what the account is otherwise: not active where its credential was rejected meanwhile."
            );
        accounts
            .MapPost("/{id}/verify", VerifyAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("verifyAccount")
            .WithSummary("Ask the provider whether the credential still works")
            .WithDescription(
                "The answer is the account with its status as the provider answered: error where it rejects the credential. "
                    + "An access token that it rejects is refreshed first. Where the provider could not be asked or gave no clear answer, "
                    + "the answer is an error and the account stays as it is. May be called as often as you like; a provider is asked at "
                    + "most 60 times a minute for one access key."
            );
        accounts
            .MapPost("/{id}/refresh", RefreshAsync)
            .RequireScope(AccessScopes.AccountsWrite)
            .WithName("refreshAccount")
            .WithSummary("Say that the provider rejected the access token")
            .WithDescription(
                "Hub gets a new access token, unless it has one that is less than a minute old, from another call. "
                    + "Read it with include=credentials. The answer is the account: with status error where the authorization has ended. "
                    + "409 not_refreshable where there is no refresh token; verify the account then."
            );
    }

    private static async Task<Results<Ok<LinkedAccountBody>, ApiError>> UpdateAsync(
        string id,
        ApiBody<LinkedAccountChangeBody> body,
        ProductAccounts accounts,
        AccountEditor editor,
        IAccountLinker linker,
        ProviderCatalog catalog,
        StatusReasons reasons,
        LinkErrors errors,
        AccountErrors accountErrors,
        ValidationMessages validation,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (body.Value is not { } change)
        {
            return body.Error!;
        }

        if (await AccountsApi.FindAsync(id, accounts, cancellationToken) is not { } account)
        {
            return ApiError.NotFound("account");
        }

        var faults = new Dictionary<string, string>(body.Faults, StringComparer.Ordinal);
        var edit = change.ToEdit(context.Request).WithoutEmptyOwner(account.Origin);
        foreach (var (property, invalid) in AccountEditor.FindErrors(edit))
        {
            faults.TryAdd(JsonNamingPolicy.SnakeCaseLower.ConvertName(property), validation.Of(invalid));
        }

        var provider = catalog.Find(account.ProviderSlug);
        var method = change.MethodFor(account, provider, catalog, faults);
        var values = change.Values(method, faults);
        if (faults.Count > 0)
        {
            return ApiError.Invalid(faults);
        }

        var caller = Actor.AccessKey(context.User.AccessKey()!.Id);
        ApiError? error = null;
        if (values is not null)
        {
            var command = new LinkCommand.Edit(account.ProviderSlug, method!.Kind, values, account.Id)
            {
                Changes = edit.IsEmpty ? null : edit,
                By = caller,
                Replacement = new Replacement.NoQuestion(),
            };
            error = errors.ErrorOf(await linker.LinkAsync(account.Owner, command, progress: null, cancellationToken), provider, method);
        }
        else if (!edit.IsEmpty)
        {
            error = accountErrors.ErrorOf(await editor.EditAsync(account.Owner, account.Id, edit, caller, cancellationToken));
        }

        return error is not null ? error : await ShowAsync(account.Id, accounts, catalog, reasons, cancellationToken);
    }

    private static async Task<Results<Ok<LinkedAccountBody>, ApiError>> DeleteAsync(
        string id,
        ProductAccounts accounts,
        AccountUnlinker unlinker,
        ProviderCatalog catalog,
        StatusReasons reasons,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await AccountsApi.FindAsync(id, accounts, cancellationToken) is { } account
        && await unlinker.UnlinkAsync(account.Owner, account.Id, Actor.AccessKey(context.User.AccessKey()!.Id), cancellationToken)
            ? TypedResults.Ok(LinkedAccountBody.Of(account, catalog, reasons))
            : ApiError.NotFound("account");

    private static Task<Results<Ok<LinkedAccountBody>, ApiError>> SuspendAsync(
        string id,
        ProductAccounts accounts,
        AccountSuspender suspender,
        ProviderCatalog catalog,
        StatusReasons reasons,
        HttpContext context,
        CancellationToken cancellationToken
    ) => SetSuspendedAsync(id, suspender.SuspendAsync, accounts, catalog, reasons, context, cancellationToken);

    private static Task<Results<Ok<LinkedAccountBody>, ApiError>> ResumeAsync(
        string id,
        ProductAccounts accounts,
        AccountSuspender suspender,
        ProviderCatalog catalog,
        StatusReasons reasons,
        HttpContext context,
        CancellationToken cancellationToken
    ) => SetSuspendedAsync(id, suspender.ResumeAsync, accounts, catalog, reasons, context, cancellationToken);

    private static async Task<Results<Ok<LinkedAccountBody>, ApiError>> SetSuspendedAsync(
        string id,
        Func<OwnerId, Guid, Actor, CancellationToken, Task<bool>> set,
        ProductAccounts accounts,
        ProviderCatalog catalog,
        StatusReasons reasons,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await AccountsApi.FindAsync(id, accounts, cancellationToken) is { } account
        && await set(account.Owner, account.Id, Actor.AccessKey(context.User.AccessKey()!.Id), cancellationToken)
            ? await ShowAsync(account.Id, accounts, catalog, reasons, cancellationToken)
            : ApiError.NotFound("account");

    private static async Task<Results<Ok<LinkedAccountBody>, ApiError>> VerifyAsync(
        string id,
        ProductAccounts accounts,
        AccountVerifier verifier,
        ProviderCatalog catalog,
        StatusReasons reasons,
        AccountErrors errors,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await AccountsApi.FindAsync(id, accounts, cancellationToken) is not { } account
            ? ApiError.NotFound("account")
            : errors.ErrorOf(
                await verifier.VerifyNowAsync(account.Owner, account.Id, Actor.AccessKey(context.User.AccessKey()!.Id), cancellationToken),
                account,
                NameOf(account, catalog)
            ) ?? await ShowAsync(account.Id, accounts, catalog, reasons, cancellationToken);

    private static async Task<Results<Ok<LinkedAccountBody>, ApiError>> RefreshAsync(
        string id,
        ProductAccounts accounts,
        TokenRefresher refresher,
        ProviderCatalog catalog,
        StatusReasons reasons,
        AccountErrors errors,
        HttpContext context,
        CancellationToken cancellationToken
    ) =>
        await AccountsApi.FindAsync(id, accounts, cancellationToken) is not { } account
            ? ApiError.NotFound("account")
            : errors.ErrorOf(
                await refresher.RenewAsync(account.Owner, account.Id, Actor.AccessKey(context.User.AccessKey()!.Id), cancellationToken),
                NameOf(account, catalog)
            ) ?? await ShowAsync(account.Id, accounts, catalog, reasons, cancellationToken);

    private static string NameOf(ProductAccount account, ProviderCatalog catalog) =>
        catalog.Find(account.ProviderSlug)?.Name ?? account.ProviderSlug;

    private static async Task<Results<Ok<LinkedAccountBody>, ApiError>> ShowAsync(
        Guid accountId,
        ProductAccounts accounts,
        ProviderCatalog catalog,
        StatusReasons reasons,
        CancellationToken cancellationToken
    ) =>
        await accounts.FindAsync(accountId, cancellationToken) is { } account
            ? TypedResults.Ok(LinkedAccountBody.Of(account, catalog, reasons))
            : ApiError.NotFound("account");
}
