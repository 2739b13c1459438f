// What plain HTML cannot do by itself.
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

  // Who signs out in one tab has left the others too; they ask the server what they may still show.
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

  // Browsers heed autofocus only when a document loads, not when Blazor exchanges its content.
  addEventListener("DOMContentLoaded", () =>
    window.Blazor?.addEventListener("enhancedload", () => document.querySelector("main [autofocus]")?.focus()));
})();
