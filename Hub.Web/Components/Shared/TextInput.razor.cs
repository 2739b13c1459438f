using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>A text field of a form that <see cref="FormReader"/> reads.</summary>
public sealed partial class TextInput
{
    private string _initial = "";
    private FocusRequest? _focus;
    private ElementReference _input;

    [Inject]
    public required ControlMessages Texts { get; init; }

    /// <summary>Its name when the form is read. Unique in the form.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The initial value. Later values are ignored: what people typed is newer.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>The most characters. More are refused with a message, and the value stays.</summary>
    [Parameter, EditorRequired]
    public required int Limit { get; set; }

    /// <summary>How many characters every right value has, where that is known: they are counted along, in the browser.</summary>
    [Parameter]
    public int? Length { get; set; }

    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>With more than one, line breaks are kept.</summary>
    [Parameter]
    public int Lines { get; set; } = 1;

    [Parameter]
    public bool Required { get; set; }

    [Parameter]
    public string? Placeholder { get; set; }

    [Parameter]
    public string? Help { get; set; }

    /// <summary>The language of the help, where it is not the page's.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, object>? HelpLanguage { get; set; }

    [Parameter]
    public string? Error { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Whether it takes the focus when it appears.</summary>
    [Parameter]
    public bool AutoFocus { get; set; }

    [Parameter]
    public RenderFragment? Start { get; set; }

    [Parameter]
    public RenderFragment? End { get; set; }

    /// <summary>Raised when somebody edits it while it has an error.</summary>
    [Parameter]
    public EventCallback Edited { get; set; }

    /// <summary>Raised when it loses the focus and is not empty.</summary>
    [Parameter]
    public EventCallback Blurred { get; set; }

    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    internal ElementReference Reference => _input;

    private string Id => FieldFrame.IdOf(Name);

    private string IsRequired => Required ? "true" : "false";

    private string IsInvalid => Error is null ? "false" : "true";

    private string? Description => FieldFrame.DescriptionOf(Name, Help, Error);

    private string Adorned =>
        $"{(Start is null ? null : "mud-input-root-adorned-start")} {(End is null ? null : "mud-input-root-adorned-end")}".Trim();

    private string TooLong => Texts.TextTooLong(Label, Limit);

    /// <summary>The browser fills in the number.</summary>
    private string? CountText => Length is { } length ? Texts.CharacterCount("{n}", length) : null;

    protected override void OnInitialized()
    {
        _initial = Value ?? "";
        _focus = AutoFocus ? new FocusRequest(FocusAsync) : null;
    }

    public ValueTask FocusAsync() => _input.FocusAsync();
}
