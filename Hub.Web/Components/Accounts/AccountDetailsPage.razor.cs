using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Accounts;

/// <summary>One linked account of the signed-in user.</summary>
public sealed partial class AccountDetailsPage
{
    private bool _loaded;
    private OwnerId _owner;
    private AccountRow? _account;
    private Provider? _provider;
    private Notice? _notice;
    private bool _verifying;
    private IDisposable? _watch;

    [Parameter]
    public Guid AccountId { get; set; }

    [Inject]
    public required AccountDetailsMessages Texts { get; init; }

    [Inject]
    public required AccountActions Actions { get; init; }

    [Inject]
    public required AccountDirectory Directory { get; init; }

    [Inject]
    public required AccountFeed Feed { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    private bool IsAuthorization => _account!.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode;

    /// <summary>Whether another credential is the remedy.</summary>
    private bool IsInTrouble => _account!.Status != AccountStatus.Active || !_account.IsReadable;

    private string ProviderName => _provider?.Name ?? _account!.ProviderSlug;

    protected override void OnInitialized() => _watch = Feed.Watch(ShowChangesAsync);

    protected override async Task OnParametersSetAsync()
    {
        _notice = null;
        if (OwnerId.From((await AuthenticationState).User) is { } owner)
        {
            _owner = owner;
            await ReloadAsync();
        }

        _loaded = true;
    }

    private Task ReloadAsync() =>
        UntilDisposedAsync(async () =>
        {
            _account = await Directory.FindAsync(_owner, AccountId, Disposed);
            _provider = Catalog.ForPage().Find(_account?.ProviderSlug);
        });

    /// <summary>Another tab, another node or a background job changed the account.</summary>
    private Task ShowChangesAsync(IReadOnlySet<ChangedAccount> changes) =>
        InvokeAsync(async () =>
        {
            if (_loaded && changes.Any(change => change.AccountId == AccountId))
            {
                await ReloadAsync();
                StateHasChanged();
            }
        });

    private Task VerifyAsync() =>
        OnceAsync(async () =>
        {
            _verifying = true;
            _notice = null;
            try
            {
                _notice = await Actions.VerifyAsync(AccountScope.Of(_owner), _account!, Disposed);
            }
            finally
            {
                _verifying = false;
            }

            await ReloadAsync();
        });

    private Task RenameAsync() => ActAsync(async scope => _notice = await Actions.RenameAsync(scope.Owner, _account!) ?? _notice);

    private Task SuspendOrResumeAsync() => ActAsync(scope => Actions.SuspendOrResumeAsync(scope, _account!));

    private Task ActAsync(Func<AccountScope, Task> act) =>
        OnceAsync(async () =>
        {
            await act(AccountScope.Of(_owner));
            await ReloadAsync();
        });

    private Task UnlinkAsync() =>
        OnceAsync(async () =>
        {
            if (await Actions.UnlinkAsync(AccountScope.Of(_owner), _account!))
            {
                Navigation.NavigateTo("accounts");
            }
        });

    protected override void Dispose(bool disposing)
    {
        _watch?.Dispose();
        base.Dispose(disposing);
    }
}
