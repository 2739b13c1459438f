using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using Hub.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Microsoft.JSInterop.Infrastructure;

namespace Hub.Tests.Components;

/// <summary>
/// Stands in for forms.js: keeps what people enter into the inputs of rendered forms, as a browser does, until the server reads it. An
/// input that is rendered anew has lost what was entered.
/// </summary>
public sealed class FormInputs
{
    private readonly List<IRenderedComponent<IComponent>> _roots = [];
    private readonly Dictionary<object, string> _entered = [];

    public FormInputs(BunitJSInterop js)
    {
        js.AddInvocationHandler(new Reading(this));
        js.AddInvocationHandler(new Showing(this));
    }

    /// <summary>How often a form was read.</summary>
    public int Readings { get; private set; }

    /// <summary>Runs before the answer to a reading; hangs to let the reading be lost.</summary>
    public Func<Task> BeforeReading { get; set; } = () => Task.CompletedTask;

    public void Add(IRenderedComponent<IComponent> root) => _roots.Add(root);

    /// <summary>Types, or selects. No event tells the server of the value.</summary>
    public void Enter(IElement input, string value)
    {
        _entered[KeyOf(input)] = value;
        if (
            (input.GetAttribute("aria-invalid") == "true" || input.Closest("form")?.HasAttribute("data-tell-edits") == true)
            && input.Closest("[data-field-box]") is { } box
            && box.HasAttribute("blazor:onfieldedit")
        )
        {
            box.TriggerEvent("onfieldedit", EventArgs.Empty);
        }
    }

    /// <summary>Checks or unchecks a box of which no event tells the server.</summary>
    public void Check(IElement box, bool isChecked) => _entered[KeyOf(box)] = isChecked ? "checked" : "";

    /// <summary>What the browser shows.</summary>
    public string ValueOf(IElement input) => _entered.GetValueOrDefault(KeyOf(input)) ?? input.GetAttribute("value") ?? "";

    private bool IsChecked(IElement box) =>
        _entered.GetValueOrDefault(KeyOf(box)) is { } entered ? entered.Length > 0 : box.HasAttribute("checked");

    /// <summary>The fields of the form that is on top: bUnit does not keep the references to elements.</summary>
    private IEnumerable<IElement> Fields =>
        _roots
            .SelectMany(root => root.FindAll("form"))
            .Select(form => form.QuerySelectorAll("[data-field]"))
            .Last(fields => fields.Length > 0);

    private object KeyOf(IElement input)
    {
        var name = input.GetAttribute("data-field");
        return _roots
                .SelectMany(root => root.FindComponents<TextInput>())
                .Select(found => found.Instance)
                .LastOrDefault(field => field.Name == name)
            ?? _roots
                .SelectMany(root => root.FindComponents<SelectInput>())
                .Select(found => found.Instance)
                .LastOrDefault(field => field.Name == name)
            ?? (object)$"{name} {input.GetAttribute("value")}";
    }

    private byte[] Read() =>
        JsonSerializer.SerializeToUtf8Bytes(
            Fields
                .Where(field => field.GetAttribute("type") is not ("radio" or "checkbox") || IsChecked(field))
                .Select(field =>
                    new[]
                    {
                        field.GetAttribute("data-field"),
                        field.GetAttribute("type") is "radio" or "checkbox" ? field.GetAttribute("value") ?? "on" : ValueOf(field),
                    }
                )
        );

    private sealed class Reading(FormInputs inputs)
        : JSRuntimeInvocationHandlerBase<IJSStreamReference>(
            invocation => invocation.Identifier == "hubForms.read",
            isCatchAllHandler: true
        )
    {
        protected override async Task<IJSStreamReference> HandleAsync(JSRuntimeInvocation invocation)
        {
            inputs.Readings++;
            var json = inputs.Read();
            await inputs.BeforeReading();
            return new Answer(json);
        }
    }

    private sealed class Showing(FormInputs inputs)
        : JSRuntimeInvocationHandlerBase<IJSVoidResult>(invocation => invocation.Identifier == "hubForms.show", isCatchAllHandler: true)
    {
        protected override Task<IJSVoidResult> HandleAsync(JSRuntimeInvocation invocation)
        {
            var fields = inputs.Fields.ToList();
            foreach (var correction in (IEnumerable<string[]>)invocation.Arguments[1]!)
            {
                var field = fields.Find(field => field.GetAttribute("data-field") == correction[0]);
                if (field is not null && inputs.ValueOf(field) == correction[1])
                {
                    inputs.Enter(field, correction[2]);
                }
            }

            return Task.FromResult<IJSVoidResult>(null!);
        }
    }

    private sealed class Answer(byte[] json) : IJSStreamReference
    {
        public long Length => json.Length;

        public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default)
        {
            Assert.InRange(json.Length, 0, maxAllowedSize);
            return ValueTask.FromResult<Stream>(new MemoryStream(json));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
