using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

/// <summary>The input for one field of an auth method, in a form that <see cref="FormReader"/> reads.</summary>
public sealed partial class CredentialInput
{
    /// <summary>The choice of leaving it open.</summary>
    internal const string FindOut = "Find out for me";

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

    /// <summary>The focus went elsewhere.</summary>
    [Parameter]
    public EventCallback Left { get; set; }

    /// <summary>Somebody edits it while it has an error.</summary>
    [Parameter]
    public EventCallback Edited { get; set; }

    [Parameter]
    public string? Error { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    private string Label => Field.Required ? Field.Label : $"{Field.Label} (optional)";

    private IEnumerable<(string Value, string Label)> Options =>
        Field
            .Options.Select(option => (option.Value, option.Label))
            .Prepend((Value: "", Label: FindOut))
            .Where(option => Field.Detect || option.Value.Length > 0);

    public ValueTask FocusAsync() => _input?.FocusAsync() ?? _select?.FocusAsync() ?? _radios?.FocusAsync() ?? ValueTask.CompletedTask;
}
