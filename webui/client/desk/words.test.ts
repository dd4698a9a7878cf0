import { expect, it } from "vitest";

type Words = { [name: string]: string | Words };

const files = import.meta.glob<Words>("../words/*/*.json", { eager: true, import: "default" });

function keysOf(words: Words, path = ""): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "string" ? [path + name] : keysOf(value, `${path}${name}.`),
  );
}

function placeholders(words: Words, path = ""): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "string"
      ? [`${path}${name} ${(value.match(/\{\{\w+\}\}/g) ?? []).sort().join(" ")}`]
      : placeholders(value, `${path}${name}.`),
  );
}

const english = Object.keys(files).filter((path) => path.includes("/en/"));
// English has ordinals that French does without; both have all the rest.
const comparable = (keys: string[]) =>
  keys.filter((key) => !/_(ordinal_)?(one|two|few|many|other)\b/.test(key)).sort();

it.each(english)("%s says in French all that it says in English, with the same values", (path) => {
  const [en, fr] = [files[path], files[path.replace("/en/", "/fr/")]];
  if (!en || !fr) throw new Error(`no French words beside ${path}`);
  expect(comparable(keysOf(fr))).toEqual(comparable(keysOf(en)));
  expect(comparable(placeholders(fr))).toEqual(comparable(placeholders(en)));
});
