using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Linking;

/// <summary>The input for one field of an auth method.</summary>
public sealed partial class CredentialInput
{
    // More than any credential has, so that the rules can say so instead of the browser cutting it; less than a circuit takes in one message.
    private const int MaxLength = 20_000;

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

    // The input is described by what is shown: the error takes the help's place.
    private string? HelpId => Field.Help is not null && Error is null ? $"{Field.Key}-help" : null;

    public async Task FocusAsync()
    {
        if (_input is not null)
        {
            await _input.FocusAsync();
        }
    }
}
