using Hub.Core;
using Hub.Core.Identity;
using Hub.Core.OAuth;
using Hub.Core.Providers;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Hub.Web.Components;

/// <summary>The start page for visitors. Signed-in people are sent to their accounts.</summary>
public sealed partial class HomePage
{
    private bool _nextIsAdministrator;
    private AvailableMethods _offered = AvailableMethods.KeysOnly;

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required ProviderClients Clients { get; init; }

    [Inject]
    public required Registrar Registrar { get; init; }

    [Inject]
    public required IOptions<RegistrationOptions> Registration { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private bool RegistrationOpen => Registration.Value.IsOpen;

    protected override async Task OnInitializedAsync()
    {
        if (OwnerId.From(HttpContext.User) is not null)
        {
            Navigation.NavigateTo("accounts");
            return;
        }

        _offered = await Clients.GetAvailableMethodsAsync(HttpContext.RequestAborted);
        _nextIsAdministrator = await Registrar.NextUserIsAdministratorAsync(HttpContext.RequestAborted);
    }
}
