using Hub.Core.AuthLinks;
using Hub.Core.Credentials;
using Hub.Web.Hosting;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.AuthLinks;

/// <summary>Asks whether a request shall be sent again; then shows its new link, once.</summary>
public sealed partial class ReissueDialog
{
    // A click beside it would lose the link for good.
    public static readonly DialogOptions Options = new()
    {
        BackdropClick = false,
        CloseOnEscapeKey = false,
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
    };

    private Secret? _token;
    private DateTimeOffset _expiresAt;
    private bool _gone;
    private bool _busy;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired]
    public required AuthLinkRow Row { get; set; }

    [Parameter, EditorRequired]
    public required string Issuer { get; set; }

    /// <summary>Makes the new token; null where the request is not there any more.</summary>
    [Parameter, EditorRequired]
    public required Func<Task<ReissuedLink?>> Reissue { get; set; }

    [Inject]
    internal PublicAddress Address { get; init; } = default!;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private async Task ReissueAsync()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        try
        {
            var link = await Reissue();
            (_token, _expiresAt, _gone) = (link?.Token, link?.ExpiresAt ?? default, link is null);
            // The title is drawn by the dialog around this.
            Dialog.StateHasChanged();
        }
        finally
        {
            _busy = false;
        }
    }
}
