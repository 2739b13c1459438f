// Hub in a page of your product. See docs/embedding.md; hub.d.ts beside this file has the types.
(() => {
  if (customElements.get("hub-connect")) {
    return;
  }

  // A page that imports this as a module gives Hub's address in "hub".
  const script = document.currentScript ?? document.querySelector('script[src*="/embed/hub.js"]');
  const texts = {
    token_missing: "The token is missing. Create a connect session on your server and pass its token.",
    unreachable: "Hub could not be loaded.",
    not_configured: "No page may show Hub yet: Hub:Embed:AllowedOrigins is empty.",
    origin_not_allowed: `${location.origin} is not in Hub:Embed:AllowedOrigins.`,
    // Browsers check every page around the frame, and not all of them say which there are.
    framed: "If this page is in a frame itself, the pages around it must be in Hub:Embed:AllowedOrigins too.",
  };
  const loadTimeout = 20000;
  const options = ["mode", "theme", "locale", "provider", "hub"];

  // Any Content-Security-Policy of the page allows a constructed stylesheet, and properties that a script sets.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; color-scheme: light dark; --back: light-dark(#faf9f7, #161514); --text: light-dark(#1d1b19, #f2efeb); --accent: light-dark(#0f6b62, #6ccabc) }
    :host([theme=light]) { color-scheme: light }
    :host([theme=dark]) { color-scheme: dark }
    :host([mode=modal]), :host([hidden]) { display: contents }
    .box { position: relative; box-sizing: border-box; min-height: 22rem; color: var(--text); font: 1rem/1.5 system-ui, sans-serif }
    iframe { display: block; width: 100%; height: 22rem; border: 0; border-radius: 1rem; color-scheme: inherit }
    .wait iframe { opacity: 0 }
    .note { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 1rem; padding: 2rem; text-align: center; pointer-events: none }
    .spin { width: 2rem; height: 2rem; box-sizing: border-box; border: 3px solid color-mix(in srgb, var(--accent) 25%, transparent); border-top-color: var(--accent); border-radius: 50%; animation: spin 1s linear infinite }
    @keyframes spin { to { rotate: 1turn } }
    dialog { box-sizing: border-box; width: min(64rem, 100vw - 2rem); height: min(46rem, 100dvh - 2rem); max-width: none; max-height: none; padding: 0; border: 0; border-radius: 1rem; background: var(--back); overflow: hidden; box-shadow: 0 24px 64px rgb(0 0 0 / 30%) }
    dialog::backdrop { background: rgb(0 0 0 / 50%) }
    dialog .box, dialog iframe { height: 100% }
    button { position: absolute; z-index: 1; top: .5rem; right: .5rem; width: 2.5rem; height: 2.5rem; padding: 0; border: 0; border-radius: 50%; background: var(--back); color: var(--text); font: 1.5rem/1 system-ui, sans-serif; cursor: pointer }
    button:hover { background: color-mix(in srgb, var(--text) 12%, var(--back)) }
    button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px }
    @media (max-width: 40rem) { dialog { width: 100vw; height: 100dvh; border-radius: 0 } }
    @media (prefers-reduced-motion: reduce) { .spin { animation-duration: 4s } }`);

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // One modal at a time: the one that is shown, and what Hub.open created last.
  let front = null;
  let latest = null;

  class HubConnect extends HTMLElement {
    static observedAttributes = ["token", ...options];

    #root = this.attachShadow({ mode: "open" });
    #token = null;
    #updatePlanned = false;
    #closed = false;
    #shown = null;
    #run = null;
    #linked = [];

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [sheet];
    }

    /** A property is not part of the document, where tools that record the page would find the token. */
    get token() {
      return this.#token ?? this.getAttribute("token");
    }

    set token(value) {
      this.#token = value;
      this.#planUpdate();
    }

    connectedCallback() {
      // Set before this script was loaded.
      if (Object.hasOwn(this, "token")) {
        this.#token = this.token;
        delete this.token;
      }

      this.#planUpdate();
    }

    // A modal unblocks the page at once. An element that only moves is started again by the planned update.
    disconnectedCallback() {
      this.#stop();
    }

    attributeChangedCallback(name, before, after) {
      if (before !== after) {
        this.#planUpdate();
      }
    }

    /** Shows Hub again after somebody closed it. */
    open() {
      this.#closed = false;
      this.#planUpdate();
    }

    /** Removes the frame, as removing the element does. No event is raised: the page itself asked for it. */
    close() {
      this.#closed = true;
      this.#stop();
    }

    // In a microtask, since frameworks mount twice and set attributes one by one.
    #planUpdate() {
      if (!this.#updatePlanned) {
        this.#updatePlanned = true;
        queueMicrotask(() => {
          this.#updatePlanned = false;
          const wanted = this.isConnected && !this.#closed
            ? JSON.stringify([this.token, ...options.map(name => this.getAttribute(name))])
            : null;
          if (wanted !== this.#shown) {
            this.#stop();
            this.#shown = wanted;
            wanted && this.#start();
          }
        });
      }
    }

    #emit(type, detail) {
      // Errors do not bubble, as elsewhere in the browser: the page's own listeners for script errors do not expect them.
      this.dispatchEvent(new CustomEvent(type, { detail, bubbles: type !== "error", composed: true }));
    }

    #start() {
      this.#linked = [];
      const base = this.getAttribute("hub") ? new URL("embed/", this.getAttribute("hub").replace(/\/*$/, "/")) : script && new URL(".", script.src);
      if (!this.token || !base) {
        const code = base ? "token_missing" : "unreachable";
        this.#emit("error", { code, message: texts[code] });
        return;
      }

      const modal = this.getAttribute("mode") === "modal";
      const address = new URL("connect", base);
      for (const name of ["mode", "theme", "locale"]) {
        this.hasAttribute(name) && address.searchParams.set(name, this.getAttribute(name));
      }

      const frame = make("iframe", { title: "Connect an account", src: address, allow: "clipboard-write", referrerPolicy: "origin" });
      const note = make("div", { className: "note", role: "status" }, make("div", { className: "spin" }), make("span", { textContent: "Loading\u2026" }));
      const box = make("div", { className: "box wait" }, frame, note);
      const run = this.#run = { base, modal, frame, note, box, before: document.activeElement };
      run.timer = setTimeout(() => this.#diagnose(run), loadTimeout);
      // Also after the frame has reloaded itself.
      frame.addEventListener("load", () => this.#openChannel(run));
      if (modal) {
        front?.#closeByUser();
        front = this;
        // First, so that it has the focus until the frame is loaded.
        const closeButton = make("button", { type: "button", textContent: "\u00d7", ariaLabel: "Close" });
        const dialog = run.dialog = make("dialog", { ariaLabel: "Connect an account" }, closeButton, box);
        closeButton.addEventListener("click", () => this.#closeByUser());
        dialog.addEventListener("cancel", event => {
          event.preventDefault();
          this.#closeByUser();
        });
        // Browsers close it nevertheless when Escape is pressed twice.
        dialog.addEventListener("close", () => this.#run === run && this.#closeByUser());
        run.overflow = document.documentElement.style.overflow;
        document.documentElement.style.overflow = "hidden";
        this.#root.append(dialog);
        dialog.showModal();
      } else {
        this.#root.append(box);
      }
    }

    /** Gives the frame one end of a channel, to a page of Hub's own origin alone. */
    #openChannel(run) {
      run.port?.close();
      const { port1, port2 } = new MessageChannel();
      run.port = port1;
      port1.onmessage = ({ data }) => this.#run === run && this.#receive(run, data);
      run.frame.contentWindow.postMessage({ hub: "hello" }, run.base.origin, [port2]);
      // What a browser shows in place of a blocked page never answers.
      clearTimeout(run.silence);
      run.silence = setTimeout(() => this.#diagnose(run), 2500);
    }

    #receive(run, { type, ...detail }) {
      if (type === "ready") {
        clearTimeout(run.silence);
        const [theme, locale, provider] = ["theme", "locale", "provider"].map(name => this.getAttribute(name));
        run.port.postMessage({ type: "start", token: this.token, theme, locale, provider });
      } else if (type === "shown") {
        clearTimeout(run.timer);
        run.note.remove();
        run.box.classList.remove("wait");
        // A modal takes the focus; part of a page does not.
        run.modal && run.frame.focus();
      } else if (type === "size" && !run.modal) {
        run.frame.style.height = `${Math.ceil(detail.height)}px`;
      } else if (type === "close") {
        this.#closeByUser();
      } else if (type === "event") {
        this.#emit("event", detail);
      } else if (type === "success") {
        this.#linked.push(detail);
        this.#emit("success", detail);
      } else if (type === "error") {
        this.#emit("error", detail);
      }
    }

    /** Finds out why the frame does not answer: blocked, or unreachable. */
    async #diagnose(run) {
      let code = "unreachable";
      let message;
      try {
        const ask = new URL("allowed", run.base);
        [...(location.ancestorOrigins ?? [])].forEach(origin => ask.searchParams.append("ancestor", origin));
        const answer = await fetch(ask, { credentials: "omit", cache: "no-store" });
        const { configured, allowed, refused } = await answer.json();
        code = !configured ? "not_configured" : !allowed || refused ? "origin_not_allowed" : code;
        if (allowed && refused) {
          message = `${refused}, around this page, is not in Hub:Embed:AllowedOrigins.`;
        } else if (allowed && top !== window && !location.ancestorOrigins) {
          message = `${texts.unreachable} ${texts.framed}`;
        }
      } catch {
        // Hub does not answer at all.
      }

      if (this.#run === run && run.box.classList.contains("wait")) {
        this.#stopWaiting(run);
        run.frame.remove();
        run.note.replaceChildren(`${texts.unreachable} (${code})`);
        this.#emit("error", { code, message: message ?? texts[code] });
      }
    }

    #stopWaiting(run) {
      clearTimeout(run.timer);
      clearTimeout(run.silence);
      run.port?.close();
    }

    /** The person closed it. */
    #closeByUser() {
      if (this.#run) {
        this.close();
        this.#emit("event", { name: "closed" });
        this.#emit("close", { linked: this.#linked });
      }
    }

    #stop() {
      const run = this.#run;
      this.#run = this.#shown = null;
      if (run) {
        this.#stopWaiting(run);
        this.#root.replaceChildren();
        if (run.modal) {
          front = front === this ? null : front;
          document.documentElement.style.overflow = run.overflow;
          run.before?.focus?.({ preventScroll: true });
        }
      }
    }
  }

  customElements.define("hub-connect", HubConnect);

  window.Hub = Object.freeze({
    /** Opens Hub as a modal, or within options.container. */
    open(requested) {
      const { container, token } = requested;
      const mode = requested.mode ?? (container ? "inline" : "modal");
      // A double click opens one modal.
      if (mode === "modal" && token && latest?.element.isConnected && latest.element.token === token) {
        return latest;
      }

      const element = document.createElement("hub-connect");
      element.token = token;
      for (const name of options) {
        const value = name === "mode" ? mode : requested[name];
        value && element.setAttribute(name, value);
      }

      for (const [type, listener] of Object.entries({ success: requested.onSuccess, close: requested.onClose, error: requested.onError, event: requested.onEvent })) {
        listener && element.addEventListener(type, event => listener(event.detail));
      }

      element.addEventListener("close", () => element.remove());
      const place = typeof container === "string" ? document.querySelector(container) : container ?? document.body;
      place.append(element);
      const handle = { element, close: () => element.remove() };
      latest = mode === "modal" ? handle : latest;
      return handle;
    },
  });
})();
