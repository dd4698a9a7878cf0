import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Options } from "./options.ts";
import { countView, pageIsShown } from "./views.ts";

const OPTIONS = { portal: "box", origin: "https://guichet.example" } as Options;
const PAGE = { location: { origin: "https://bank.example", pathname: "/cards" } };

/** What was sent, as (address, body, the rest). */
function sent(): [string, string, RequestInit][] {
  return vi.mocked(fetch).mock.calls.map(([url, init = {}]) => [String(url), String(init.body), init]);
}

beforeEach(() => {
  Reflect.deleteProperty(window, Symbol.for("guichet.viewed"));
  vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 204 }));
});

describe("a page that is seen", () => {
  it("is told by its address without query and fragment, and without cookies", () => {
    countView(OPTIONS, PAGE);

    const [[url, body, init]] = sent() as [[string, string, RequestInit]];
    expect(url).toBe("https://guichet.example/api/v1/portals/box/views");
    expect(body).toBe('{"page_url":"https://bank.example/cards"}');
    expect(init).toMatchObject({ method: "POST", credentials: "omit", keepalive: true });
  });

  it("is sent as plain text, which needs no asking beforehand", async () => {
    countView(OPTIONS, PAGE);

    const [[url, , init]] = sent() as [[string, string, RequestInit]];
    expect(new Request(url, { ...init, keepalive: false }).headers.get("Content-Type")).toMatch(
      /^text\/plain/,
    );
  });

  it("is told once for each portal, however many tags there are", () => {
    for (const portal of ["box", "box", "button", "box"]) countView({ ...OPTIONS, portal }, PAGE);

    expect(sent()).toHaveLength(2);
  });

  it("does not notice when nobody answers", async () => {
    vi.mocked(fetch).mockRejectedValue(new TypeError("refused by policy"));

    countView(OPTIONS, PAGE);

    await expect(vi.mocked(fetch).mock.results[0]?.value).rejects.toThrow();
  });

  it("is waited for when the browser has loaded it ahead", async () => {
    const ahead = Object.assign(new EventTarget(), { prerendering: true }) as unknown as Document;
    const shown = vi.fn();
    const waiting = pageIsShown(ahead).then(shown);
    await Promise.resolve();
    expect(shown).not.toHaveBeenCalled();

    ahead.dispatchEvent(new Event("prerenderingchange"));
    await waiting;
    await pageIsShown(document);
  });
});
