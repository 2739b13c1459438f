using System.Collections.Concurrent;
using Hub.Core.Providers;
using Hub.Tests.Api;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace Hub.Tests.Browser;

/// <summary>Everything that people read comes from the resources: a text that does not is found on the pages.</summary>
public sealed class PseudoLocaleTests(Chromium chromium, PseudoLocaleTests.PseudoHub hub) : IClassFixture<PseudoLocaleTests.PseudoHub>
{
    [Fact]
    public async Task every_text_on_every_page_comes_from_a_resource()
    {
        var found = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await new PageWalk(chromium, hub, LookAsync).WalkAsync();
        Assert.True(found.IsEmpty, string.Join('\n', found.Select(one => $"{one.Value}: {one.Key}").Order(StringComparer.Ordinal)));

        async Task LookAsync(IPage page, string state)
        {
            foreach (var text in await page.EvaluateAsync<string[]>(Unmarked))
            {
                // Once: headers and footers are the same everywhere.
                found.TryAdd(text, state);
            }
        }
    }

    [Fact]
    public async Task the_check_finds_what_does_not_come_from_a_resource()
    {
        await using var person = await Person.OpenAsync(chromium, hub.Address);
        await person.GoAsync("/");
        await person.Page.EvaluateAsync(
            """
            () => document.querySelector('main').insertAdjacentHTML('beforeend',
              '<p class="one">⟦Marked⟧ Plain <b>⟦with ⟦more⟧⟧</b></p><button aria-label="Named"></button><code>code</code><p>1 member@example.com</p>')
            """
        );
        Assert.Equal(["p.one: Plain", "button[aria-label]: Named"], await person.Page.EvaluateAsync<string[]>(Unmarked));
    }

    /// <summary>
    /// Collects what is outside of marks: texts in the order of the document, with templates and what is hidden, attributes that are shown
    /// or read out, and texts that are handed to scripts. A text of several elements begins in one and ends in another. Addresses, dates,
    /// recovery codes, scopes, and the names of Hub, its settings and the sandbox's people are data.
    /// </summary>
    private const string Unmarked = """
        () => {
          const attributes = ["aria-label", "aria-description", "aria-roledescription", "title", "alt", "placeholder", "label", "unsupported",
            "data-label", "data-too-long", "data-copied", "data-copy-by-hand"];
          const data = [
            /\b[\w.+-]+@[\w.-]+/g, /\bhttps?:\S+/g, /\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}(, \d\d:\d\d UTC)?/g,
            /\b\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, /\b[\w-]+(\.[\w-]+)+(\/\S*)?/g, /\b[A-Z\d]{5}-[A-Z\d]{5}\b/g, /\bHub(:\w+)*/g, /\b(Jane|Sam|Otto) Sandbox\b/g, /\bSandbox (GmbH|ATS)\b/g,
            /\bBootstrap key\b/g, /\bglobex-1\b/g, /\bapi\b/g, /\bInc\.(?=\W|$)/g,
          ];
          const found = [];
          const nameOf = element => element.localName + (element.id ? `#${element.id}` : [...element.classList].slice(0, 2).map(one => `.${one}`).join(""));
          const judge = (place, text) => {
            const rest = data.reduce((rest, one) => rest.replace(one, ""), text).replace(/\s+/g, " ").trim();
            if (/\p{L}{2}/u.test(rest)) {
              found.push(`${place}: ${rest}`);
            }
          };
          let depth = 0;
          const unmarked = text => [...text].filter(letter => {
            depth += letter === "⟦" ? 1 : 0;
            const kept = depth === 0;
            depth -= letter === "⟧" ? 1 : 0;
            return kept;
          }).join("");
          const standalone = (place, text) => {
            const before = depth;
            depth = 0;
            judge(place, unmarked(text ?? ""));
            depth = before;
          };
          const walk = node => {
            if (node.nodeType === Node.TEXT_NODE) {
              judge(nameOf(node.parentElement ?? document.body), unmarked(node.data));
              return;
            }

            if (node instanceof Element) {
              // A language is written in itself.
              if (["script", "style", "code", "pre", "svg"].includes(node.localName) || node.matches("[data-language] button, [data-language-name], [name=language] option, [data-field=language] option:not([value=''])") || node.matches("[aria-hidden=true]") && node.textContent.length < 3) {
                return;
              }

              attributes.filter(name => node.hasAttribute(name)).forEach(name => standalone(`${nameOf(node)}[${name}]`, node.getAttribute(name)));
              if (node.matches("meta[name=description]")) {
                standalone("meta", node.content);
              } else if (node.matches("input[type=submit], input[type=button], input[type=reset], textarea[readonly]")) {
                standalone(`${nameOf(node)}[value]`, node.value);
              } else if (node.matches("a[href^='mailto:'], a[href^='data:text']")) {
                standalone(`${nameOf(node)}[href]`, decodeURIComponent(node.getAttribute("href")).replace(/^[a-z]+:[^,?]*[,?](subject=)?/, "").replaceAll("&body=", " "));
              } else if (node.matches("noscript")) {
                walk(new DOMParser().parseFromString(node.textContent, "text/html").body);
                return;
              } else if (node.matches("template")) {
                node.content.childNodes.forEach(walk);
                return;
              }
            }

            node.childNodes.forEach(walk);
          };
          walk(document);
          if (depth !== 0) {
            found.push(`document: a mark begins or ends alone (${depth})`);
          }

          return found;
        }
        """;

    /// <summary>Hub in the pseudo language.</summary>
    public sealed class PseudoHub : ApiHub
    {
        protected override IEnumerable<string> Settings =>
            ["--Hub:SignInAttemptsPerMinute=0", "--Hub:Embed:AllowedOrigins:0=https://product.example"];

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            PseudoLocale.Mark(Get<ProviderCatalog>());
        }

        protected override void Configure(WebApplicationBuilder builder) => builder.AddPseudoLocale(PseudoLocale.Mark);
    }
}
