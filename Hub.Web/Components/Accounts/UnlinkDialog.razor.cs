using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Accounts;

/// <summary>Asks whether an account shall really be unlinked; anything but the red button keeps it.</summary>
public sealed partial class UnlinkDialog
{
    public static readonly DialogOptions Options = new()
    {
        CloseOnEscapeKey = true,
        MaxWidth = MaxWidth.ExtraSmall,
        FullWidth = true,
    };

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired]
    public required string AccountName { get; set; }

    [Parameter, EditorRequired]
    public required string ProviderName { get; set; }

    /// <summary>How it was linked; null where that is not known.</summary>
    [Parameter]
    public AuthMethod? Method { get; set; }
}
