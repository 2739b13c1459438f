using Hub.Core.Providers;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Hub.Web.Components.Linking;

/// <summary>The input for one field of an auth method.</summary>
public sealed partial class CredentialInput
{
    /// <summary>The choice of leaving it open.</summary>
    internal const string FindOut = "Find out for me";

    // More than any credential has, so that the rules can say so instead of the browser cutting it; less than a circuit takes in one message.
    private const int MaxLength = 20_000;

    private MudTextField<string>? _input;
    private MudSelect<string>? _select;
    private RadioChoice? _radios;
    private bool _shown;

    [Parameter, EditorRequired]
    public required ProviderField Field { get; set; }

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>The focus went elsewhere.</summary>
    [Parameter]
    public EventCallback Left { get; set; }

    /// <summary>Somebody types in a field that has an error.</summary>
    [Parameter]
    public EventCallback Mended { get; set; }

    [Parameter]
    public string? Error { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    private string Label => Field.Required ? Field.Label : $"{Field.Label} (optional)";

    private string IsRequired => Field.MayStayEmpty ? "false" : "true";

    private string ErrorId => $"{Field.Key}-error";

    // The input is described by what is shown: the error takes the help's place.
    private string? HelpId => Field.Help is not null && Error is null ? $"{Field.Key}-help" : null;

    // Only then: otherwise every letter would cross the circuit for nothing.
    private EventCallback<ChangeEventArgs> Mending => Error is null ? default : EventCallback.Factory.Create<ChangeEventArgs>(this, () => Mended.InvokeAsync());

    public async Task FocusAsync()
    {
        if (_input is not null)
        {
            await _input.FocusAsync();
        }
        else if (_select is not null)
        {
            await _select.FocusAsync();
        }
        else if (_radios is not null)
        {
            await _radios.FocusAsync();
        }
    }

    private string LabelOf(string? value) => string.IsNullOrEmpty(value) ? FindOut : Field.Option(value)?.Label ?? value;

    /// <summary>
    /// MudBlazor's select takes a choice over only when the browser has answered that the list is closed; whoever presses Connect meanwhile would
    /// send the old one.
    /// </summary>
    private Task ChooseAsync(string value) => ValueChanged.InvokeAsync(value);

    private Task LeaveAsync() => Left.InvokeAsync();
}
