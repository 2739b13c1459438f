// Light or dark: the person's choice if there is one, else the system's. Runs before the first paint.
(() => {
  const key = "hub-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const listeners = new Set();

  // Browsers may block a page's storage, above all in a frame of another site.
  const read = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };

  const isDark = () => {
    const chosen = read();
    return chosen ? chosen === "dark" : system.matches;
  };

  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    listeners.forEach(listener => listener.invokeMethodAsync("OnThemeChanged", isDark()));
  };

  apply();
  // Blazor's enhanced navigation replaces the root's attributes with those of the response, which has no theme. This runs before the next paint.
  new MutationObserver(() => document.documentElement.dataset.theme || apply()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", apply);
  addEventListener("storage", event => event.key === key && apply());
  addEventListener("click", event => {
    if (event.target instanceof Element && event.target.closest("[data-theme-toggle]")) {
      localStorage.setItem(key, isDark() ? "light" : "dark");
      apply();
    }
  });

  window.hubTheme = {
    // Tells a .NET component the theme now, and whenever it changes.
    watch: listener => {
      listeners.add(listener);
      return isDark();
    },
    unwatch: listener => listeners.delete(listener),
  };
})();
