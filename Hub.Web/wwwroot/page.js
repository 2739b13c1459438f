// What HTML cannot do by itself.
(() => {
  // A double click would send the form twice. Released after a while, since a download does not leave the page.
  const sent = new WeakSet();
  addEventListener("submit", event => {
    if (event.defaultPrevented) {
      return;
    }

    if (sent.has(event.target)) {
      event.preventDefault();
      return;
    }

    sent.add(event.target);
    setTimeout(() => sent.delete(event.target), 2000);
  });

  // Signing out in one tab signs out all: the others reload.
  addEventListener("submit", event => event.target.matches('[action="Account/Logout"]') && localStorage.setItem("hub-signed-out", Date.now()));
  addEventListener("storage", event => event.key === "hub-signed-out" && setTimeout(() => location.reload(), 500));

  // Closed until another account needs the person, or one of them changes.
  addEventListener("click", event => {
    const banner = event.target instanceof Element && event.target.closest("[data-attention-close]")?.closest("[data-attention]");
    if (banner) {
      const path = new URL(document.baseURI).pathname;
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `hub.attention=${banner.dataset.attention}; path=${path}; max-age=31536000; samesite=lax${secure}`;
      banner.hidden = true;
      const main = document.getElementById("main");
      main.tabIndex = -1;
      main.focus();
    }
  });

  // "#main" would resolve against <base href="/"> and leave the page. Capturing, so that Blazor does not navigate first.
  addEventListener("click", event => {
    if (event.target instanceof Element && event.target.closest("a.skip")) {
      event.preventDefault();
      event.stopPropagation();
      const main = document.getElementById("main");
      main.tabIndex = -1;
      main.focus();
    }
  }, { capture: true });

  // The picker by keyboard. Categories and tiles are one Tab stop each: arrows, Home and End move inside. From the search box an arrow leads to
  // the tiles and back up; Escape empties it.
  const groups = "[data-picker] :is([role=toolbar], .tiles, .list)";
  const stopsOf = group => [...group.querySelectorAll("a[href], button, input")];
  const stopAt = (group, current) => stopsOf(group).forEach(stop => stop.tabIndex = stop === current ? 0 : -1);
  const groupOf = element => element.closest?.(groups);
  const arrangeStops = () => document.querySelectorAll(groups).forEach(group => {
    if (!group.contains(document.activeElement)) {
      stopAt(group, group.querySelector("[aria-pressed=true], .marked :is(a, button, input)") ?? stopsOf(group)[0]);
    }
  });

  new MutationObserver(arrangeStops).observe(document.body, { childList: true, subtree: true });
  addEventListener("focusin", ({ target }) => groupOf(target) && stopAt(groupOf(target), target));
  addEventListener("keydown", event => {
    const picker = event.target instanceof Element && event.target.closest("[data-picker]");
    if (!picker || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }

    const search = picker.querySelector("input[data-search]");
    if (event.key === "Escape") {
      search.focus();
      if (search.value) {
        event.preventDefault();
        search.value = "";
        search.dispatchEvent(new Event("input", { bubbles: true }));
      }

      return;
    }

    const group = groupOf(event.target);
    const stops = group ? stopsOf(group) : [];
    const from = stops.indexOf(event.target);
    const isGrid = group?.matches(".tiles, .list");
    if (event.key === "Enter" && event.target.type === "checkbox") {
      // It would submit the form.
      event.preventDefault();
      event.target.click();
      return;
    }

    const forward = getComputedStyle(picker).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const next = event.target === search ? event.key === "ArrowDown" && picker.querySelector(":is(.tiles, .list) [tabindex='0']")
      : from < 0 ? null
      : event.key === "Home" ? stops[0]
      : event.key === "End" ? stops.at(-1)
      : ["ArrowLeft", "ArrowRight"].includes(event.key) ? stops[from + (event.key === forward ? 1 : -1)]
      : isGrid && event.key === "ArrowDown" ? across(1)
      : isGrid && event.key === "ArrowUp" ? across(-1) ?? search
      : null;
    if (next) {
      event.preventDefault();
      next.focus();
    }

    // The tile of the next row that is nearest to being under or above this one.
    function across(direction) {
      const box = stop => stop.closest("li, label");
      const distance = stop => direction * (box(stop).offsetTop - box(stops[from]).offsetTop);
      const beyond = stops.filter(stop => distance(stop) > 0);
      const row = Math.min(...beyond.map(distance));
      const aside = stop => Math.abs(box(stop).offsetLeft - box(stops[from]).offsetLeft);
      return beyond.filter(stop => distance(stop) === row).sort((one, other) => aside(one) - aside(other))[0];
    }
  });

  // Menus are <details data-menu>: Escape, choosing, a click elsewhere and Tab out of them close them.
  const openMenus = () => [...document.querySelectorAll("details[data-menu][open]")];
  const closeMenu = menu => {
    // Nothing else has taken the focus, and what had it in the menu disappears.
    if (menu.contains(document.activeElement) || document.activeElement === document.body) {
      menu.querySelector("summary").focus({ preventScroll: true });
    }

    menu.open = false;
  };

  addEventListener("keydown", event => {
    const [menu] = openMenus();
    if (menu && event.key === "Escape" && !event.isComposing) {
      // Whatever is around the menu stays open.
      event.preventDefault();
      event.stopImmediatePropagation();
      closeMenu(menu);
    }
  }, { capture: true });
  addEventListener("click", ({ target }) =>
    openMenus().filter(menu => !menu.contains(target) || target.closest("a, button")).forEach(closeMenu));
  addEventListener("focusin", ({ target }) => openMenus().filter(menu => !menu.contains(target)).forEach(closeMenu));

  // Tips are shown on hover and on focus, by the stylesheet. Escape hides one until the pointer or the focus comes anew.
  addEventListener("keydown", event => event.key === "Escape" && document.querySelectorAll("[data-tip]:is(:hover, :focus-within)")
    .forEach(tip => tip.dataset.tip = "hidden"));
  ["pointerover", "focusin"].forEach(name => addEventListener(name, ({ target }) =>
    document.querySelectorAll("[data-tip=hidden]").forEach(tip => tip.contains(target) || (tip.dataset.tip = ""))));

  // Which columns of the lists are hidden is kept in this browser; the stylesheet hides them.
  const columnsKey = "hub-hidden-columns";
  const hiddenColumns = () => {
    try {
      return (localStorage.getItem(columnsKey) ?? "").split(" ").filter(Boolean);
    } catch {
      return [];
    }
  };
  const hideColumns = () => document.documentElement.dataset.hiddenColumns = hiddenColumns().join(" ");
  hideColumns();
  addEventListener("storage", event => event.key === columnsKey && hideColumns());
  // Blazor's enhanced navigation replaces the root's attributes.
  new MutationObserver(() => "hiddenColumns" in document.documentElement.dataset || hideColumns())
    .observe(document.documentElement, { attributeFilter: ["data-hidden-columns"] });
  addEventListener("click", ({ target }) => target.closest("details[data-columns] summary")?.parentElement
    .querySelectorAll("[data-show-column]").forEach(box => box.checked = !hiddenColumns().includes(box.dataset.showColumn)));
  addEventListener("change", ({ target }) => {
    const column = target.dataset?.showColumn;
    if (column) {
      const others = hiddenColumns().filter(one => one !== column);
      localStorage.setItem(columnsKey, (target.checked ? others : [...others, column]).join(" "));
      hideColumns();
    }
  });

  // When the element with the focus is removed, nothing has the focus: Tab starts again at the top, and screen readers are silent. It goes to the
  // element that replaces it, or to the one from which the dialog was opened, else to the next row, else to the heading. A component that moves
  // the focus itself has done so meanwhile.
  let focused = null;
  let opener = null;
  // The focus does not scroll the page around a frame: hub.js keeps that at its place.
  const framed = parent !== window;
  const removals = new WeakMap();
  // Noted while they are there: what is removed may be a part of the dialog.
  const inDialogs = new WeakSet();
  addEventListener("focusin", ({ target }) => {
    if (target.closest(".mud-dialog-container")) {
      opener = focused && !inDialogs.has(focused) ? focused : opener;
      inDialogs.add(target);
    }

    focused = target;
  });
  // A click beside all controls takes the focus away on purpose.
  addEventListener("focusout", ({ target }) => setTimeout(() =>
    target.isConnected && target === focused && document.hasFocus() && document.activeElement === document.body && (focused = null)));
  new MutationObserver(changes => {
    [focused, opener].filter(element => element && !element.isConnected && !removals.has(element)).forEach(element =>
      removals.set(element, changes.find(change => [...change.removedNodes].some(node => node.contains(element)))));
    if (focused && !focused.isConnected) {
      const lost = focused;
      focused = null;
      setTimeout(() => document.activeElement === document.body && successorOf(lost)?.focus({ preventScroll: framed }), 100);
    }
  }).observe(document.body, { childList: true, subtree: true });

  // A page's heading gets the focus a round trip after it has appeared. By then people may be at work in the page, and stay where they are.
  let heading = null;
  let atWork = false;
  addEventListener("focusin", () => atWork = true);
  new MutationObserver(() => {
    const current = document.querySelector("h1");
    atWork &&= current === heading;
    heading = current;
  }).observe(document.body, { childList: true, subtree: true });

  function focusHeading() {
    if (heading?.isConnected && !atWork) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }

  function successorOf(lost) {
    const candidates = inDialogs.has(lost) && opener ? [lost, opener] : [lost];
    const next = candidates.map(element => replacementOf(element) ?? headOfRowBeside(removals.get(element))).find(Boolean)
      ?? document.querySelector(".mud-dialog h2")
      ?? document.querySelector("main h1, h1");
    if (next?.matches("h1, h2, h3")) {
      next.tabIndex = -1;
    }

    return next;
  }

  function replacementOf(element) {
    return element.isConnected ? element : element.id ? document.getElementById(element.id) : null;
  }

  function headOfRowBeside(removal) {
    const row = removal && [elementFrom(removal.nextSibling, "nextSibling"), elementFrom(removal.previousSibling, "previousSibling")]
      .find(element => element?.isConnected && element.matches("li, tr"));
    return row?.querySelector("h2, h3, a[href], button");
  }

  function elementFrom(node, direction) {
    while (node && !(node instanceof Element)) {
      node = node[direction];
    }

    return node;
  }

  addEventListener("click", event => event.target instanceof Element && event.target.closest("[data-reload]") && location.reload());

  // Copies the text of another element and reports it beside the button.
  addEventListener("click", async event => {
    const button = event.target instanceof Element && event.target.closest("[data-copy]");
    if (!button) {
      return;
    }

    const source = document.getElementById(button.dataset.copy);
    const done = await copy(source);
    const status = button.parentElement.querySelector("[role=status]");
    // Emptied first: screen readers do not repeat the same text.
    status.textContent = "";
    setTimeout(() => status.textContent = done ? button.dataset.copied : button.dataset.copyByHand, 50);
    if (done) {
      setTimeout(() => status.textContent = "", 4000);
    }
  });

  async function copy(source) {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      return true;
    } catch {
      // Not available without HTTPS, or not permitted. Selected text can be copied the old way.
      if (source.select) {
        source.select();
      } else {
        getSelection().selectAllChildren(source);
      }

      return document.execCommand("copy");
    }
  }

  window.hubPage = {
    focusHeading,
    focus: id => document.getElementById(id)?.focus({ preventScroll: framed }),
  };

  // Changes the address without navigating, so that Back leaves the page. Browsers refuse when it is called too often.
  window.hubAddress = {
    replace: address => {
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // The next one will do.
      }
    },
  };

  // Browsers apply autofocus only when a document loads, not when Blazor replaces its content.
  addEventListener("DOMContentLoaded", () =>
    window.Blazor?.addEventListener?.("enhancedload", () => document.querySelector("main [autofocus]")?.focus()));
})();
