import { type CardStatus, readFromLauncher, wrap } from "../../widget/bridge.ts";
import { originOf } from "./address.ts";

/** The page's side of the talk with the launcher around it. */
export interface LauncherBridge {
  /** The page stands in a company's page. */
  embedded: boolean;
  /** The card is in front, as far as is known. */
  shown(): boolean;
  tell(status: CardStatus): void;
  minimise(): void;
}

/** For a page that stands by itself. */
const ALONE: LauncherBridge = { embedded: false, shown: () => true, tell: () => {}, minimise: () => {} };

/**
 * Begins the talk with the launcher.
 *
 * @param pageUrl the company page as the launcher named it; a page that lied about its origin hears nothing, and
 *   who may frame the portal at all is the server's to say
 * @param onShown called whenever the card comes to the front or is put aside
 */
export function openLauncherBridge(pageUrl: string, onShown: (shown: boolean) => void): LauncherBridge {
  const origin = originOf(pageUrl);
  if (window.parent === window || origin === null) return ALONE;
  let shown = true;
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    const message = readFromLauncher(event.data);
    if (message === null) return;
    shown = message.type === "shown";
    onShown(shown);
  });
  window.parent.postMessage(wrap({ type: "ready" }), origin);
  return {
    embedded: true,
    shown: () => shown,
    tell: (status) => window.parent.postMessage(wrap({ type: "status", ...status }), origin),
    minimise: () => window.parent.postMessage(wrap({ type: "minimise" }), origin),
  };
}
