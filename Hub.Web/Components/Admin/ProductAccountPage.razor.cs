using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Web.Components.Accounts;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Admin;

/// <summary>One linked account that no person owns, for Administrators.</summary>
public sealed partial class ProductAccountPage : IDisposable
{
    private static readonly OwnerId Product = new(HubUser.ProductId);

    private readonly CancellationTokenSource _disposed = new();
    private bool _loaded;
    private AccountRow? _account;
    private Provider? _provider;
    private Notice? _notice;
    private bool _verifying;

    [Parameter]
    public Guid AccountId { get; set; }

    [Inject]
    public required AccountDirectory Directory { get; init; }

    [Inject]
    public required AccountVerifier Verifier { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; init; }

    private string ProviderName => _provider?.Name ?? _account!.ProviderSlug;

    protected override async Task OnParametersSetAsync()
    {
        _notice = null;
        await LoadAsync();
        _loaded = true;
    }

    private async Task LoadAsync()
    {
        try
        {
            _account = await Directory.FindAsync(Product, AccountId, _disposed.Token);
            _provider = Catalog.Find(_account?.ProviderSlug);
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
    }

    private async Task VerifyAsync()
    {
        // Clicks queue; while one runs, others are ignored.
        if (_verifying || OwnerId.From((await AuthenticationState).User) is not { } administrator)
        {
            return;
        }

        _verifying = true;
        _notice = null;
        try
        {
            _notice = VerifyNotice.Of(
                await Verifier.VerifyNowAsync(Product, AccountId, administrator, _disposed.Token),
                ProviderName,
                _account!.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode
            );
            await LoadAsync();
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
        finally
        {
            _verifying = false;
        }
    }

    // Not disposed: what is still running looks at it.
    public void Dispose() => _disposed.Cancel();
}
