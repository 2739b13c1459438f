using System.Text.RegularExpressions;
using Hub.Tests.Browser;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Embed;

/// <summary>
/// The examples of docs/embedding.md, taken from there and run: list, form, a key that is refused, the account's id in the page.
/// </summary>
[Collection(nameof(EmbeddingHub))]
public sealed partial class EmbeddingExampleTests(Chromium chromium, EmbeddingHub embedding)
{
    [Fact]
    public async Task plain_html_with_the_element()
    {
        var html = (await ReadAsync("element.html")).Replace("THE_TOKEN", await embedding.TokenAsync(), StringComparison.Ordinal);
        var token = await embedding.TokenAsync();
        embedding.Product.Serve(
            "/hub-session",
            async context =>
            {
                Assert.Equal("POST", context.Request.Method);
                await context.Response.WriteAsJsonAsync(new { token }, context.RequestAborted);
            }
        );
        await using var page = await EmbeddedPage.OpenAsync(chromium, embedding.Product.Serve(html));
        await LinkAsync(page);
        await page.Button("Done").ClickAsync();
        await Expect(page.Frames).ToHaveCountAsync(0);
        var another = page.Page.GetByRole(AriaRole.Button, new() { Name = "Link another account", Exact = true });
        await Expect(another).ToBeFocusedAsync();
        await another.ClickAsync();
        await Expect(page.Frame.GetByLabel("Search providers")).ToBeVisibleAsync();
        await Expect(another).ToBeHiddenAsync();
    }

    [Fact]
    public async Task react_in_strict_mode()
    {
        NodePackages.Require();
        var packages = await NodePackages.GetAsync("Embed/React");
        var folder = Directory.CreateDirectory(Path.Combine(packages, $"app-{Guid.CreateVersion7():N}")).FullName;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, "HubConnect.jsx"),
                await ReadAsync("HubConnect.jsx"),
                TestContext.Current.CancellationToken
            );
            await File.WriteAllTextAsync(
                Path.Combine(folder, "app.jsx"),
                """
                import { StrictMode, useState } from "react";
                import { createRoot } from "react-dom/client";
                import { HubConnect } from "./HubConnect.jsx";

                function Integrations({ token }) {
                  const [linked, setLinked] = useState("");
                  const [open, setOpen] = useState(true);
                  return <>
                    <h1>Integrations</h1>
                    <p id="linked" role="status">{linked}</p>
                    {open && <HubConnect token={token} onSuccess={account => setLinked(`Linked: ${account.provider_name}, account ${account.id}`)} onClose={() => setOpen(false)} />}
                  </>;
                }

                createRoot(document.getElementById("root")).render(<StrictMode><Integrations token={document.body.dataset.token} /></StrictMode>);
                """,
                TestContext.Current.CancellationToken
            );
            // React's development build, which is the one that mounts twice.
            var script = await ChildProcess.RunAsync(
                "node",
                folder,
                Path.Combine(packages, "node_modules", "esbuild", "bin", "esbuild"),
                "app.jsx",
                "--bundle",
                "--jsx=automatic",
                "--define:process.env.NODE_ENV=\"development\""
            );
            embedding.Product.Serve("/react.js", Answers.Text(200, "text/javascript", script).Invoke);
            await using var page = await EmbeddedPage.OpenAsync(
                chromium,
                embedding.Product.Serve(
                    $"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>React</title><script src="{embedding.Hub.Address}/embed/hub.js" async></script></head><body data-token="{await embedding.TokenAsync()}"><div id="root"></div><script src="/react.js"></script></body></html>"""
                )
            );
            await LinkAsync(page);
            // Mounted twice, connected once.
            Assert.Single(
                page.Addresses,
                address => address.StartsWith("ws", StringComparison.Ordinal) && address.Contains("/_blazor", StringComparison.Ordinal)
            );
            await page.Button("Done").ClickAsync();
            await Expect(page.Page.Locator("hub-connect")).ToHaveCountAsync(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task blazor()
    {
        // Compiled with these tests, so it stands there as a file too.
        var compiled = Path.Combine(RunningHub.ProjectDirectory, "..", "Hub.Tests", "Embed", "Examples", "HubConnect.razor");
        Assert.Equal(
            await EmbeddingExample.ReadAsync("HubConnect.razor"),
            await File.ReadAllTextAsync(compiled, TestContext.Current.CancellationToken)
        );

        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{embedding.Hub.Address}/_framework/blazor.web.js");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        embedding.BlazorSite.Serve(
            "/_framework/blazor.web.js",
            Answers.Text(200, "text/javascript", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Invoke
        );
        embedding.BlazorSite.Serve(
            "/HubConnect.razor.js",
            Answers.Text(200, "text/javascript", await ReadAsync("HubConnect.razor.js")).Invoke
        );

        await using var page = await EmbeddedPage.OpenAsync(
            chromium,
            $"{embedding.BlazorSite.Origin}/blazor?hub={Uri.EscapeDataString(embedding.Hub.Address)}&token={await embedding.TokenAsync()}"
        );
        await LinkAsync(page);
        await page.Button("Done").ClickAsync();
        await Expect(page.Page.Locator("hub-connect")).ToHaveCountAsync(0);
    }

    private async Task LinkAsync(EmbeddedPage page)
    {
        await page.LinkAsync();
        await Expect(page.Page.Locator("#linked")).ToContainTextAsync("Linked: ");
        var id = Guid.Parse(Linked().Match(await page.Page.Locator("#linked").InnerTextAsync()).Groups["id"].Value);
        Assert.Equal("sandbox-ats", await embedding.ProviderOfAsync(id));
    }

    private async Task<string> ReadAsync(string name) =>
        (await EmbeddingExample.ReadAsync(name)).Replace("https://hub.example.com", embedding.Hub.Address, StringComparison.Ordinal);

    [GeneratedRegex("^Linked: Sandbox ATS, account (?<id>[0-9a-f-]{36})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Linked();
}
