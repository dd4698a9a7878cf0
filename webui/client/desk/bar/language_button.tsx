import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { chooseLanguage } from "../account/account.ts";
import { languageNow } from "../words.ts";

/** Changes between the two languages; shows the one it changes to, in that language. */
export function LanguageButton() {
  const { i18n } = useTranslation();
  void i18n.language;
  const other = languageNow() === "fr" ? "en" : "fr";
  const name = other === "fr" ? "Français" : "English";
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
