using System.Diagnostics;
using Hub.Core;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Languages;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Hub.Web.Components.AuthLinks;

/// <summary>Creates a link request: an auth link that asks somebody else to link an account. The page shows the link once.</summary>
public sealed partial class CreateAuthLinkPage
{
    private const string AnyProvider = "any";
    private const string OnlyProviders = "providers";
    private const string OnlyCategories = "categories";

    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private ElementReference _form;
    private ElementReference _heading;
    private TextInput? _nameInput;
    private TextInput? _idInput;
    private TextInput? _usernameInput;
    private FocusRequest? _focus;
    private string _name = "";
    private string _id = "";
    private string _username = "";
    private string _scope = AnyProvider;
    private string? _scopeError;
    private IReadOnlyList<string> _providers = [];
    private IReadOnlyList<ProviderCategory> _categories = [];
    private string _days = LinkChoices.DefaultLifetime;
    private bool _endsAfterOne = true;
    private string _language = "";
    private string _email = "";
    private Notice? _notice;
    private SessionIssueOutcome.Issued? _issued;

    /// <summary>The provider whose page the person came from.</summary>
    [SupplyParameterFromQuery]
    public string? Provider { get; set; }

    [Inject]
    public required CategoryMessages CategoryTexts { get; init; }

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required AuthLinkMessages Texts { get; init; }

    [Inject]
    public required SessionIssuer Issuer { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    internal PublicAddress Address { get; init; } = default!;

    [Inject]
    public required ILogger<CreateAuthLinkPage> Logger { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    private IReadOnlyList<RadioChoice.RadioOption> Scopes =>
        [new(AnyProvider, Texts.AnyProvider), new(OnlyProviders, Texts.OnlyProviders), new(OnlyCategories, Texts.OnlyCategories)];

    protected override void OnInitialized()
    {
        if (Catalog.Find(Provider) is { } provider)
        {
            (_scope, _providers) = (OnlyProviders, [provider.Slug]);
        }
    }

    private void Choose(ProviderCategory category, bool isChosen) =>
        (_categories, _scopeError) = (
            isChosen ? [.. _categories.Append(category).Distinct()] : [.. _categories.Where(one => one != category)],
            null
        );

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
        Keep(read);
        _notice = null;
        _errors.Clear();
        var user = (await AuthenticationState).User;
        _email = user.Identity?.Name ?? "";
        _scopeError =
            _scope == OnlyProviders && _providers.Count == 0 ? Texts.ProviderMissing
            : _scope == OnlyCategories && _categories.Count == 0 ? Texts.CategoryMissing
            : null;
        if (OwnerId.From(user) is not { } owner)
        {
            Show(new SessionIssueOutcome.OwnerNotAllowed());
        }
        else if (_scopeError is null)
        {
            await IssueAsync(owner);
        }

        if (FirstInvalid is { } invalid)
        {
            _focus = new FocusRequest(() => invalid.FocusAsync());
        }
    }

    private async Task IssueAsync(OwnerId owner)
    {
        try
        {
            Show(await Issuer.IssueAsync(owner, BuildRequest(), CancellationToken.None));
        }
        catch (Exception e)
        {
            // The database is unavailable. What was entered stays on the page.
            LogNotIssued(Logger, e);
            _notice = new Notice(Texts.NotCreatedTitle, Texts.DatabaseText) { IsError = true };
        }
    }

    private void Keep(FormValues read)
    {
        (_name, _id, _username) = (
            read[nameof(OriginOwner.Name)] ?? "",
            read[nameof(OriginOwner.Id)] ?? "",
            read[nameof(OriginOwner.Username)] ?? ""
        );
        (_days, _endsAfterOne) = (read["expiry"] ?? _days, read["ends after one"] is not null);
        _language = read[LinkChoices.LanguageField] ?? "";
    }

    private TextInput? FirstInvalid =>
        HasError(nameof(OriginOwner.Name)) ? _nameInput
        : HasError(nameof(OriginOwner.Id)) ? _idInput
        : HasError(nameof(OriginOwner.Username)) ? _usernameInput
        : null;

    private SessionRequest BuildRequest() =>
        new()
        {
            Origin = new OriginOwner(_id.Trim(), _name.Trim(), string.IsNullOrWhiteSpace(_username) ? null : _username.Trim()),
            Providers = _scope == OnlyProviders ? _providers : [],
            Categories = _scope == OnlyCategories ? _categories : null,
            // Accounts that are already linked stay: a replaced account could not be restored.
            Multiple = true,
            EndsAfterOne = _endsAfterOne,
            Locale = Language.Find(_language)?.Tag,
            Lifetime = LinkChoices.LifetimeOf(_days),
        };

    private void Show(SessionIssueOutcome outcome)
    {
        switch (outcome)
        {
            case SessionIssueOutcome.Issued issued:
                _issued = issued;
                _focus = new FocusRequest(FocusHeadingAsync);
                break;
            case SessionIssueOutcome.Invalid(var errors):
                foreach (var (property, error) in errors)
                {
                    _errors[property] = Validation.Of(error);
                }

                _scopeError ??= _errors.GetValueOrDefault(nameof(SessionRequest.Providers));
                break;
            case SessionIssueOutcome.OwnerNotAllowed:
                _notice = new Notice(Texts.SignedOutTitle, Texts.SignedOutText) { IsError = true };
                break;
            case SessionIssueOutcome.AccountNotFound:
            default:
                throw new UnreachableException();
        }
    }

    private void StartAnother()
    {
        (_issued, _name, _id, _username) = (null, "", "", "");
        _focus = new FocusRequest(FocusHeadingAsync);
    }

    /// <summary>The page is shown from its top, where the link is.</summary>
    private async ValueTask FocusHeadingAsync()
    {
        await JS.InvokeVoidAsync("scrollTo", Disposed, 0, 0);
        await _heading.FocusAsync(preventScroll: true);
    }

    /// <summary>The person, where there is one, and the customer.</summary>
    private string SendTitle(SessionIssueOutcome.Issued issued) =>
        issued.Session.OriginUsername is { } person
            ? Texts.SendTitlePerson(person, issued.Session.OriginOwnerName)
            : Texts.SendTitle(issued.Session.OriginOwnerName);

    private string LinkOf(SessionIssueOutcome.Issued issued) => AuthLink.To(Address.Or(Navigation.BaseUri), issued.Token);

    private bool HasError(string property) => _errors.ContainsKey(property);

    private string? ErrorOf(string property) => _errors.GetValueOrDefault(property);

    [LoggerMessage(Level = LogLevel.Error, Message = "An auth link could not be created")]
    private static partial void LogNotIssued(ILogger logger, Exception exception);
}
