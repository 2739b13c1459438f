// Passkeys need HTTPS or localhost, and a browser that speaks their JSON.
const supported =
  typeof navigator.credentials !== "undefined" &&
  typeof window.PublicKeyCredential !== "undefined" &&
  typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function" &&
  typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

customElements.define("passkey-submit", class extends HTMLElement {
  static formAssociated = true;

  #internals = this.attachInternals();
  #form;
  #abort;

  connectedCallback() {
    if (!supported) {
      this.textContent = this.getAttribute("unsupported") ?? "";
      return;
    }

    this.#form = this.#internals.form;
    this.#form.addEventListener("submit", this.#onSubmit);
    this.#offerInAutofill();
  }

  disconnectedCallback() {
    this.#form?.removeEventListener("submit", this.#onSubmit);
    this.#abort?.abort();
  }

  #onSubmit = event => {
    if (event.submitter && this.contains(event.submitter)) {
      event.preventDefault();
      this.#obtainAndSubmit();
    }
  };

  async #offerInAutofill() {
    if (this.hasAttribute("autofill") && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
      await this.#obtainAndSubmit("conditional");
    }
  }

  get #isRequest() {
    return this.getAttribute("operation") === "Request";
  }

  async #obtainAndSubmit(mediation) {
    this.#abort?.abort();
    this.#abort = new AbortController();
    const answer = new FormData();
    const name = this.getAttribute("name");
    try {
      const credential = await this.#obtain(mediation, this.#abort.signal);
      answer.append(`${name}.CredentialJson`, JSON.stringify(credential));
    } catch (error) {
      // The person left, or never pressed the button.
      if (error.name === "AbortError" || mediation) {
        return;
      }

      console.warn(error);
      answer.append(`${name}.Error`, error.name);
    }

    this.#internals.setFormValue(answer);
    this.#form.submit();
  }

  async #obtain(mediation, signal) {
    if (this.#isRequest) {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await this.#options("Account/PasskeyRequestOptions", signal));
      return await navigator.credentials.get({ publicKey, mediation, signal });
    }

    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await this.#options("Account/PasskeyCreationOptions", signal));
    return await navigator.credentials.create({ publicKey, signal });
  }

  async #options(path, signal) {
    const headers = { [this.getAttribute("token-header")]: this.getAttribute("token") };
    const response = await fetch(new URL(path, document.baseURI), { method: "POST", headers, signal });
    if (!response.ok) {
      throw new Error(`The server answered ${response.status}.`);
    }

    return await response.json();
  }
});
