import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { wrap } from "./bridge.ts";
import { customerPage } from "./card.ts";
import { Launcher } from "./launcher.ts";
import { type Options, readOptions } from "./options.ts";
import type { Portal } from "./portal_state.ts";
import { recall, remember } from "./remembered.ts";

const ORIGIN = "https://guichet.example";
const OPTIONS: Options = {
  portal: "box",
  origin: ORIGIN,
  language: "en",
  side: "right",
  target: null,
  label: null,
  theme: null,
};
const PORTAL: Portal = {
  name: "Bank",
  type: "smart_box",
  language: "fr",
  state: "open",
  expectedWait: 0,
  agentsOnLine: true,
};

let launcher: Launcher;

function make(options: Partial<Options> = {}, portal: Partial<Portal> = {}): ShadowRoot {
  launcher = new Launcher({ ...OPTIONS, ...options }, { ...PORTAL, ...portal }, null);
  const root = [...document.querySelectorAll("guichet-launcher")].at(-1)?.shadowRoot;
  if (!root) throw new Error("no launcher");
  return root;
}

function button(root: ShadowRoot): HTMLButtonElement {
  return root.querySelector(".launcher") as HTMLButtonElement;
}

function card(root: ShadowRoot): HTMLElement | null {
  return root.querySelector(".card");
}

/** A message as the browser would deliver it from the card's own window. */
function fromCard(root: ShadowRoot, data: unknown, origin = ORIGIN, source?: unknown): void {
  const frame = root.querySelector("iframe") as HTMLIFrameElement;
  const event = new MessageEvent("message", { data, origin });
  Object.defineProperty(event, "source", { value: source ?? frame.contentWindow });
  window.dispatchEvent(event);
}

const OPEN = { type: "status", open: true, unread: 0, label: "You are 2nd", language: "en" } as const;

