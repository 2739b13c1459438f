using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Linking;

/// <summary>The input for one field of an auth method.</summary>
public sealed partial class CredentialInput
{
    // They tie help and error to the input, for those who hear the page.
    private readonly string _helpId = $"help-{Guid.CreateVersion7():N}";
    private readonly string _errorId = $"error-{Guid.CreateVersion7():N}";

    private MudTextField<string>? _input;
    private bool _shown;

    [Parameter, EditorRequired]
    public required ProviderField Field { get; set; }

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    [Parameter]
    public string? Error { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    public async Task FocusAsync()
    {
        if (_input is not null)
        {
            await _input.FocusAsync();
        }
    }
}
