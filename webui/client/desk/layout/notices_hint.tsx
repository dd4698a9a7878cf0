import { Button, CloseButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { localStore } from "../../shared/storage.ts";
import { askForNotices, mayAskForNotices } from "../state/alert_notice.ts";
import styles from "./desk.module.css";

const KEY = "guichet.notices.asked";
const store = localStore();

/** Asks once, in the empty desk and in words, before the browser asks for desktop notifications. */
export function NoticesHint() {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(() => mayAskForNotices() && store.get(KEY) === null);
  if (!wanted) return null;
  function done(): void {
    store.set(KEY, "1");
    setWanted(false);
  }
  return (
    <div className={styles.hint}>
      <p>{t("notices.question")}</p>
      <Button size="xs" variant="default" onClick={() => void askForNotices().finally(done)}>
        {t("notices.allow")}
      </Button>
      <CloseButton size="sm" aria-label={t("notices.later")} onClick={done} />
    </div>
  );
}