beforeEach(() => {
  vi.useFakeTimers();
  // No page is loaded into iframes here, and happy-dom complains of each.
  vi.spyOn(console, "error").mockImplementation(() => {});
  sessionStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe("the launcher", () => {
  it("says what it is for, in the page's language rather than the portal's @PORT-05", () => {
    expect(button(make()).getAttribute("aria-label")).toBe("Ask us a question");
    expect(button(make({ language: "fr-CA" })).getAttribute("aria-label")).toBe("Poser une question");
    expect(button(make({ language: "de" })).getAttribute("aria-label")).toBe("Poser une question");
    expect(button(make({}, { type: "smart_button" })).getAttribute("aria-label")).toBe("Talk to an adviser");
  });

  it("says in words that everybody is busy and for how long, or that it is closed @PORT-05", () => {
    const busy = make({}, { state: "busy", expectedWait: 150_000 });
    expect(button(busy).textContent).toContain("Busy · about 3 minutes");
    const alone = make({}, { state: "busy", expectedWait: null, agentsOnLine: false });
    expect(button(alone).textContent).toContain("Nobody on line, you can wait");
    const closed = make({}, { state: "closed" });
    expect(button(closed).textContent).toContain("Closed at the moment");
  });

  it("loads nothing of Guichet's until it is opened", () => {
    expect(make().querySelector("iframe")).toBeNull();
  });

  it("opens the customer page with language, page and referrer @PORT-06", () => {
    const root = make();
    button(root).click();
    const address = new URL(root.querySelector("iframe")?.src ?? "");
    expect(address.origin + address.pathname).toBe(`${ORIGIN}/c/box`);
    expect(address.searchParams.get("lang")).toBe("en");
    expect(address.searchParams.get("page")).toBe(location.href);
    expect(card(root)?.getAttribute("role")).toBe("dialog");
    expect(button(root).getAttribute("aria-expanded")).toBe("true");
  });

  it("fits into a request's line, however long the company's addresses are", () => {
    const long = `https://bank.example/?q=${"%C3%A9&".repeat(1_000)}`;
    const address = customerPage(
      { ...OPTIONS },
      { href: long } as Location,
      `https://é.example/${"é".repeat(4_000)}`,
    );
    expect(address.length).toBeLessThan(2_600);
    const { searchParams } = new URL(address);
    expect(long.startsWith(searchParams.get("page") ?? "-")).toBe(true);
    expect(searchParams.get("page")?.length).toBeGreaterThan(500);
    expect(searchParams.get("ref")).toContain("https://é.example/éé");
    expect(customerPage(OPTIONS, { href: "https://bank.example/a b?c=d" } as Location, "")).toContain(
      "page=https%3A%2F%2Fbank.example%2Fa+b%3Fc%3Dd",
    );
  });

  it("keeps the very same page when it is minimised and opened again", () => {
    const root = make();
    button(root).click();
    const frame = root.querySelector("iframe");
    launcher.minimise();
    expect(card(root)?.hidden).toBe(true);
    button(root).click();
    expect(root.querySelector("iframe")).toBe(frame);
    expect(card(root)?.hidden).toBe(false);
  });

  it("counts unread lines while minimised, and says so once", () => {
    const root = make();
    button(root).click();
    launcher.minimise();
    fromCard(root, wrap({ ...OPEN, label: "Amélie is with you", unread: 2 }));
    expect(root.querySelector(".badge")?.textContent).toBe("2");
    expect(root.querySelector("[role=status]")?.textContent).toBe("2 new messages");
    expect(button(root).getAttribute("aria-label")).toBe(
      "Ask us a question, Amélie is with you, 2 new messages",
    );
  });

  it("listens to its own card's window and origin only", () => {
    const root = make();
    button(root).click();
    fromCard(root, wrap({ ...OPEN, unread: 5 }), "https://evil.example");
    fromCard(root, wrap({ ...OPEN, unread: 5 }), ORIGIN, window);
    fromCard(root, { ...OPEN, unread: 5 });
    expect(root.querySelector(".badge")?.textContent).toBe("0");
  });

  it("comes back as it was after the company's page was loaded again, while a request is open", () => {
    const root = make();
    button(root).click();
    fromCard(root, wrap(OPEN));
    expect(recall("box")).toBe("shown");
    launcher.minimise();
    expect(recall("box")).toBe("minimised");
    const again = make();
    expect(again.querySelector("iframe")).not.toBeNull();
    expect(card(again)?.hidden).toBe(true);
    fromCard(again, wrap({ ...OPEN, open: false }));
    expect(recall("box")).toBeNull();
  });

  it("writes no more than one word into the company page's storage", () => {
    remember("box", "shown");
    expect({ ...sessionStorage }).toEqual({ "guichet.widget.box": "shown" });
  });

  it("puts other cards aside when one is opened", () => {
    const first = make();
    const second = make({ portal: "button" });
    button(first).click();
    button(second).click();
    expect(card(first)?.hidden).toBe(true);
    expect(card(second)?.hidden).toBe(false);
  });

  it("says in words that Guichet cannot be reached, and tries again on request", () => {
    const root = make();
    button(root).click();
    vi.advanceTimersByTime(15_000);
    const words = root.querySelector(".unreachable") as HTMLElement;
    expect(words.hidden).toBe(false);
    expect(words.textContent).toContain("cannot be reached");
    words.querySelector("button")?.click();
    vi.advanceTimersByTime(1_000);
    fromCard(root, wrap({ type: "ready" }));
    expect(words.hidden).toBe(true);
  });
});

describe("the script tag", () => {
  it("names the portal and nothing else is needed", () => {
    const script = document.createElement("script");
    script.setAttribute("src", `${ORIGIN}/widget.js`);
    expect(readOptions(script)).toBeNull();
    script.dataset.portal = "box";
    expect(readOptions(script)).toMatchObject({ portal: "box", origin: ORIGIN, side: "right", target: null });
  });
});
