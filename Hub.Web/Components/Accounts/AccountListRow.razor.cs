using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Accounts;

/// <summary>One account of a list, with a menu of what can be done with it.</summary>
public sealed partial class AccountListRow
{
    private bool _verifying;

    [Inject]
    public required AccountsMessages Texts { get; init; }

    [Inject]
    public required AccountDetailsMessages Details { get; init; }

    [Inject]
    public required AccountStatusMessages StatusTexts { get; init; }

    [Inject]
    public required AccountActions Actions { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Parameter, EditorRequired]
    public required AccountRow Row { get; set; }

    /// <summary>Who may act; null where the viewer only sees the account.</summary>
    [Parameter, EditorRequired]
    public required AccountScope? Scope { get; set; }

    /// <summary>Whether this is the list for Administrators.</summary>
    [Parameter]
    public bool ShowOwner { get; set; }

    [Parameter]
    public bool IsHighlighted { get; set; }

    /// <summary>Raised when an action may have changed the account.</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    private Provider? Provider => Catalog.ForPage().Find(Row.ProviderSlug);

    private bool IsAuthorization => Row.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    /// <summary>Null where the account has no page that the viewer may open.</summary>
    private string? DetailsAddress =>
        Row.Status == AccountStatus.Archived || (ShowOwner && Row.OwnerEmail.Length > 0) ? null
        : ShowOwner ? $"admin/accounts/{Row.Id}"
        : $"accounts/{Row.Id}";

    /// <summary>Where the owner replaces the credential.</summary>
    private string? CredentialAddress =>
        ShowOwner || Provider is null || Row.Status == AccountStatus.Archived ? null : EditAccountPage.AddressOf(Row.Id);

    private string Origin
    {
        get
        {
            var customer = Row.Origin.Name ?? Row.Origin.Id;
            return Row.Origin.Username is { } person ? Texts.LinkedForPerson(customer, person) : Texts.LinkedFor(customer);
        }
    }

    private string IdentityText =>
        string.Join(
            " · ",
            new[]
            {
                Row.Identity.Name,
                Row.Identity.Email,
                Row.Identity.Organization,
                AccountPlace.Of(Provider?.FindMethod(Row.AuthMethod), Row.Address)?.InALine,
            }
                .OfType<string>()
                .Where(text => text != Row.Name)
                .Distinct(StringComparer.Ordinal)
        );

    private Task VerifyAsync() =>
        ActAsync(async scope =>
        {
            _verifying = true;
            try
            {
                Say(await Actions.VerifyAsync(scope, Row, Disposed));
            }
            finally
            {
                _verifying = false;
            }
        });

    private Task RenameAsync() => ActAsync(async scope => Say(await Actions.RenameAsync(scope.Owner, Row)));

    private Task SuspendOrResumeAsync() => ActAsync(scope => Actions.SuspendOrResumeAsync(scope, Row));

    private Task UnlinkAsync() => ActAsync(scope => Actions.UnlinkAsync(scope, Row));

    private Task ActAsync(Func<AccountScope, Task> act) =>
        OnceAsync(async () =>
        {
            await act(Scope!);
            await Changed.InvokeAsync();
        });

    private void Say(Notice? notice)
    {
        if (notice is not null)
        {
            var severity =
                notice.IsGood ? Severity.Success
                : notice.IsError ? Severity.Error
                : Severity.Warning;
            Snackbar.Add(SaidOf(Row.Name, notice), severity);
        }
    }
}
