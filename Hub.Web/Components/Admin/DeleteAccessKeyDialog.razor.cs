using Hub.Core.AccessKeys;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Admin;

/// <summary>Asks whether an access key shall really be deleted; anything but the red button keeps it.</summary>
public sealed partial class DeleteAccessKeyDialog
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
    public required AccessKeyRow Key { get; set; }
}
