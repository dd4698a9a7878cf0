import { describe, expect, it } from "vitest";
import { type CookieJar, cookieStore, cookiesWork } from "./cookie_store.ts";

/** Cookies as a browser keeps them, attributes written down. */
class Jar implements CookieJar {
  readonly values = new Map<string, string>();
  lastAttributes = "";

  get cookie(): string {
    return [...this.values].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  set cookie(text: string) {
    const [pair = "", ...attributes] = text.split("; ");
    const [name = "", value = ""] = pair.split("=", 2);
    this.lastAttributes = attributes.join("; ");
    if (attributes.includes("Max-Age=0")) this.values.delete(name);
    else this.values.set(name, value);
  }
}

describe("the store in partitioned cookies", () => {
  it("survives a reload", () => {
    const jar = new Jar();
    cookieStore(jar, "/c/box").set("guichet.token.box", "a=b; c é");
    expect(cookieStore(jar, "/c/box").get("guichet.token.box")).toBe("a=b; c é");
  });

  it("is bound to the company's site and to this page alone", () => {
    const jar = new Jar();
    cookieStore(jar, "/c/box").set("guichet.token.box", "t");
    for (const part of ["Path=/c/box", "Secure", "SameSite=None", "Partitioned"]) {
      expect(jar.lastAttributes.split("; ")).toContain(part);
    }
  });

  it("removes, and lists by prefix", () => {
    const jar = new Jar();
    const store = cookieStore(jar, "/c/box");
    store.set("guichet.line.1", "a");
    store.set("guichet.line.2", "b");
    store.set("guichet.token.box", "t");
    store.remove("guichet.line.1");
    expect(store.keys("guichet.line.")).toEqual(["guichet.line.2"]);
    expect([...jar.values.keys()]).toEqual(["guichet.line.2", "guichet.token.box"]);
  });

  it("never makes the request for the page too heavy: what does not fit lasts as long as the page", () => {
    const jar = new Jar();
    const store = cookieStore(jar, "/c/box");
    store.set("guichet.token.box", "t");
    for (let line = 0; line < 200; line += 1) store.set(`guichet.line.${line}`, "x".repeat(100));
    expect(jar.cookie.length).toBeLessThan(5_200);
    expect(store.keys("guichet.line.")).toHaveLength(200);
    expect(cookieStore(jar, "/c/box").get("guichet.token.box")).toBe("t");
  });

  it("leaves other people's cookies alone", () => {
    const jar = new Jar();
    jar.cookie = "theirs=%E0%A4%A; Path=/";
    expect(cookieStore(jar, "/c/box").keys("")).toEqual([]);
  });

  it("notices where it is not allowed", () => {
    const deaf: CookieJar = { cookie: "" };
    Object.defineProperty(deaf, "cookie", { get: () => "", set: () => {} });
    expect(cookiesWork(deaf, "/c/box")).toBe(false);
    expect(cookiesWork(new Jar(), "/c/box")).toBe(true);
  });
});
