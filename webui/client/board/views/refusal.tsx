import { useTranslation } from "react-i18next";

/** Why there is no wallboard to see, and what to do. */
export function Refusal({ code, television }: { code: string; television: boolean }) {
  const { t } = useTranslation();
  const here = window.location.pathname + window.location.search;
  return (
    <main className="notice" role="alert">
      <p>{t(`refusal.${code}`)}</p>
      {!television && code === "not_signed_in" && (
        <a href={`/sign-in?next=${encodeURIComponent(here)}`}>{t("sign_in")}</a>
      )}
      {!television && code !== "not_signed_in" && <a href="/wallboards">{t("back")}</a>}
    </main>
  );
}
