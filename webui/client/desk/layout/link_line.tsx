import { useTranslation } from "react-i18next";
import { useDesk } from "../state/desk_store.ts";
import styles from "./desk.module.css";

/** The connection as a thin line at the top; words come with it, nothing else moves. */
export function LinkLine() {
  const { t } = useTranslation();
  const link = useDesk((desk) => desk.link);
  if (link === "connected") return null;
  return (
    <div className={styles.linkLine} data-testid="link-line" data-link={link}>
      <span className={styles.linkWords}>
        {t(`link.${link}`)}
        {link === "reconnecting" && <span className={styles.linkMore}> {t("link.kept")}</span>}
      </span>
    </div>
  );
}
