using Hub.Core.Providers;
using Hub.Web.Components.Shared;
using Hub.Web.Messages;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Linking;

/// <summary>What to know before starting, the provider's page, and the steps.</summary>
public sealed partial class GuideContent
{
    [Parameter, EditorRequired]
    public required Provider Provider { get; set; }

    /// <summary>The method that it leads to; null where a client is registered.</summary>
    [Parameter]
    public AuthMethod? Method { get; set; }

    [Parameter, EditorRequired]
    public required Guide Guide { get; set; }

    /// <summary>What stands before the permission.</summary>
    [Parameter, EditorRequired]
    public required string Needing { get; set; }

    /// <summary>The step that helps with the last failure, counted from 1.</summary>
    [Parameter]
    public int? HelpfulStep { get; set; }

    /// <summary>What the form's button reads; null for that of a form that links an account.</summary>
    [Parameter]
    public string? Button { get; set; }

    [Inject]
    public required ConnectMessages Texts { get; init; }

    private IReadOnlyDictionary<string, object>? Language => Provider.LanguageAttributes();

    private string LabelId => $"before-{Method?.Kind.ToName() ?? "registration"}";

    private string TextOf(GuideStep step) =>
        Method is null
            ? step.Text
            : step.Text.Replace(
                $"{{{GuideStep.Button}}}",
                $"**{Markdown.Escape(Button ?? Texts.ButtonOf(Method, Provider.Name))}**",
                StringComparison.Ordinal
            );
}
