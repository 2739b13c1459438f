using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace Hub.Web.Components.Shared;

/// <summary>
/// Renders the catalog's Markdown. HTML in it is shown as text, images are dropped, links go only to https and open in a new tab.
/// </summary>
internal static class Markdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <returns>Markdown that is rendered as this text.</returns>
    public static string Escape(string text) =>
        string.Concat(text.Select(one => char.IsAscii(one) && (char.IsPunctuation(one) || char.IsSymbol(one)) ? $@"\{one}" : $"{one}"));

    public static MarkupString Render(string text)
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage || !Uri.TryCreate(link.Url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
            {
                // Its text moves into a container that adds no markup.
                link.ReplaceBy(new ContainerInline());
                continue;
            }

            link.GetAttributes().AddProperty("target", "_blank");
            link.GetAttributes().AddProperty("rel", "noopener noreferrer");
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            link.ReplaceBy(new LiteralInline(link.Url));
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return new MarkupString(writer.ToString());
    }
}
