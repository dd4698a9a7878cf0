import { useTranslation } from "react-i18next";
import type { RequestRow } from "../../generated/messages.ts";
import styles from "./session.module.css";

/** What the customer asked when they came; nothing for a portal that asks no question. */
export function Question({ request }: { request: RequestRow }) {
  const { t } = useTranslation();
  if (!request.question) return null;
  return (
    <div className={styles.question}>
      <span className={styles.author}>{t("session.question")}</span>
      <p className={styles.text} dir="auto">
        {request.question}
      </p>
    </div>
  );
}
