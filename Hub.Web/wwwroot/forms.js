// The browser's part of Components/Shared/FormReader.cs. What people enter stays in the browser until the server reads the form:
// no event of a field carries its value.
(() => {
  const submitted = new WeakMap();
  const told = new WeakSet();

  const isField = element => element instanceof HTMLElement && element.dataset.field !== undefined;
  const fieldsOf = form => [...form.elements].filter(isField);
  const boxOf = field => field.closest("[data-field-box]");
  const limitOf = field => Number(field.dataset.limit ?? Infinity);

  // One character more than the limit tells the server that a value is too long; it needs no more of it.
  const valuesOf = form => fieldsOf(form)
    .filter(field => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map(field => [field.dataset.field, field.value.slice(0, limitOf(field) + 1)]);

  // At the moment of the press: the server reads it a little later.
  addEventListener("submit", event => {
    const fields = fieldsOf(event.target);
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

  // Somebody mends a field that has an error, or edits a form that waits for other values. Once is enough.
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

  // Longer than anything that belongs here. The browser's own limit would cut it without a word.
  addEventListener("beforeinput", event => {
    const field = event.target;
    if (!isField(field) || !event.cancelable) {
      return;
    }

    const added = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    if (added && field.value.length - (field.selectionEnd - field.selectionStart) + added.length > limitOf(field)) {
      event.preventDefault();
      say(field, field.dataset.tooLong);
    }
  });
})();
