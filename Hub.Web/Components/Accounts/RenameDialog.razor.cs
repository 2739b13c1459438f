using Hub.Core.Inputs;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Accounts;

/// <summary>Asks for a new name; closes with it.</summary>
public sealed partial class RenameDialog
{
    public static readonly DialogOptions Options = new()
    {
        CloseOnEscapeKey = true,
        MaxWidth = MaxWidth.ExtraSmall,
        FullWidth = true,
    };

    private ElementReference _form;
    private TextInput? _input;
    private string? _error;
    private FocusRequest? _focus;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Inject]
    public required AccountDetailsMessages Texts { get; init; }

    [Inject]
    public required SharedMessages Shared { get; init; }

    [Inject]
    public required FormReader Reader { get; init; }

    [Inject]
    public required ValidationMessages Validation { get; init; }

    private async Task SaveAsync()
    {
        if (await Reader.ReadSubmittedAsync(_form, CancellationToken.None) is not { } read)
        {
            return;
        }

        if (read["name"] is not { } name || VisibleText.CleanName(name).Length == 0)
        {
            _error = Validation.Of(new ValidationError.NameRequired());
            _focus = new FocusRequest(() => _input!.FocusAsync());
            return;
        }

        Dialog.Close(DialogResult.Ok(name));
    }
}
