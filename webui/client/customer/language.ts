import { createInstance, type i18n } from "i18next";
import { type Language, showLanguage } from "../shared/languages.ts";

const instance: i18n = createInstance();
let ready = false;

/** Only the words of the chosen language are fetched. */
const LOADERS = {
  en: () => import("../words/en/customer.json"),
  fr: () => import("../words/fr/customer.json"),
} satisfies Record<Language, unknown>;

/** Loads a language and makes it the page's. */
export async function speak(language: Language): Promise<void> {
  const words = (await LOADERS[language]()).default;
  if (!ready) {
    ready = true;
    // Preact escapes what it shows, so the values must not be escaped twice.
    await instance.init({
      lng: language,
      resources: {},
      keySeparator: false,
      interpolation: { escapeValue: false },
    });
  }
  instance.addResourceBundle(language, "translation", words);
  await instance.changeLanguage(language);
  showLanguage(language);
}

/** Pause before words that could not be fetched are fetched again, in ms. */
const FETCH_AGAIN = 2_000;

/**
 * Speaks a language as soon as its words can be had, however long that takes.
 *
 * @param onFailure told each time they cannot
 * @param say speaks; another one in tests
 */
export async function speakAtLast(language: Language, onFailure: () => void, say = speak): Promise<void> {
  for (;;) {
    try {
      return await say(language);
    } catch {
      onFailure();
      await new Promise((resolve) => setTimeout(resolve, FETCH_AGAIN));
    }
  }
}

/** The words for a key in the current language. */
export function t(key: string, values: Record<string, unknown> = {}): string {
  return instance.t(key, values);
}

/** Whether there are words for a key. */
export function hasWords(key: string): boolean {
  return instance.exists(key);
}
