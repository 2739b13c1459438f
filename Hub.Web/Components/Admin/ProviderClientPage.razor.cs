using Hub.Core.Authorization;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Admin;

/// <summary>The operator's client at one provider, for Administrators.</summary>
public sealed partial class ProviderClientPage
{
    private string? _loadedSlug;
    private bool _loaded;
    private ProviderClientRow? _row;

    [Parameter]
    public required string Slug { get; set; }

    [Inject]
    public required ProviderClientMessages Texts { get; init; }

    [Inject]
    public required ProviderClientDirectory Directory { get; init; }

    protected override Task OnParametersSetAsync()
    {
        if (_loadedSlug == Slug)
        {
            return Task.CompletedTask;
        }

        (_loadedSlug, _loaded) = (Slug, false);
        return UntilDisposedAsync(async () =>
        {
            await LoadAsync();
            _loaded = true;
        });
    }

    private async Task LoadAsync() => _row = await Directory.FindAsync(Slug, Disposed);

    private string StateOf(ProviderClientRow row) =>
        row.Provider.Sandbox ? Texts.NeedsNoClient
        : row.Client is not { } client ? Texts.NotSetUp
        : client.Refusal is not null ? Texts.ClientRejected
        : client.IsReadable ? Texts.ClientRegistered
        : Texts.SecretUnreadable;
}
