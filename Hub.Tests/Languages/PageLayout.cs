using System.Collections.Concurrent;
using Hub.Tests.Browser;
using Microsoft.Playwright;

namespace Hub.Tests.Languages;

/// <summary>Looks at the layout of every page of a <see cref="PageWalk"/>.</summary>
internal static class PageLayout
{
    /// <summary>Finds what is wider than its place: the page itself, and texts that an element hides.</summary>
    private const string CutScript = """
        () => {
          const nameOf = element => element.localName + (element.id ? `#${element.id}` : [...element.classList].slice(0, 2).map(one => `.${one}`).join(""));
          const { scrollWidth, clientWidth } = document.documentElement;
          const found = scrollWidth > clientWidth + 1 ? [`the page scrolls sideways by ${scrollWidth - clientWidth} px`] : [];
          const scrolls = element => element && (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
          for (const element of document.querySelectorAll("body *")) {
            const style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            if (element.closest("svg, script, template, input, textarea, select") || style.visibility !== "visible" || box.width <= 1 || box.height <= 1) {
              continue;
            }

            const text = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
            // A long reason is clamped to two lines; the details show all of it.
            if (text && ["hidden", "clip"].includes(style.overflowX) && style.webkitLineClamp === "none" && element.scrollWidth > element.clientWidth + 1) {
              found.push(`${nameOf(element)} cuts its text: ${element.textContent.trim().slice(0, 60)}`);
            }

            if (text && element.closest("nav") && style.overflowX === "visible" && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) {
              found.push(`${nameOf(element)} is wider than its place: ${element.textContent.trim().slice(0, 60)}`);
            }

            if (text && (box.right > clientWidth + 1 || box.left < -1) && !scrolls(element.parentElement) && style.position !== "fixed" && !element.closest(".skip")) {
              found.push(`${nameOf(element)} is beside the page: ${element.textContent.trim().slice(0, 60)}`);
            }
          }

          return found;
        }
        """;

    /// <summary>Finds a page that reads from left to right.</summary>
    private const string MirroredScript = """
        () => {
          const root = document.documentElement;
          const found = root.dir === "rtl" && root.lang === "ar" ? [] : [`the page is ${root.lang} ${root.dir}`];
          const brand = document.querySelector("header .brand, header svg");
          if (brand && brand.getBoundingClientRect().right < innerWidth / 2) {
            found.push("the header begins at the left");
          }

          for (const element of document.querySelectorAll("main :is(code, input[type=email], input[type=password])")) {
            if (getComputedStyle(element).direction !== "ltr") {
              found.push(`${element.localName} reads from right to left`);
            }
          }

          return found;
        }
        """;

    public static Task<string[]> CutAsync(IPage page) => page.EvaluateAsync<string[]>(CutScript);

    public static Task<string[]> MirroredAsync(IPage page) => page.EvaluateAsync<string[]>(MirroredScript);

    /// <param name="walk">Gets what is called in each state.</param>
    /// <param name="checks">Each returns what it finds.</param>
    public static async Task CheckAsync(Func<Func<IPage, string, Task>, PageWalk> walk, params Func<IPage, Task<string[]>>[] checks)
    {
        var found = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await walk(LookAsync).WalkAsync();
        Assert.True(found.IsEmpty, string.Join('\n', found.Select(one => $"{one.Value}: {one.Key}").Order(StringComparer.Ordinal)));

        async Task LookAsync(IPage page, string state)
        {
            // The sandbox's pages are another product's, and nobody opens the framed page by itself.
            if (state.StartsWith("sandbox:", StringComparison.Ordinal) || state.StartsWith("embed:", StringComparison.Ordinal))
            {
                return;
            }

            foreach (var check in checks)
            {
                foreach (var fault in await check(page))
                {
                    found.TryAdd(fault, state);
                }
            }
        }
    }
}
