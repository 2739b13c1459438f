using Hub.Core.Authorization;
using Hub.Core.Providers;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Admin;

/// <summary>The providers with an authorization code method, and which of them are set up, for Administrators.</summary>
public sealed partial class ProvidersPage
{
    private const string Path = "admin/providers";

    private IReadOnlyList<ProviderClientRow>? _rows;
    private string? _search;

    [Inject]
    public required ProviderClientMessages Texts { get; init; }

    [Inject]
    public required ProviderClientDirectory Directory { get; init; }

    [Inject]
    public required ProviderCatalog Catalog { get; init; }

    [Inject]
    public required ProviderSearch Search { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private IReadOnlyList<ProviderClientRow> Found =>
        string.IsNullOrWhiteSpace(_search)
            ? _rows!
            : [.. Search.Find(_search).Join(_rows!, found => found, row => row.Provider, (_, row) => row)];

    private IReadOnlyList<ProviderClientRow> Ready => [.. Found.Where(row => row.IsOffered)];

    private IReadOnlyList<ProviderClientRow> Others => [.. Found.Where(row => !row.IsOffered)];

    protected override Task OnInitializedAsync() => UntilDisposedAsync(async () => _rows = await Directory.ListAsync(Disposed));

    private IEnumerable<string> WarningsOf(ProviderClientRow row)
    {
        if (row.Accounts.Expired > 0)
        {
            yield return Texts.Expired(row.Accounts.Expired);
        }

        if (row.Client?.Refusal is { } rejection)
        {
            yield return ClientFaultMessages.IsCertain(rejection.Fault) ? Texts.ClientRejected : Texts.RequestRejected;
        }

        if (row.Accounts.Failing > 0)
        {
            yield return Texts.Failing(row.Accounts.Failing);
        }
    }

    // Null for most: the heading above the tiles says that they are not set up.
    private string? DetailOf(Provider provider)
    {
        var row = _rows!.First(row => row.Provider == provider);
        string?[] details =
        [
            row.Client is null ? null : Texts.SecretUnreadable,
            row.Accounts.Linked == 0 ? null : Texts.LinkedEarlier(row.Accounts.Linked),
        ];
        return details.OfType<string>().ToList() is { Count: > 0 } told ? string.Join(" · ", told) : null;
    }

    // Enter in the search box opens the first match.
    private void OpenFirst()
    {
        if (!string.IsNullOrWhiteSpace(_search) && Found.Count > 0)
        {
            Navigation.NavigateTo($"{Path}/{Found[0].Provider.Slug}");
        }
    }
}
