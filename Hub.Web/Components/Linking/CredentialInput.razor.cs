using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

/// <summary>The input for one field of an auth method, in a form that <see cref="FormReader"/> reads.</summary>
public sealed partial class CredentialInput
{
    // More than any credential has, several lines of them too.
    private const int MaxLength = 20_000;

    private TextInput? _input;
    private SelectInput? _select;
    private RadioChoice? _radios;
    private bool _shown;

    [Parameter, EditorRequired]
    public required ProviderField Field { get; set; }

    /// <summary>What it starts with.</summary>
    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>Another one of two options was pressed. What is typed or selected is found by reading the form.</summary>
    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>The field was left.</summary>
    [Parameter]
    public EventCallback OnBlur { get; set; }

    /// <summary>A field that has an error, or is one of a form that waits for other values, is edited.</summary>
    [Parameter]
    public EventCallback OnInput { get; set; }

    /// <summary>The language of the help, where it is not the page's.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, object>? HelpLanguage { get; set; }

    [Parameter]
    public string? Error { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    private string Label => Field.Required ? Field.Label : Texts.Optional(Field.Label);

    private IEnumerable<(string Value, string Label)> Options =>
        Field
            .Options.Select(option => (option.Value, option.Label))
            .Prepend((Value: "", Label: Texts.FindOut))
            .Where(option => Field.Detect || option.Value.Length > 0);

    public ValueTask FocusAsync() => _input?.FocusAsync() ?? _select?.FocusAsync() ?? _radios?.FocusAsync() ?? ValueTask.CompletedTask;
}
