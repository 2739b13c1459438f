using Bunit;
using Hub.Core.Providers;
using Hub.Web.Components.Linking;
using Hub.Web.Messages;

namespace Hub.Tests.Components;

/// <summary>The guide, and with it what is made of the catalog's Markdown: an operator's file must not be able to run anything.</summary>
public sealed class GuidePanelTests : BunitContext
{
    public GuidePanelTests() => Services.AddMessages();

    [Fact]
    public void markdown_is_rendered()
    {
        var step = RenderStep("Open **Settings**, *then* `API keys`.");
        Assert.Equal("Settings", step.QuerySelector("strong")!.TextContent);
        Assert.Equal("then", step.QuerySelector("em")!.TextContent);
        Assert.Equal("API keys", step.QuerySelector("code")!.TextContent);
    }

    [Fact]
    public void html_is_shown_as_text()
    {
        const string Html = "<b>bold</b> <script>alert(1)</script> <img src=x onerror=alert(1)>";
        var step = RenderStep(Html);
        Assert.Equal(Html, step.TextContent.Trim());
        Assert.Empty(step.QuerySelectorAll("b, script, img"));
    }

    [Fact]
    public void a_block_of_html_is_shown_as_text()
    {
        var step = RenderStep("<script>\nalert(1)\n</script>");
        Assert.Contains("alert(1)", step.TextContent, StringComparison.Ordinal);
        Assert.Empty(step.QuerySelectorAll("script"));
    }

    [Theory]
    [InlineData("[read on](javascript:alert(1))")]
    [InlineData("[read on](JaVaScRiPt:alert(1))")]
    [InlineData("[read on](http://docs.example)")]
    [InlineData("[read on](data:text/html,x)")]
    [InlineData("[read on](//docs.example)")]
    [InlineData("[read on](/accounts)")]
    [InlineData("[read on]()")]
    [InlineData("[**read** on](http://docs.example)")]
    [InlineData("[read `on`](http://docs.example)")]
    [InlineData("[read on][1]\n\n[1]: http://docs.example")]
    public void a_link_to_anywhere_but_https_is_its_text_alone(string markdown)
    {
        var step = RenderStep(markdown);
        Assert.Empty(step.QuerySelectorAll("a"));
        Assert.Equal("read on", step.TextContent.Trim());
    }

    [Theory]
    [InlineData("<https://docs.example>")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<jane@acme.example>")]
    public void a_bare_address_is_text(string markdown)
    {
        var step = RenderStep(markdown);
        Assert.Empty(step.QuerySelectorAll("a"));
        Assert.Equal(markdown.Trim('<', '>'), step.TextContent.Trim());
    }

    [Fact]
    public void an_image_is_dropped_and_its_text_stays()
    {
        var step = RenderStep("![where it is](https://tracker.example/pixel.png)");
        Assert.Empty(step.QuerySelectorAll("img"));
        Assert.Equal("where it is", step.TextContent.Trim());
    }

    [Fact]
    public void an_image_in_a_link_is_dropped_too()
    {
        var step = RenderStep("[![where it is](https://tracker.example/pixel.png)](https://docs.example)");
        Assert.Empty(step.QuerySelectorAll("img"));
        Assert.Equal("where it is", step.QuerySelector("a")!.TextContent);
    }

    [Fact]
    public void a_link_opens_in_a_new_tab_that_knows_nothing_of_this_one()
    {
        var link = RenderStep("See [the *manual*](https://docs.example/keys?a=1&b=2).").QuerySelector("a")!;
        Assert.Equal("https://docs.example/keys?a=1&b=2", link.GetAttribute("href"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal("noopener noreferrer", link.GetAttribute("rel"));
        Assert.Equal("the manual", link.TextContent);
    }

    [Fact]
    public void the_step_that_helps_is_marked()
    {
        var panel = RenderGuide(Guide("One.", "Two.", "Three."), helpfulStep: 2);
        Assert.Equal("Two.", Assert.Single(panel.FindAll("[aria-current=step]")).TextContent.Trim());
    }

    [Fact]
    public void what_to_know_before_starting_is_a_list_above_the_steps()
    {
        var guide = RenderGuide(
            Guide("One.") with
            {
                Permission = "Read access to **users**.<script>",
                Warnings = ["You need to be an **administrator**."],
            }
        );
        var items = guide.FindAll(".before li").Select(item => Text(item));
        Assert.Equal(["Permissions: Read access to users.<script>", "You need to be an administrator."], items);
        Assert.Equal("Before you start", guide.Find(".before .label").TextContent);
        Assert.Equal(guide.Find(".before .label").Id, guide.Find(".before ul").GetAttribute("aria-labelledby"));
        Assert.Empty(guide.FindAll("script"));
    }

    [Fact]
    public void a_warning_is_part_of_its_step()
    {
        var guide = RenderGuide(
            new Guide
            {
                Permission = "None",
                Steps =
                [
                    new GuideStep { Text = "Generate it.", Warning = "Lumen shows it **once**." },
                    new GuideStep { Text = "Paste it." },
                ],
            }
        );
        var warning = Assert.Single(guide.FindAll(".warning"));
        Assert.Equal("Lumen shows it once.", Text(warning));
        Assert.StartsWith("Generate it.", Text(warning.ParentElement!), StringComparison.Ordinal);
    }

    [Fact]
    public void a_step_names_the_button_of_the_form()
    {
        var guide = Guide("Paste it and press {button}.");
        Assert.Equal("Connect", RenderGuide(guide).Find("ol strong").TextContent);
        var panel = Render<GuidePanel>(parameters =>
            parameters
                .Add(it => it.Provider, SampleProviders.Portal with { Name = "Por*tal*" })
                .Add(it => it.Method, SampleProviders.Portal.FindAuthorizationCodeMethod()! with { Guide = guide })
        );
        Assert.Equal("Sign in with Por*tal*", panel.Find("ol strong").TextContent);
    }

    [Fact]
    public void the_page_where_a_key_is_made_opens_in_a_new_tab()
    {
        var link = RenderGuide(Guide("One.") with { Link = "https://lumen.example/keys" }).Find("a");
        Assert.Equal("https://lumen.example/keys", link.GetAttribute("href"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal("noopener noreferrer", link.GetAttribute("rel"));
        Assert.Contains("Open the API key page in Lumen Hire", link.TextContent, StringComparison.Ordinal);
        Assert.Contains("(opens in a new tab)", link.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void without_such_a_page_there_is_no_link() => Assert.Empty(RenderGuide(Guide("One.")).FindAll("a"));

    private static Guide Guide(params string[] steps) =>
        new() { Permission = "None", Steps = [.. steps.Select(step => new GuideStep { Text = step })] };

    private static string Text(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<GuidePanel> RenderGuide(Guide guide, int? helpfulStep = null) =>
        Render<GuidePanel>(parameters =>
            parameters
                .Add(it => it.Provider, SampleProviders.Lumen)
                .Add(it => it.Method, SampleProviders.Lumen.Methods[0] with { Guide = guide })
                .Add(it => it.HelpfulStep, helpfulStep)
        );

    private AngleSharp.Dom.IElement RenderStep(string markdown) => RenderGuide(Guide(markdown)).Find("ol > li");
}
