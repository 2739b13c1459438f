using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>Asks before a registered client is removed, or another takes its place; anything but the second button keeps it.</summary>
public sealed partial class ConfirmClientDialog
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
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>What the second button says.</summary>
    [Parameter, EditorRequired]
    public required string Action { get; set; }

    [Parameter]
    public bool IsDangerous { get; set; }
}
