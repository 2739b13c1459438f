using Hub.Tests.Support;
using Microsoft.Playwright;
using Xunit.Sdk;
using static Microsoft.Playwright.Assertions;

namespace Hub.Tests.Browser.Journeys;

/// <summary>
/// One way through the product, with the mouse or with the keyboard alone. Each click, key and paste is counted. After each step a test
/// says what has the focus, and that is in view; between the steps the focus is watched, so that it is never on nothing.
/// </summary>
internal sealed class Journey(IPage page, bool byKeyboard)
{
    /// <summary>More presses of Tab than this, and the next step is not where a person looks for it.</summary>
    private const int MostTabs = 40;

    private readonly List<string> _steps = [];
    private int _presses;
    private int _fields;
    private int _pastes;
    private int _tabs;

    /// <summary>Clicks, and presses of Enter or Space.</summary>
    public int Presses => _presses;

    /// <summary>Presses, and fields that were filled in.</summary>
    public int PressesAndFields => _presses + _fields;

    public int Pastes => _pastes;

    /// <summary>Keys that only move the focus. With the mouse there are none.</summary>
    public int Tabs => _tabs;

    /// <summary>Begins to watch the focus. Comes before the first page is opened.</summary>
    public async Task WatchAsync()
    {
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.AddInitScriptAsync(Watch);
    }

    /// <summary>Clicks a button, link or choice; or moves to it and presses a key.</summary>
    public async Task PressAsync(ILocator control, string key = "Enter")
    {
        var name = await control.EvaluateAsync<string>("control => control.innerText || control.labels?.[0]?.innerText || control.name");
        await ReachAsync(control);
        _presses++;
        await (byKeyboard ? page.Keyboard.PressAsync(key) : control.ClickAsync());
        await NoteAsync($"press “{name.Trim()}”");
    }

    /// <summary>Sends the form of a field that has the focus: with Enter in the field, or with a click on the form's button.</summary>
    public async Task SubmitAsync(ILocator field, ILocator button)
    {
        await Expect(field).ToBeFocusedAsync();
        await PressAsync(byKeyboard ? field : button);
    }

    /// <summary>Goes to a field and types. The click into the field is part of filling it in.</summary>
    public async Task TypeAsync(ILocator field, string text)
    {
        await EnterAsync(field);
        await page.Keyboard.TypeAsync(text);
        await Expect(field).ToHaveValueAsync(text);
        _fields++;
        await NoteAsync($"type “{text}”");
    }

    /// <summary>Goes to a field, with a click unless it has the focus, and pastes.</summary>
    public async Task PasteAsync(ILocator field, string text)
    {
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        _presses += byKeyboard || await HasFocusAsync(field) ? 0 : 1;
        await EnterAsync(field);
        await page.Keyboard.PressAsync("ControlOrMeta+v");
        await Expect(field).ToHaveValueAsync(text);
        _pastes++;
        await NoteAsync("paste");
    }

    /// <summary>The element has the focus and a person sees it. The focus was on nothing at no time before.</summary>
    public async Task ExpectFocusAsync(ILocator element)
    {
        await Expect(element).ToBeFocusedAsync();
        await ExpectInViewAsync(element);
        Assert.True(await page.EvaluateAsync<string[]>("window.lostFocus") is [], $"The focus was lost.\n{this}");
    }

    /// <summary>The element is on the screen, without scrolling, and nothing lies over it.</summary>
    public async Task ExpectInViewAsync(ILocator element)
    {
        // A smooth scroll and a dialog that fades in come to rest.
        string? why = null;
        try
        {
            await Until.TrueAsync(async () => (why = await WhyOutOfViewAsync(element)) is null, "it comes to rest in view");
        }
        catch (TrueException)
        {
            Assert.Fail($"{element} is out of view: {why}\n{this}");
        }
    }

    private async Task<string?> WhyOutOfViewAsync(ILocator element)
    {
        // Of the page, also where the element is in a frame.
        if (await element.BoundingBoxAsync() is not { } box)
        {
            return "It is not shown.";
        }

        var size = page.ViewportSize!;
        // What is higher than half of the screen needs to be there with its beginning.
        var bottom = box.Y + Math.Min(box.Height, size.Height / 2);
        return box.Y < 0 || bottom > size.Height || box.X < 0 || box.X + box.Width > size.Width
            ? $"{box.X:0}, {box.Y:0}, {box.Width:0} × {box.Height:0} of {size.Width} × {size.Height} px"
            : await element.EvaluateAsync<string?>(WhatLiesOver);
    }

    /// <summary>The steps with their numbers, for the test's output and for failures.</summary>
    public override string ToString() =>
        $"{(byKeyboard ? "keyboard" : "mouse")}, {page.ViewportSize!.Width} px: "
        + $"{_presses} presses, {_fields} fields, {_pastes} pastes, {_tabs} tabs\n"
        + string.Join('\n', _steps);

    private async Task EnterAsync(ILocator field)
    {
        if (!await HasFocusAsync(field))
        {
            await ReachAsync(field);
            await (byKeyboard ? Task.CompletedTask : field.ClickAsync());
        }

        await ExpectFocusAsync(field);
    }

    /// <summary>By keyboard, presses Tab until the control has the focus.</summary>
    private async Task ReachAsync(ILocator control)
    {
        await control.WaitForAsync();
        for (var tabs = 0; byKeyboard && !await HasFocusAsync(control); tabs++)
        {
            Assert.True(tabs < MostTabs, $"{MostTabs} presses of Tab do not lead to {control}.\n{this}");
            await page.Keyboard.PressAsync("Tab");
            _tabs++;
        }

        if (byKeyboard)
        {
            await ExpectFocusAsync(control);
        }
    }

    private static Task<bool> HasFocusAsync(ILocator element) =>
        element.EvaluateAsync<bool>("element => element === document.activeElement");

    private async Task NoteAsync(string step) =>
        _steps.Add(
            $"  {step} → {await page.EvaluateAsync<string>("`focus on ${window.nameOfFocus()}, scrolled to ${Math.round(scrollY)}`")}"
        );

    // A page may take the focus from what it removes and give it to what comes instead. What lasts longer than that is lost. Where a person
    // clicks on nothing, or where no element has had the focus yet, it is nobody's.
    private const string Watch = """
        {
          window.lostFocus = [];
          window.nameOfFocus = () => {
            const { tagName, innerText, labels } = document.activeElement;
            return `${tagName} ${(labels?.[0]?.innerText ?? innerText ?? "").trim().split("\n")[0].slice(0, 40)}`.trim();
          };
          let last, since;
          setInterval(() => {
            if (document.activeElement !== document.body || !document.hasFocus()) {
              [last, since] = [window.nameOfFocus(), undefined];
            } else if (last && (since ??= performance.now()) + 1000 < performance.now()) {
              window.lostFocus.push(`after ${last}`);
              last = undefined;
            }
          }, 50);
        }
        """;

    private const string WhatLiesOver = """
        element => {
          const { top, bottom, left, right } = element.getBoundingClientRect();
          const found = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
          return element.contains(found) || found?.contains(element) || found?.closest("label")?.contains(element)
            ? null : found?.outerHTML.slice(0, 80) ?? "nothing";
        }
        """;
}
