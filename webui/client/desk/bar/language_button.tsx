import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Language } from "../../shared/languages.ts";
import { chooseLanguage } from "../account/account.ts";

/** The language that is not shown now, and its name in itself. */
export function useOtherLanguage(): { other: Language; name: string } {
  const { i18n } = useTranslation();
  return i18n.language === "fr" ? { other: "en", name: "English" } : { other: "fr", name: "Français" };
}

/** Changes between the two languages; shows the one it changes to, in that language. */
export function LanguageButton() {
  const { other, name } = useOtherLanguage();
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-md"
      c="var(--g-text)"
      lang={other}
      title={name}
      onClick={() => void chooseLanguage(other)}
    >
      <span aria-hidden="true">{other.toUpperCase()}</span>
      <span className="visually-hidden">{name}</span>
    </Button>
  );
}
