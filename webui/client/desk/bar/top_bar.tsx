import { useTranslation } from "react-i18next";
import type { Me } from "../account/account.ts";
import { Brand } from "../layout/brand.tsx";
import { Clock } from "../layout/clock.tsx";
import { useDesk } from "../state/desk_store.ts";
import { AccountMenu } from "./account_menu.tsx";
import { Availability } from "./availability.tsx";
import { LanguageButton } from "./language_button.tsx";
import { ThemeButton } from "./theme_button.tsx";
import styles from "./top_bar.module.css";

function Waiting() {
  const { t } = useTranslation();
  const { waiting, oldest_waiting_since: since } = useDesk((desk) => desk.server.counters);
  const known = useDesk((desk) => desk.server.known);
  if (!known) return null;
  return (
    <div className={styles.waiting} data-testid="waiting-count">
      <strong className="figures">{t("bar.waiting", { count: waiting })}</strong>
      {waiting > 0 && since !== null && (
        <span className={styles.longest}>
          {t("bar.longest")} <Clock since={since} />
        </span>
      )}
    </div>
  );
}

/** The line at the top: who I am to the system, and who waits. */
export function TopBar({ me }: { me: Me }) {
  return (
    <header className={styles.bar}>
      <Brand />
      <Availability />
      <div className={styles.space} />
      <Waiting />
      <span className={styles.wideOnly}>
        <LanguageButton />
        <ThemeButton />
      </span>
      <AccountMenu me={me} />
    </header>
  );
}
