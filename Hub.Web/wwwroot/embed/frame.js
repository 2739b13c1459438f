// The framed page's side of hub.js, and its theme. No cookies and no storage: in the page of another site there may be none.
(() => {
  const root = document.documentElement;
  const origins = JSON.parse(document.currentScript.dataset.origins);
  const query = new URLSearchParams(location.search);
  const modal = query.get("mode") === "modal";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const watchers = new Set();
  let theme = query.get("theme");
  let port = null;
  let page = null;
  let begin = null;
  let step = query.get("provider");
  const begun = new Promise(resolve => begin = resolve);

  const isDark = () => theme === "dark" || (theme !== "light" && system.matches);
  const paint = () => {
    root.dataset.theme = isDark() ? "dark" : "light";
    watchers.forEach(watcher => watcher.invokeMethodAsync("OnThemeChanged", isDark()));
  };

  paint();
  system.addEventListener("change", paint);
  root.dataset.mode = modal ? "modal" : "inline";
  root.dataset.framed = parent !== window;

  // In place of theme.js.
  window.hubTheme = {
    watch: watcher => {
      watchers.add(watcher);
      return isDark();
    },
    unwatch: watcher => watchers.delete(watcher),
  };

  // As EmbedOptions.Allows: in Development, http://*.localhost:3000 stands for every name below localhost.
  const allows = origin => origins.some(allowed => allowed === origin
    || (allowed.startsWith("http://*.") && origin.startsWith("http://") && origin.endsWith(allowed.slice(8))));

  const notify = (type, detail = {}) => port?.postMessage({ ...Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== null)), type });

  // The channel's other end is taken from the page around this one alone, and only if that is one of the configured origins.
  addEventListener("message", event => {
    if (event.source !== parent || parent === window || !allows(event.origin) || event.data?.hub !== "hello" || event.ports.length !== 1) {
      return;
    }

    port?.close();
    port = event.ports[0];
    port.onmessage = ({ data }) => {
      if (data?.type === "close") {
        close();
      } else if (data?.type === "start" && typeof data.token === "string") {
        theme = data.theme;
        paint();
        begin(data);
      }
    };
    notify("ready");
  });

  // What the person typed, apart from searches. It is lost when the page around this one closes Hub.
  const typed = new Set();
  addEventListener("input", ({ target }) => target.matches("input:not([data-search], [type=radio], [type=checkbox]), textarea") && typed.add(target));

  const close = async () => {
    const field = document.activeElement;
    const mayClose = ![...typed].some(one => one.isConnected && one.value) || await page.invokeMethodAsync("ConfirmCloseAsync").catch(() => true);
    notify(mayClose ? "close" : "keep");
    mayClose || field?.focus();
  };

  // In place of connect.js. No history: back belongs to the page around this one.
  window.hubConnect = {
    open: async dotNet => {
      page = dotNet;
      const { token, provider } = await begun;
      return { token, provider: step ?? provider, browser: "", leavesFocus: !modal };
    },
    // Before the page shows it.
    go: provider => {
      step = provider;
      notify("screen", { back: false });
    },
    back: () => {
      step = null;
      notify("screen", { back: true });
      return page.invokeMethodAsync("OnNavigated", null);
    },
    // The person chose a language. No cookies here: the address says it, and what was chosen so far.
    reloadIn: language => {
      query.set("language", language);
      step && query.set("provider", step);
      location.replace(`${location.pathname}?${query}`);
    },
    focus: () => {
      const heading = document.querySelector("h1");
      if (modal || document.hasFocus()) {
        heading?.focus();
      } else {
        // A provider's window may have it, and gives it back to this frame when it closes.
        addEventListener("focus", () => document.activeElement === document.body && heading?.focus(), { once: true });
      }
    },
    // Loads the frame in the language of the session, unless its address says which one it should be. False where it does not.
    speak: locale => {
      if (query.has("locale") || query.has("language")) {
        return false;
      }

      query.set("locale", locale);
      location.replace(`${location.pathname}?${query}`);
      return true;
    },
    notify: (step, detail) => {
      if (step === "closed") {
        notify("close");
      } else if (step === "ended") {
        notify("error", detail);
      } else {
        notify("event", { ...detail, name: step });
      }

      if (step === "linked") {
        typed.clear();
        notify("success", detail);
      }
    },
  };

  addEventListener("hub-connection-failed", () =>
    notify("error", { code: "no_connection", message: "The frame loaded, but its WebSocket does not reach Hub. Let the proxy in front of Hub pass WebSockets on: \"Behind a reverse proxy\" in Hub's README." }));

  // Escape closes what is open in here first.
  addEventListener("keydown", event => {
    if (modal && event.key === "Escape" && !event.defaultPrevented && !event.isComposing && !document.querySelector("dialog[open], .mud-dialog-container, .mud-popover-open")) {
      close();
    }
  });

  addEventListener("DOMContentLoaded", () => {
    if (parent === window) {
      return;
    }

    const content = document.getElementById("hub-frame");
    let shown = false;
    const show = () => {
      if (!shown && content.querySelector("h1")) {
        shown = true;
        notify("shown");
      }
    };
    new ResizeObserver(() => {
      notify("size", { height: content.getBoundingClientRect().height });
      show();
    }).observe(content);
    // A popup is centered in the frame, which may be outside of the frame's visible part.
    new MutationObserver(() => {
      // At once: browsers let sizes wait while they have other things to do.
      show();
      const popup = document.querySelector(".mud-dialog:not([data-seen])");
      if (popup) {
        popup.dataset.seen = "";
        requestAnimationFrame(() => popup.scrollIntoView({ block: "center" }));
      }
    }).observe(content, { childList: true, subtree: true });
    // The server does not compress the circuit of a page in a frame, and knows it by this parameter.
    hubStart({ address: "_blazor?embed=1" });
  });
})();
