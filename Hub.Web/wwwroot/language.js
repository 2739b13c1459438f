// Choosing a language loads the page anew, at the same step of its history and with what was entered. Secrets are stored nowhere: while one is
// entered, no language can be chosen.
(() => {
  const hasSecret = () =>
    [...document.querySelectorAll("[data-field]:is([type=password], [data-masked])")].some(field => field.value !== "");

  addEventListener("toggle", ({ target }) => {
    const form = target.open && target.querySelector("[data-language]");
    if (form) {
      const blocked = hasSecret();
      form.querySelector("[data-language-hint]").hidden = !blocked;
      form.querySelectorAll("button").forEach(button => button.disabled = blocked);
    }
  }, { capture: true });

  addEventListener("submit", async event => {
    const { target: form, submitter } = event;
    if (form.dataset.language === undefined) {
      return;
    }

    event.preventDefault();
    const body = new FormData(form, submitter);
    const language = submitter.value;
    if (window.hubConnect?.reloadIn) {
      window.hubConnect.reloadIn(language);
      return;
    }

    try {
      // Stored with the person, and in a cookie. Where it leads does not matter: this page stays.
      await fetch(form.action, { method: "POST", body, redirect: "manual" });
    } catch {
      // The reload tells that Hub cannot be reached.
    }

    // What the address says counts more.
    const address = new URL(location.href);
    if (address.searchParams.has("locale") || address.searchParams.has("language")) {
      address.searchParams.set("language", language);
      history.replaceState(history.state, "", address);
    }

    dispatchEvent(new Event("hub-keep-draft"));
    location.reload();
  });
})();
