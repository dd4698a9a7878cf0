import { useTranslation } from "react-i18next";

/** Before the first figures are here. */
export function Opening() {
  const { t } = useTranslation();
  return (
    <main className="notice" aria-busy="true">
      <p role="status">{t("updated.never")}</p>
    </main>
  );
}
