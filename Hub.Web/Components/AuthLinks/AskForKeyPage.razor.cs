using System.Diagnostics;
using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.AuthLinks;

/// <summary>
/// Asks the person who can make one for a new credential of a linked account. What they enter keeps the account's id. The page shows the
/// link once.
/// </summary>
public sealed partial class AskForKeyPage
{
    private bool _isLoaded;
    private Guid _loaded;
    private OwnerId _owner;
    private AccountRow? _account;
    private ElementReference _form;
    private ElementReference _heading;
    private TextInput? _personInput;
    private FocusRequest? _focus;
    private string _person = "";
    private string? _error;
    private string _days = LinkChoices.DefaultLifetime;
    private string _language = "";
    private string _email = "";
    private Notice? _notice;
    private SessionIssueOutcome.Issued? _issued;

    [Parameter]
    public Guid AccountId { get; set; }

    [Inject]
    public required AccountDirectory Accounts { get; init; }

    [Inject]
    public required AuthLinkDirectory Links { get; init; }

    [Inject]
    public required SessionIssuer Issuer { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    [Inject]
    internal PublicAddress Address { get; init; } = default!;

    [Inject]
    public required ILogger<AskForKeyPage> Logger { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required AuthLinkMessages Texts { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    private string Title =>
        _account!.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode
            ? Texts.AskToAuthorizeTitle(_account.Name)
            : Texts.AskForKeyTitle(_account.Name);

    /// <summary>Where a new key of an account is asked for.</summary>
    public static string AddressOf(Guid accountId) => $"accounts/{accountId}/request";

    protected override async Task OnParametersSetAsync()
    {
        if (AccountId != _loaded)
        {
            (_loaded, _isLoaded, _issued) = (AccountId, false, null);
            await UntilDisposedAsync(LoadAsync);
        }
    }

    private async Task LoadAsync()
    {
        var id = AccountId;
        var user = (await AuthenticationState).User;
        _email = user.Identity?.Name ?? "";
        if (OwnerId.From(user) is not { } owner)
        {
            _isLoaded = true;
            return;
        }

        var account = await Accounts.FindAsync(owner, id, Disposed);
        var person = account is null ? null : await Links.FindLastPersonAsync(owner, id, Disposed) ?? account.Origin.Username;
        if (id == AccountId)
        {
            (_owner, _account, _person, _isLoaded) = (owner, account, person ?? "", true);
        }
    }

    private async Task SubmitAsync()
    {
        // A second press may arrive while the first one is handled, or after the link was created.
        if (_issued is null && !IsBusy && await Reader.ReadSubmittedAsync(_form, Disposed) is { } read && _issued is null)
        {
            await OnceAsync(() => IssueAsync(read));
        }
    }

    private async Task IssueAsync(FormValues read)
    {
        _person = read[nameof(OriginOwner.Username)] ?? "";
        (_days, _language) = (read["expiry"] ?? _days, read[LinkChoices.LanguageField] ?? "");
        (_notice, _error) = (null, null);
        var request = new SessionRequest
        {
            Origin = new OriginOwner("", "", string.IsNullOrWhiteSpace(_person) ? null : _person.Trim()),
            AccountId = AccountId,
            EndsAfterOne = true,
            Locale = Language.Find(_language)?.Tag,
            Lifetime = LinkChoices.LifetimeOf(_days),
        };
        try
        {
            Show(await Issuer.IssueAsync(_owner, request, CancellationToken.None));
        }
        catch (Exception e)
        {
            // The database is unavailable. What was entered stays on the page.
            LogNotIssued(Logger, e);
            _notice = new Notice(Texts.NotCreatedTitle, Texts.DatabaseText) { IsError = true };
        }
    }

    private void Show(SessionIssueOutcome outcome)
    {
        switch (outcome)
        {
            case SessionIssueOutcome.Issued issued:
                _issued = issued;
                _focus = new FocusRequest(() => _heading.FocusAsync());
                break;
            case SessionIssueOutcome.Invalid(var errors) when errors.TryGetValue(nameof(OriginOwner.Username), out var error):
                _error = Validation.Of(error);
                _focus = new FocusRequest(() => _personInput?.FocusAsync() ?? ValueTask.CompletedTask);
                break;
            case SessionIssueOutcome.Invalid(var errors):
                _notice = new Notice(Texts.NotCreatedTitle, string.Join(' ', errors.Values.Select(Validation.Of)));
                break;
            case SessionIssueOutcome.AccountNotFound:
                _notice = new Notice(Texts.AccountGone, Texts.AccountGoneText);
                break;
            case SessionIssueOutcome.OwnerNotAllowed:
                _notice = new Notice(Texts.SignedOutTitle, Texts.SignedOutText) { IsError = true };
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The person, where there is one, and whose account it is.</summary>
    private string SendTitle(SessionIssueOutcome.Issued issued) =>
        (issued.Session.OriginUsername, issued.Session.OriginOwnerId) switch
        {
            ({ } person, "") => Texts.SendTitle(person),
            ({ } person, _) => Texts.SendTitlePerson(person, issued.Session.OriginOwnerName),
            (null, "") => Title,
            (null, _) => Texts.SendTitle(issued.Session.OriginOwnerName),
        };

    private string LinkOf(SessionIssueOutcome.Issued issued) => AuthLink.To(Address.Or(Navigation.BaseUri), issued.Token);

    [LoggerMessage(Level = LogLevel.Error, Message = "An auth link for a new key could not be created")]
    private static partial void LogNotIssued(ILogger logger, Exception exception);
}
