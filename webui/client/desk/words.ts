import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { chooseLanguage, type Language, showLanguage } from "../shared/languages.ts";
import { localStore } from "../shared/storage.ts";
import enDesk from "../words/en/desk.json";
import enLines from "../words/en/lines.json";
import enProblems from "../words/en/problems.json";
import frDesk from "../words/fr/desk.json";
import frLines from "../words/fr/lines.json";
import frProblems from "../words/fr/problems.json";

const KEY = "guichet.language";
const store = localStore();

/** Further namespaces of a page, in each language. */
type Namespaces = Record<Language, Record<string, object>>;

/** Loads the words in the language of the address, of this machine's last choice, or of the browser. */
export async function startWords(more: Namespaces = { en: {}, fr: {} }): Promise<void> {
  const asked = new URLSearchParams(window.location.search).get("lang");
  const language = chooseLanguage(asked, store.get(KEY), ...navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    defaultNS: "desk",
    resources: {
      en: { desk: enDesk, lines: enLines, problems: enProblems, ...more.en },
      fr: { desk: frDesk, lines: frLines, problems: frProblems, ...more.fr },
    },
    interpolation: { escapeValue: false },
  });
  showLanguage(language);
}

/** Changes the language of everything shown and remembers it for the sign-in page. */
export async function setLanguage(language: Language): Promise<void> {
  store.set(KEY, language);
  showLanguage(language);
  await i18next.changeLanguage(language);
}

/** The language shown now. */
export function languageNow(): Language {
  return chooseLanguage(i18next.language);
}
