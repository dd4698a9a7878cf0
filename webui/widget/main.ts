import { Launcher } from "./launcher.ts";
import { type Options, readOptions } from "./options.ts";
import { fetchPortal } from "./portal_state.ts";
import { countView, pageIsShown } from "./views.ts";

/** How often a launcher that is looked at asks whether the portal is still open, in ms. */
const REFRESH = 60_000;
/** Pauses before asking again when Guichet did not answer, in ms; afterwards each REFRESH. */
const FIRST_TRIES = [1_000, 2_000, 2_000, 3_000, 5_000, 10_000, 30_000];

/** The page comes first: resolves once it has loaded and the browser has a moment. */
async function pageHasLoaded(): Promise<void> {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  await new Promise<void>((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: 1_000 });
    else setTimeout(resolve, 1);
  });
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

/** Asks until Guichet answers; a page without its launcher is better than a launcher that leads nowhere. */
async function firstPortal(options: Options) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await fetchPortal(options.origin, options.portal);
    } catch (error) {
      // biome-ignore lint/suspicious/noConsole: what a company's developer needs when a key or the policy is wrong
      if (attempt === 0) console.warn(error);
      await pause(FIRST_TRIES[attempt] ?? REFRESH);
    }
  }
}

async function start(options: Options): Promise<void> {
  await pageHasLoaded();
  void pageIsShown().then(() => countView(options));
  const place = options.target === null ? null : document.querySelector(options.target);
  const launcher = new Launcher(options, await firstPortal(options), place);
  setInterval(() => void refresh(launcher, options), REFRESH);
  document.addEventListener("visibilitychange", () => void refresh(launcher, options));
}

async function refresh(launcher: Launcher, options: Options): Promise<void> {
  if (document.hidden) return;
  try {
    launcher.update(await fetchPortal(options.origin, options.portal));
  } catch {
    // What is shown stays; the next try is a minute away.
  }
}

// Read at once: `currentScript` is only there while the tag runs.
const script = document.currentScript;
const options = script instanceof HTMLScriptElement ? readOptions(script) : null;
if (options) void start(options);
