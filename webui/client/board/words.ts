import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { chooseLanguage, type Language } from "../shared/languages.ts";
import en from "../words/en/board.json";
import fr from "../words/fr/board.json";

/** Words in the language the server made the page in: the address's, the account's, or the browser's. */
export async function startWords(): Promise<void> {
  const language = chooseLanguage(document.documentElement.lang);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    defaultNS: "board",
    resources: { en: { board: en }, fr: { board: fr } },
    interpolation: { escapeValue: false },
  });
}

/** The language shown now. */
export function languageNow(): Language {
  return chooseLanguage(i18next.language);
}
