import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useDesk } from "../state/desk_store.ts";
import { preferences } from "../state/preferences.ts";
import { HistoryToday } from "./history.tsx";
import { InProgress } from "./in_progress.tsx";
import { Incoming } from "./incoming.tsx";
import styles from "./list.module.css";

/** The left column: incoming, in progress, history. */
export function ListColumn() {
  const { t } = useTranslation();
  const hidden = useStore(preferences, (chosen) => chosen.hiddenAreas);
  const known = useDesk((desk) => desk.server.known);
  return (
    <nav id="list" className={styles.column} aria-label={t("area.list")} aria-busy={!known} tabIndex={-1}>
      {!hidden.includes("incoming") && <Incoming />}
      {!hidden.includes("in_progress") && <InProgress />}
      {!hidden.includes("history") && <HistoryToday />}
    </nav>
  );
}
