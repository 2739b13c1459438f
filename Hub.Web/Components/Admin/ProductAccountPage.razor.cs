using Hub.Core;
using Hub.Core.Accounts;
using Hub.Core.Identity;
using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hub.Web.Components.Admin;

/// <summary>One linked account that no person owns, for Administrators.</summary>
public sealed partial class ProductAccountPage
{
    private static readonly OwnerId Product = new(HubUser.ProductId);

    private bool _loaded;
    private AccountRow? _account;
    private Provider? _provider;
    private Notice? _notice;

    [Parameter]
    public Guid AccountId { get; set; }

    [Inject]
    public required VerificationMessages VerificationTexts { get; init; }

    [Inject]
    public required AccountDetailsMessages Texts { get; init; }

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
        await UntilDisposedAsync(LoadAsync);
        _loaded = true;
    }

    private async Task LoadAsync()
    {
        _account = await Directory.FindAsync(Product, AccountId, Disposed);
        _provider = Catalog.ForPage().Find(_account?.ProviderSlug);
    }

    private Task VerifyAsync() =>
        OnceAsync(async () =>
        {
            if (OwnerId.From((await AuthenticationState).User) is not { } administrator)
            {
                return;
            }

            _notice = null;
            _notice = VerificationTexts.NoticeOf(
                await Verifier.VerifyNowAsync(Product, AccountId, administrator, Disposed),
                ProviderName,
                _account!.AuthMethod == AuthMethodKind.Oauth2AuthorizationCode
            );
            await LoadAsync();
        });
}
