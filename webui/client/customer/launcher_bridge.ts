import {
  type CardStatus,
  type FromCard,
  type FromLauncher,
  readFromLauncher,
  wrap,
} from "../../widget/bridge.ts";
import { originOf } from "./address.ts";

/** How long the launcher may take to hand over what it kept, in ms; an older one never does. */
const KEPT_LIMIT = 1_500;

/** The page's side of the talk with the launcher around it. */
export interface LauncherBridge {
  /** The page stands in a company's page. */
  embedded: boolean;
  /** What was sealed before the company's page was loaded again, by name. */
  kept: Promise<Readonly<Record<string, string>>>;
  /** Calls back now, and whenever the card comes to the front or is put aside. */
  onShown(listener: (shown: boolean) => void): void;
  tell(status: CardStatus): void;
  minimise(): void;
  /** @param sealed null forgets */
  keep(name: string, sealed: string | null): void;
}

/** For a page that stands by itself. */
const ALONE: LauncherBridge = {
  embedded: false,
  kept: Promise.resolve({}),
  onShown: () => {},
  tell: () => {},
  minimise: () => {},
  keep: () => {},
};

/**
 * Begins the talk with the launcher.
 *
 * @param pageUrl the company page as the launcher named it; a page that lied about its origin hears nothing, and
 *   who may frame the portal at all is the server's to say
 */
export function openLauncherBridge(pageUrl: string): LauncherBridge {
  const origin = originOf(pageUrl);
  if (window.parent === window || origin === null) return ALONE;
  const send = (message: FromCard) => window.parent.postMessage(wrap(message), origin);
  const shown = followShown(origin);
  const kept = listenOnce(origin, "kept").then((message) => message?.entries ?? {});
  send({ type: "ready" });
  return {
    embedded: true,
    kept,
    onShown: shown,
    tell: (status) => send({ type: "status", ...status }),
    minimise: () => send({ type: "minimise" }),
    keep: (name, sealed) => send({ type: "keep", name, sealed }),
  };
}

function listen(origin: string, listener: (message: FromLauncher) => void): void {
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== origin) return;
    const message = readFromLauncher(event.data);
    if (message) listener(message);
  });
}

/** The first message of a type, or null when none comes in time. */
function listenOnce<Type extends FromLauncher["type"]>(
  origin: string,
  type: Type,
): Promise<Extract<FromLauncher, { type: Type }> | null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), KEPT_LIMIT);
    listen(origin, (message) => {
      if (message.type === type) resolve(message as Extract<FromLauncher, { type: Type }>);
    });
  });
}

/** Remembers what was told before anybody listened. */
function followShown(origin: string): LauncherBridge["onShown"] {
  let shown = true;
  const listeners: ((shown: boolean) => void)[] = [];
  listen(origin, (message) => {
    if (message.type === "kept") return;
    shown = message.type === "shown";
    for (const listener of listeners) listener(shown);
  });
  return (listener) => {
    listeners.push(listener);
    listener(shown);
  };
}
