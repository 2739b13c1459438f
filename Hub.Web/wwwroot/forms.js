// The browser's part of Components/Shared/FormReader.cs. What people enter stays in the browser until the server reads the form:
// no event of a field carries its value.
(() => {
  const submitted = new WeakMap();
  const told = new WeakSet();

  const isField = element => element instanceof HTMLElement && element.dataset.field !== undefined;
  const fieldsOf = form => [...form.elements].filter(isField);
  const boxOf = field => field.closest("[data-field-box]");
  const limitOf = field => Number(field.dataset.limit ?? Infinity);
  const isChoice = field => ["radio", "checkbox"].includes(field.type);

  // One character more than the limit tells the server that a value is too long; it needs no more of it.
  const valuesOf = form => fieldsOf(form)
    .filter(field => !isChoice(field) || field.checked)
    .map(field => [field.dataset.field, field.value.slice(0, limitOf(field) + 1)]);

  // The values at the moment of the click: the server reads them a little later.
  addEventListener("submit", event => {
    const fields = fieldsOf(event.target);
    draft = new Map();
    event.target.querySelectorAll("input[data-search]").forEach(search);
    if (fields.length > 0) {
      event.preventDefault();
      fields.forEach(field => told.delete(field));
      submitted.set(event.target, valuesOf(event.target));
    }
  }, { capture: true });

  window.hubForms = {
    read: (form, asSubmitted) => {
      const values = asSubmitted && submitted.get(form) || valuesOf(form);
      if (asSubmitted) {
        submitted.delete(form);
      }

      return new TextEncoder().encode(JSON.stringify(values));
    },
    // What was typed since is newer than what the server made of the value.
    show: (form, corrections) => corrections.forEach(([name, read, shown]) => {
      const field = fieldsOf(form).find(field => field.dataset.field === name);
      if (field?.value === read) {
        field.value = shown;
        count(field);
      }
    }),
  };

  // Dispatched at the box, since Blazor sends the value of an input along with every event that comes from it.
  ["fieldedit", "fieldleave"].forEach(name => Blazor.registerCustomEventType(name, { createEventArgs: () => ({}) }));
  const tell = (field, name) => boxOf(field)?.dispatchEvent(new CustomEvent(name, { bubbles: true }));

  const say = (field, text) => {
    const said = boxOf(field)?.querySelector("[data-said]");
    if (said && said.textContent !== text) {
      said.textContent = text;
    }
  };

  // How much there is of a value whose length is known. Counted here: the value goes nowhere. Said when the person stops typing.
  const countDelay = 1_000;
  const counting = new WeakMap();

  const count = field => {
    if (field.dataset?.length === undefined) {
      return;
    }

    const box = boxOf(field);
    const typed = [...field.value.trim()].length;
    const text = typed > 0 ? field.dataset.lengthText.replace("{n}", typed) : "";
    box.querySelector("[data-count]").textContent = text;
    clearTimeout(counting.get(field));
    counting.set(field, setTimeout(() => box.querySelector("[data-count-said]").textContent = text, countDelay));
  };

  ["input", "focusin"].forEach(name => addEventListener(name, ({ target }) => count(target)));

  // Somebody edits a field with an error, or a form that waits for other values. One event is enough.
  addEventListener("input", ({ target }) => {
    if (!isField(target)) {
      return;
    }

    say(target, "");
    if (target.getAttribute("aria-invalid") !== "true" && target.form?.dataset.tellEdits === undefined) {
      told.delete(target);
    } else if (!told.has(target)) {
      told.add(target);
      tell(target, "fieldedit");
    }
  });

  addEventListener("focusout", ({ target, relatedTarget }) => {
    if (isField(target) && target.value && !boxOf(target)?.contains(relatedTarget)) {
      tell(target, "fieldleave");
    }
  });

  // Too long for the field. The browser's own limit would cut it without a message.
  addEventListener("beforeinput", event => {
    const field = event.target;
    if (field.dataset?.limit === undefined || !event.cancelable) {
      return;
    }

    const added = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    if (added && field.value.length - (field.selectionEnd - field.selectionStart) + added.length > limitOf(field)) {
      event.preventDefault();
      say(field, field.dataset.tooLong);
    }
  });

  // SearchInput sends its value once, when the person stops typing, or at once with Enter.
  const searchDelay = 250;
  const waiting = new WeakMap();
  Blazor.registerCustomEventType("searchtyped", { createEventArgs: event => ({ value: event.detail }) });

  const search = input => {
    if (waiting.has(input)) {
      clearTimeout(waiting.get(input));
      waiting.delete(input);
      boxOf(input)?.dispatchEvent(new CustomEvent("searchtyped", { bubbles: true, detail: input.value.slice(0, limitOf(input)) }));
    }
  };

  addEventListener("input", ({ target }) => {
    if (target.dataset?.search !== undefined) {
      say(target, "");
      clearTimeout(waiting.get(target));
      waiting.set(target, setTimeout(() => search(target), searchDelay));
    }
  });

  Blazor.registerCustomEventType("searchentered", { createEventArgs: () => ({}) });
  addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.isComposing && event.target.dataset?.enters !== undefined) {
      event.preventDefault();
      search(event.target);
      boxOf(event.target).dispatchEvent(new CustomEvent("searchentered", { bubbles: true }));
      // The next text replaces this one.
      event.target.select();
    }
  });

  // A click may leave the page: send first what was typed.
  addEventListener("click", () => document.querySelectorAll("input[data-search]").forEach(search), { capture: true });

  addEventListener("click", event => {
    const input = event.target instanceof Element && event.target.closest("[data-clear]")?.closest("[data-field-box]").querySelector("[data-search]");
    if (input) {
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
      search(input);
      input.focus();
    }
  });

  // When a circuit is lost, its forms are rendered anew: at once if the server resumes it, else when the page is reloaded. What was entered
  // is put back then. Only a page's memory holds secrets; sessionStorage gets the fields with data-restorable, for one reload of this page.
  const draftKey = "hub-draft";
  const resumeTime = 10_000;
  let draft = new Map();
  let lost = false;

  const isSecret = field => field.type === "password" || field.dataset.masked !== undefined;
  // A connect page has forms of several providers. No texts: the page may come back in another language.
  const nameOf = field => JSON.stringify([location.pathname, field.form?.dataset.draft, field.dataset.field, isChoice(field) ? field.value : null]);
  const draftOf = predicate => [...document.querySelectorAll("[data-field]")].filter(predicate).map(field => [nameOf(field), isChoice(field) ? field.checked : field.value]);

  const restore = field => {
    const name = nameOf(field);
    const property = isChoice(field) ? "checked" : "value";
    const entered = draft.get(name);
    if (entered === undefined || field.disabled) {
      return;
    }

    draft.delete(name);
    // Restoring the chosen radio button is enough for its group.
    if (field[property] !== entered && (entered || field.type !== "radio")) {
      field[property] = entered;
      count(field);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  new MutationObserver(changes => {
    if (draft.size > 0) {
      changes.flatMap(change => [...change.addedNodes])
        .filter(node => node instanceof Element)
        .flatMap(element => [element, ...element.querySelectorAll("[data-field]")])
        .filter(isField)
        .forEach(restore);
    }
  }).observe(document.body, { childList: true, subtree: true });

  // Capturing, since the event does not bubble. A circuit that is resumed renders after "hide"; one that reconnects keeps its fields.
  addEventListener("components-reconnect-state-changed", ({ detail: { state } }) => {
    lost = state !== "hide";
    if (!lost) {
      const before = draft = new Map(draftOf(() => true));
      setTimeout(() => draft === before && (draft = new Map()), resumeTime);
    }
  }, { capture: true });

  // language.js loads the page anew.
  addEventListener("hub-keep-draft", () => lost = true);

  // Browsers may block the storage. Then nothing is restored.
  const stored = use => {
    try {
      return use(sessionStorage);
    } catch {
      return null;
    }
  };

  addEventListener("pagehide", () => {
    if (lost) {
      stored(storage => storage.setItem(draftKey, JSON.stringify(draftOf(field => field.dataset.restorable !== undefined && !isSecret(field)))));
    }
  });

  const kept = stored(storage => storage.getItem(draftKey));
  stored(storage => storage.removeItem(draftKey));
  if (kept && performance.getEntriesByType("navigation")[0]?.type === "reload") {
    draft = new Map(JSON.parse(kept));
  }
})();
