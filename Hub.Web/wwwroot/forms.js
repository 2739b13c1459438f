// What static forms cannot do by themselves.
(() => {
  // A double click would send the form twice. Released after a while, since a download leaves the page as it is.
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

  // Browsers heed autofocus only when a document loads, not when Blazor exchanges its content.
  addEventListener("DOMContentLoaded", () =>
    window.Blazor?.addEventListener("enhancedload", () => document.querySelector("main [autofocus]")?.focus()));
})();
