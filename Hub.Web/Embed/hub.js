// Hub in a page of your product: docs/embedding.md. Types: wwwroot/embed/hub.d.ts. EmbedScript serves this file, and puts the sentences in.
(() => {
  if (customElements.get("hub-connect")) {
    return;
  }

  // A page that imports this as a module gives Hub's address in "hub".
  const script = document.currentScript ?? document.querySelector('script[src*="/embed/hub.js"]');
  // What people read, by language: EmbedMessages.
  const sentences = "SENTENCES";
  // What developers read.
  const messages = {
    token_missing: "There is no token. Create a connect session on your server (POST /api/connect_sessions) and pass its token.",
    unreachable: "Hub did not answer in time, or this page's Content-Security-Policy blocks it. Look at the browser's console.",
    not_configured: `Hub allows no page yet. Set Hub:Embed:AllowedOrigins:0 to ${location.origin} and restart Hub.`,
    origin_not_allowed: `${location.origin} is not in Hub:Embed:AllowedOrigins. Add it and restart Hub.`,
    // Browsers check every page around the frame, and not all of them say which there are.
    framed: "If this page is in a frame itself, Hub:Embed:AllowedOrigins must name the pages around it too.",
    hub_missing: "hub.js does not know where Hub is. Load it by a script element, or set the option hub.",
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
    .close { position: absolute; z-index: 1; top: .5rem; inset-inline-end: .5rem; width: 2.5rem; height: 2.5rem; padding: 0; border: 0; border-radius: 50%; background: var(--back); color: var(--text); font: 1.5rem/1 system-ui, sans-serif; cursor: pointer }
    .note p { margin: 0 }
    .again { padding: .5rem 1rem; border: 1px solid; border-radius: .5rem; background: none; color: inherit; font: inherit; cursor: pointer; pointer-events: auto }
    button:hover { background: color-mix(in srgb, var(--text) 12%, var(--back)) }
    button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px }
    @media (max-width: 40rem) { dialog { width: 100vw; height: 100dvh; border-radius: 0 } }
    @media (prefers-reduced-motion: reduce) { .spin { animation-duration: 4s } }`);

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /** The first of these languages that there is, else English. */
  const sentencesIn = tags => {
    const language = tag => tag.toLowerCase().split("-")[0];
    const find = tag => Object.keys(sentences).find(one => one.toLowerCase() === tag.toLowerCase()) ?? Object.keys(sentences).find(one => language(one) === language(tag));
    const lang = tags.map(tag => tag && find(tag)).find(Boolean) ?? "en";
    return { lang, ...sentences[lang] };
  };

  const focusOn = element => {
    element.hasAttribute("tabindex") || (element.tabIndex = -1);
    element.focus({ preventScroll: true });
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
        this.#emit("error", base ? { code: "token_missing", message: messages.token_missing } : { code: "unreachable", message: messages.hub_missing });
        return;
      }

      const { lang, dir, ...say } = sentencesIn([this.getAttribute("locale"), document.documentElement.lang, navigator.language]);

      const modal = this.getAttribute("mode") === "modal";
      const address = new URL("connect", base);
      for (const name of ["mode", "theme", "locale"]) {
        this.hasAttribute(name) && address.searchParams.set(name, this.getAttribute(name));
      }

      const frame = make("iframe", { title: say.title, src: address, allow: "clipboard-write", referrerPolicy: "origin" });
      const note = make("div", { className: "note", role: "status" }, make("div", { className: "spin" }), make("span", { textContent: say.loading }));
      const box = make("div", { className: "box wait", lang, dir }, frame, note);
      const run = this.#run = { base, modal, frame, note, box, say, before: document.activeElement };
      run.timer = setTimeout(() => this.#diagnose(run), loadTimeout);
      // Also after the frame has reloaded itself.
      frame.addEventListener("load", () => this.#openChannel(run));
      if (modal) {
        front?.#closeByUser();
        front = this;
        // First, so that it has the focus until the frame is loaded.
        const closeButton = make("button", { type: "button", className: "close", textContent: "\u00d7", ariaLabel: say.close });
        const dialog = run.dialog = make("dialog", { ariaLabel: say.title, lang, dir }, closeButton, box);
        closeButton.addEventListener("click", () => this.#askToClose(run));
        dialog.addEventListener("cancel", event => {
          event.preventDefault();
          this.#askToClose(run);
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
        this.#keepInView(run);
      } else if (type === "screen" && !run.modal) {
        this.#changeScreen(run, detail.back);
      } else if (type === "close") {
        this.#closeByUser();
      } else if (type === "keep") {
        run.asked = false;
      } else if (type === "event") {
        this.#emit("event", detail);
      } else if (type === "success") {
        this.#linked.push(detail);
        this.#emit("success", detail);
      } else if (type === "error") {
        this.#emit("error", detail);
      }
    }

    /** The frame is about to show something else, which may be much lower. */
    #changeScreen(run, back) {
      run.turning = true;
      if (back) {
        const places = run.returning = run.places;
        // Until the frame has its height again. Later than this, the person has long scrolled elsewhere.
        setTimeout(() => run.returning === places && (run.returning = null), 10_000);
      } else {
        run.returning = null;
        run.places = [];
        for (let one = this; one; one = one.parentElement ?? one.getRootNode().host) {
          run.places.push([one, one.scrollTop]);
        }
      }
    }

    /** Back at the list, the page stands where the person left it. Elsewhere a frame that became lower does not leave its top out of view. */
    #keepInView(run) {
      if (run.returning) {
        run.returning.forEach(([element, top]) => element.scrollTo({ top, behavior: "instant" }));
        run.returning.every(([element, top]) => Math.abs(element.scrollTop - top) < 1) && (run.returning = null);
      } else if (run.turning && this.getBoundingClientRect().top < 0) {
        this.scrollIntoView({ behavior: "instant" });
      }

      run.turning = false;
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
          message = `${refused}, around this page, is not in Hub:Embed:AllowedOrigins. Add it and restart Hub.`;
        } else if (allowed && top !== window && !location.ancestorOrigins) {
          message = `${messages.unreachable} ${messages.framed}`;
        }
      } catch {
        // Hub does not answer at all.
      }

      if (this.#run === run && run.box.classList.contains("wait")) {
        this.#stopWaiting(run);
        run.frame.remove();
        run.note.replaceChildren(...[run.say.failed, run.say.help.replace("{0}", code)].map(textContent => make("p", { textContent })));
        if (code === "unreachable") {
          const again = make("button", { type: "button", className: "again", textContent: run.say.retry });
          again.addEventListener("click", () => this.#startAgain(run));
          run.note.append(again);
        }

        this.#emit("error", { code, message: message ?? messages[code] });
      }
    }

    #stopWaiting(run) {
      clearTimeout(run.timer);
      clearTimeout(run.silence);
      run.port?.close();
    }

    #startAgain(run) {
      this.#stop();
      this.#planUpdate();
      run.modal || focusOn(this);
    }

    /** The person wants to close it. The frame asks before what they typed is lost; whoever insists closes it at once. */
    #askToClose(run) {
      if (run.asked || run.box.classList.contains("wait")) {
        this.#closeByUser();
      } else {
        run.asked = true;
        run.port.postMessage({ type: "close" });
      }
    }

    /** The person closed it. */
    #closeByUser() {
      if (this.#run) {
        const isFocused = !this.#run.modal && this.getRootNode().activeElement === this;
        this.close();
        // The focus was in the frame. Where that was it stays, unless the page moves it.
        isFocused && focusOn(this);
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

      element.addEventListener("close", () => {
        const isFocused = element.matches(":focus");
        element.remove();
        isFocused && place !== document.body && focusOn(place);
      });
      const place = typeof container === "string" ? document.querySelector(container) : container ?? document.body;
      place.append(element);
      const handle = { element, close: () => element.remove() };
      latest = mode === "modal" ? handle : latest;
      return handle;
    },
  });
})();
