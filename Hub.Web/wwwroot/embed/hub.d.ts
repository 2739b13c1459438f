// Types of hub.js. Copy this file into your sources, or refer to it where your Hub serves it.

/** An account that was linked, or got a new credential. */
export interface HubAccount {
  /** The account's id: what GET /api/accounts/{id} takes. */
  id: string;
  /** The provider's slug, for example "smartrecruiters". */
  provider: string;
  /** What people call the provider, for example "SmartRecruiters". */
  provider_name: string;
}

/** A step of the person's way. No value of any field is ever part of it. */
export type HubStep =
  | { name: "opened" }
  | { name: "provider_selected"; provider: string }
  | { name: "submitted"; provider: string }
  | { name: "rejected"; provider: string; reason: string }
  | { name: "cancelled"; provider: string }
  | { name: "window_blocked"; provider: string }
  | ({ name: "linked" } & HubAccount)
  | { name: "closed" };

export type HubErrorCode =
  | "token_missing"
  | "not_configured"
  | "origin_not_allowed"
  | "unreachable"
  | "no_connection"
  | "session_unknown"
  | "session_expired"
  | "session_used"
  | "session_revoked"
  | "session_opened_elsewhere"
  | "provider_not_allowed"
  | "account_gone"
  | "too_many_attempts"
  | "unavailable";

export interface HubError {
  code: HubErrorCode;
  /** Cause and remedy, for developers; the person reads a sentence of their own. */
  message: string;
}

export interface HubOptions {
  /** Of a connect session that your server made. */
  token: string;
  /** "inline" where there is a container, else "modal". */
  mode?: "modal" | "inline";
  /** Where it is put; an element or a selector. document.body unless given. */
  container?: Element | string;
  /** "auto", which is the default, follows the person's system. */
  theme?: "light" | "dark" | "auto";
  /** A language tag, for example "de" or "pt-BR". Without it: the session's, else the browser's. */
  locale?: string;
  /** Opens this provider's form at once. */
  provider?: string;
  /** Where Hub is. Needed only where hub.js is imported as a module instead of loaded by a script element. */
  hub?: string;
  onSuccess?(account: HubAccount): void;
  /** The person closed it. */
  onClose?(detail: { linked: HubAccount[] }): void;
  onError?(error: HubError): void;
  onEvent?(step: HubStep): void;
}

export interface HubHandle {
  readonly element: HubConnectElement;
  /** Takes it away. Raises no event. */
  close(): void;
}

/** <hub-connect>: the options are attributes of the same names. */
export interface HubConnectElement extends HTMLElement {
  /** As a property the token does not stand in the document. */
  token: string | null;
  /** Shows it again after the person closed it. */
  open(): void;
  /** Takes it away. Raises no event. */
  close(): void;
}

declare global {
  interface Window {
    Hub: { open(options: HubOptions): HubHandle };
  }

  interface HTMLElementTagNameMap {
    "hub-connect": HubConnectElement;
  }

  interface HTMLElementEventMap {
    success: CustomEvent<HubAccount>;
    event: CustomEvent<HubStep>;
  }
}
