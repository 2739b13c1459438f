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

  // The picker by keyboard: arrows move between the tiles and back up to the search box, Escape empties it.
  addEventListener("keydown", event => {
    const picker = event.target instanceof Element && event.target.closest("[data-picker]");
    if (!picker || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }

    const search = picker.querySelector("[role=search] input");
    if (event.key === "Escape") {
      search.focus();
      if (search.value) {
        search.value = "";
        search.dispatchEvent(new Event("input", { bubbles: true }));
      }

      return;
    }

    const tiles = [...picker.querySelectorAll("li")];
    const from = tiles.indexOf(event.target.closest("li"));
    const next = event.target === search ? event.key === "ArrowDown" && tiles[0]
      : from < 0 ? null
      : { ArrowRight: () => tiles[from + 1], ArrowLeft: () => tiles[from - 1], ArrowDown: () => across(1), ArrowUp: () => across(-1) ?? search }[event.key]?.();
    if (next) {
      event.preventDefault();
      (next.querySelector("a, button") ?? next).focus();
    }

    // The tile of the next row that is nearest to being under or above this one.
    function across(direction) {
      const distance = tile => direction * (tile.offsetTop - tiles[from].offsetTop);
      const beyond = tiles.filter(tile => distance(tile) > 0);
      const row = Math.min(...beyond.map(distance));
      const aside = tile => Math.abs(tile.offsetLeft - tiles[from].offsetLeft);
      return beyond.filter(tile => distance(tile) === row).sort((one, other) => aside(one) - aside(other))[0];
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
