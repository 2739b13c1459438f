using System.Diagnostics;
using System.Globalization;
using Hub.Core;
using Hub.Core.AuthLinks;
using Hub.Core.Providers;
using Hub.Core.Sessions;
using Hub.Web.Components.Linking;
using Hub.Web.Components.Shared;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.AuthLinks;

/// <summary>Makes an auth link: a request to somebody else to link an account. The link is shown once, on this page.</summary>
public sealed partial class CreateAuthLinkPage : IDisposable
{
    private const string AnyProvider = "any";
    private const string OnlyProviders = "providers";
    private const string OnlyCategories = "categories";

    private static readonly IReadOnlyList<RadioChoice.RadioOption> Scopes =
    [
        new(AnyProvider, "Any provider"),
        new(OnlyProviders, "Certain providers"),
        new(OnlyCategories, "Certain categories"),
    ];

    private static readonly IReadOnlyList<RadioChoice.RadioOption> Expiries =
    [
        .. new[] { 1, 7, (int)SessionLimits.AuthLinkLifetime.TotalDays, 90 }.Select(days => new RadioChoice.RadioOption(
            days.ToString(CultureInfo.InvariantCulture),
            days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days")
        )),
    ];

    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _disposed = new();
    private ElementReference _form;
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
    private string _days = Expiries[2].Value;
    private bool _endsAfterOne = true;
    private bool _issuing;
    private string _email = "";
    private Notice? _notice;
    private SessionIssueOutcome.Issued? _issued;

    /// <summary>The provider that it is about, where the person came from one.</summary>
    [SupplyParameterFromQuery]
    public string? Provider { get; set; }

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

    private async Task IssueAsync()
    {
        // Clicks queue: a second one may arrive before the button is redrawn, or the page.
        if (
            _issuing
            || _issued is not null
            || await Reader.ReadSubmittedAsync(_form, _disposed.Token) is not { } read
            || _issuing
            || _issued is not null
        )
        {
            return;
        }

        Keep(read);
        _issuing = true;
        _notice = null;
        _errors.Clear();
        var user = (await AuthenticationState).User;
        _email = user.Identity?.Name ?? "";
        _scopeError =
            _scope == OnlyProviders && _providers.Count == 0 ? "Choose at least one provider."
            : _scope == OnlyCategories && _categories.Count == 0 ? "Choose at least one category."
            : null;
        if (OwnerId.From(user) is not { } owner)
        {
            Show(new SessionIssueOutcome.OwnerNotAllowed());
        }
        else if (_scopeError is null)
        {
            try
            {
                Show(await Issuer.IssueAsync(owner, BuildRequest(), CancellationToken.None));
            }
            catch (Exception e)
            {
                // The store is out of order; what was typed must survive it.
                LogNotIssued(Logger, e);
                _notice = new Notice(
                    "Hub could not make the link",
                    "Its database did not accept it. What you entered is still here: try again in a moment."
                )
                {
                    IsError = true,
                };
            }
        }

        _issuing = false;
        if (FirstFaulty is { } faulty)
        {
            _focus = new FocusRequest(() => faulty.FocusAsync());
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
    }

    private TextInput? FirstFaulty =>
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
            // What is linked already stays: of an account that is replaced there would be no way back.
            Multiple = true,
            EndsAfterOne = _endsAfterOne,
            Lifetime = TimeSpan.FromDays(int.Parse(_days, CultureInfo.InvariantCulture)),
        };

    private void Show(SessionIssueOutcome outcome)
    {
        switch (outcome)
        {
            case SessionIssueOutcome.Issued issued:
                _issued = issued;
                break;
            case SessionIssueOutcome.Invalid(var errors):
                foreach (var (property, error) in errors)
                {
                    _errors[property] = Validation.Of(error);
                }

                _scopeError ??= _errors.GetValueOrDefault(nameof(SessionRequest.Providers));
                break;
            case SessionIssueOutcome.OwnerNotAllowed:
                _notice = new Notice("Your sign-in has ended", "Nothing was made. Sign in again, and come back.") { IsError = true };
                break;
            case SessionIssueOutcome.AccountNotFound:
            default:
                throw new UnreachableException();
        }
    }

    private void StartAnew() => (_issued, _name, _id, _username) = (null, "", "", "");

    private string LinkOf(SessionIssueOutcome.Issued issued) => AuthLink.To(Address.Or(Navigation.BaseUri), issued.Token);

    private bool HasError(string property) => _errors.ContainsKey(property);

    private string? ErrorOf(string property) => _errors.GetValueOrDefault(property);

    // Not disposed: what is still running looks at it.
    public void Dispose() => _disposed.Cancel();

    [LoggerMessage(Level = LogLevel.Error, Message = "An auth link could not be made")]
    private static partial void LogNotIssued(ILogger logger, Exception exception);
}
