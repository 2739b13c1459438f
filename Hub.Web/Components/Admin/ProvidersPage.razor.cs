using Hub.Core.Authorization;
using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Admin;

/// <summary>The providers at which people can sign in, or could, for Administrators.</summary>
public sealed partial class ProvidersPage : IDisposable
{
    private const string Path = "admin/providers";

    private readonly CancellationTokenSource _disposed = new();
    private IReadOnlyList<ProviderClientRow>? _rows;
    private string? _search;

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

    private string Summary =>
        (Found.Count, Ready.Count) switch
        {
            (0, _) => $"No provider with a way to sign in matches “{_search?.Trim()}”.",
            (1, 1) => "1 provider, at which people can sign in",
            (1, _) => "1 provider, at which people cannot sign in",
            (var count, 0) => $"{count} providers, people can sign in at none",
            (var count, var ready) => $"{count} providers, people can sign in at {ready}",
        };

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _rows = await Directory.ListAsync(_disposed.Token);
        }
        catch (Exception) when (_disposed.IsCancellationRequested)
        {
            // Left the page.
        }
    }

    private static string StateOf(ProviderClientRow row) => row.Provider.Sandbox ? "Needs no client" : "Client registered";

    private string DetailOf(Provider provider)
    {
        var row = _rows!.First(row => row.Provider == provider);
        var state = row.Client is null ? "No client" : "Secret cannot be read";
        return row.Accounts.Linked == 0 ? state : $"{state} · {row.Accounts.Linked} linked earlier";
    }

    // Enter in the search box opens what stands first, once something was typed.
    private void OpenFirst()
    {
        if (!string.IsNullOrWhiteSpace(_search) && Found.Count > 0)
        {
            Navigation.NavigateTo($"{Path}/{Found[0].Provider.Slug}");
        }
    }

    // Not disposed: what is still running looks at it.
    public void Dispose() => _disposed.Cancel();
}
