using System.ComponentModel.DataAnnotations;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Hub.Web.Components.Identity.Shared;

/// <summary>
/// Validates a form by the attributes of its model, as Blazor's DataAnnotationsValidator does. Their <c>ErrorMessage</c> is the name of a
/// text of <see cref="IdentityFormMessages"/>, because attributes cannot know the reader's language.
/// </summary>
public sealed class FormValidator : ComponentBase, IDisposable
{
    private ValidationMessageStore? _errors;

    [Inject]
    public required IdentityFormMessages Texts { get; init; }

    [CascadingParameter]
    private EditContext Form { get; set; } = default!;

    protected override void OnInitialized()
    {
        _errors = new ValidationMessageStore(Form);
        Form.OnValidationRequested += Validate;
    }

    public void Dispose() => Form.OnValidationRequested -= Validate;

    private void Validate(object? sender, ValidationRequestedEventArgs e)
    {
        _errors!.Clear();
        List<ValidationResult> results = [];
        Validator.TryValidateObject(Form.Model, new ValidationContext(Form.Model), results, validateAllProperties: true);
        foreach (var result in results)
        {
            _errors.Add(Form.Field(result.MemberNames.Single()), Texts.Of(result.ErrorMessage!));
        }

        Form.NotifyValidationStateChanged();
    }
}
