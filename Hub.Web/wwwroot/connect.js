// The connect page's own script. The token of its session stands in the address's fragment, which browsers send to nobody. It is taken
// from there before anything else happens and kept for this tab alone, so that reload and back work; the page asks for it here.
(() => {
  const tokenKey = "hub-connect-token";
  const browserKey = "hub-connect-browser";
  let page = null;

  // Browsers may deny storage; then the values live as long as the page.
  const stored = (storage, key, value) => {
    try {
      if (value) {
        window[storage].setItem(key, value);
      }

      return value ?? window[storage].getItem(key);
    } catch {
      return value;
    }
  };

  const given = location.hash.slice(1);
  if (given) {
    history.replaceState(null, "", location.pathname + location.search);
    try {
      // What forms.js stored may belong to another link.
      sessionStorage.removeItem("hub-draft");
    } catch {
      // Without storage nothing is stored.
    }
  }

  const token = stored("sessionStorage", tokenKey, given || undefined);

  // Another link, pasted into the same tab, changes the fragment alone.
  addEventListener("hashchange", () => location.hash.length > 1 && location.reload());

  // With this the session recognises the browser in which somebody began with it.
  const random = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const browser = stored("localStorage", browserKey) ?? stored("localStorage", browserKey, random());

  // Choosing a provider is a step of the history. The page itself knows where the list was: the browser would look before it is there.
  history.scrollRestoration = "manual";
  addEventListener("popstate", async ({ state }) => {
    await page?.invokeMethodAsync("OnNavigated", state?.provider ?? null);
    state?.place !== undefined && scrollTo(0, state.place);
  });

  // Back from an authorization in this tab. Shown once: a reload does not show it again.
  const query = new URLSearchParams(location.search);
  const attempt = query.get("attempt");
  if (attempt) {
    const provider = query.get("provider");
    query.delete("attempt");
    query.delete("provider");
    history.replaceState({ provider }, "", `${location.pathname}${query.size > 0 ? `?${query}` : ""}`);
  }

  document.documentElement.dataset.connect = token ? "starting" : "empty";
  window.hubConnect = {
    open: dotNet => {
      page = dotNet;
      return { token, browser, provider: history.state?.provider ?? null, attempt, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    },
    // Before the page shows it: the list is still where it was.
    go: provider => {
      history.replaceState({ ...history.state, place: scrollY }, "");
      history.pushState({ provider }, "");
    },
    back: () => history.state?.provider ? history.back() : page?.invokeMethodAsync("OnNavigated", null),
    // Loads the page in the language of the session, unless its address says which one it should be. False where it does not.
    speak: locale => {
      const wanted = new URLSearchParams(location.search);
      if (wanted.has("locale") || wanted.has("language")) {
        return false;
      }

      wanted.set("locale", locale);
      location.replace(`${location.pathname}?${wanted}#${token}`);
      return true;
    },
    focus: () => {
      document.querySelector("main h1")?.focus({ preventScroll: true });
      scrollTo(0, 0);
    },
    // Tells whoever holds this page in a frame what happens here.
    notify: (type, detail) => dispatchEvent(new CustomEvent("hub-connect", { detail: { type, ...detail } })),
  };

  // Nothing runs on the server for somebody who has no link. No enhanced navigation: it would follow the steps of the history to the server.
  addEventListener("DOMContentLoaded", () => token && hubStart({ ssr: { disableDomPreservation: true } }));
})();
