/** The languages the client has words in. */
export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** The first wish that can be met: `fr-CA` counts as French. English when none can. */
export function chooseLanguage(...wishes: (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const short = wish?.slice(0, 2).toLowerCase();
    if (isLanguage(short)) return short;
  }
  return "en";
}

/** Tells the browser (hyphenation, screen readers) which language the page is in. */
export function showLanguage(language: Language): void {
  document.documentElement.lang = language;
}
