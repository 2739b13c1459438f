using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Accounts;

/// <summary>Asks for a new name; closes with it.</summary>
public sealed partial class RenameDialog
{
    public static readonly DialogOptions Options = new() { CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true };

    private string _name = "";
    private string? _error;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    protected override void OnInitialized() => _name = Name;

    private void Save()
    {
        if (string.IsNullOrWhiteSpace(_name))
        {
            _error = "Enter a name.";
            return;
        }

        Dialog.Close(DialogResult.Ok(_name));
    }
}
