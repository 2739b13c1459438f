using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Providers;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Admin;

/// <summary>One linked account that no person owns, for Administrators.</summary>
public sealed partial class ProductAccountPage
{
    private bool _loaded;
    private bool _verifying;
    private AccountScope? _scope;
    private AccountRow? _account;
    private Provider? _provider;
    private Notice? _notice;
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

    private string ProviderName => _provider?.Name ?? _account!.ProviderSlug;

    protected override void OnInitialized() => _watch = Feed.Watch(ShowChangesAsync);

    protected override async Task OnParametersSetAsync()
    {
        _notice = null;
        if (OwnerId.From((await AuthenticationState).User) is { } administrator)
        {
            _scope = AccountScope.OfProduct(administrator);
            await ReloadAsync();
        }

        _loaded = true;
    }

    private Task ReloadAsync() =>
        UntilDisposedAsync(async () =>
        {
            _account = await Directory.FindAsync(_scope!.Owner, AccountId, Disposed);
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
            (_verifying, _notice) = (true, null);
            try
            {
                _notice = await Actions.VerifyAsync(_scope!, _account!, Disposed);
            }
            finally
            {
                _verifying = false;
            }

            await ReloadAsync();
        });

    private Task SuspendOrResumeAsync() =>
        OnceAsync(async () =>
        {
            await Actions.SuspendOrResumeAsync(_scope!, _account!);
            await ReloadAsync();
        });

    private Task UnlinkAsync() =>
        OnceAsync(async () =>
        {
            if (await Actions.UnlinkAsync(_scope!, _account!))
            {
                Navigation.NavigateTo("admin/accounts");
            }
        });

    protected override void Dispose(bool disposing)
    {
        _watch?.Dispose();
        base.Dispose(disposing);
    }
}
