using Hub.Core.AuthLinks;
using Hub.Core.Credentials;
using Hub.Web.Hosting;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.AuthLinks;

/// <summary>Asks whether a link request shall get a new link, and shows that link once.</summary>
public sealed partial class ReissueDialog
{
    // A click beside the dialog would lose the link.
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

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired]
    public required AuthLinkRow Row { get; set; }

    [Parameter, EditorRequired]
    public required string Issuer { get; set; }

    /// <summary>Creates the new token; null where the request no longer exists.</summary>
    [Parameter, EditorRequired]
    public required Func<Task<ReissuedLink?>> Reissue { get; set; }

    [Inject]
    public required AuthLinkMessages Texts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    [Inject]
    internal PublicAddress Address { get; init; } = default!;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private Task ReissueAsync() =>
        OnceAsync(async () =>
        {
            var link = await Reissue();
            (_token, _expiresAt, _gone) = (link?.Token, link?.ExpiresAt ?? default, link is null);
            // The dialog around this component renders the title.
            Dialog.StateHasChanged();
        });
}
