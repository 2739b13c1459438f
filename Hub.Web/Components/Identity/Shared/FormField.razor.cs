using System.Linq.Expressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Hub.Web.Components.Identity.Shared;

/// <summary>One labelled text input of a static form. A password is never sent back to the browser.</summary>
public sealed partial class FormField
{
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public string Type { get; set; } = "text";

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string?> ValueChanged { get; set; }

    [Parameter, EditorRequired]
    public required Expression<Func<string?>> ValueExpression { get; set; }

    /// <summary>A hint under the input.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    [CascadingParameter]
    private EditContext Context { get; set; } = default!;

    private FieldIdentifier Field => FieldIdentifier.Create(ValueExpression);

    private string Id => Field.FieldName;

    private string HintId => $"{Id}-hint";

    private string ErrorId => $"{Id}-error";

    private string? DescribedBy =>
        (ChildContent is not null, Context.GetValidationMessages(Field).Any()) switch
        {
            (true, true) => $"{ErrorId} {HintId}",
            (true, false) => HintId,
            (false, true) => ErrorId,
            (false, false) => null,
        };
}
