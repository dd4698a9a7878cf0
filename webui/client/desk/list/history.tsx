import { useTranslation } from "react-i18next";
import type { HistoryRow } from "../../generated/messages.ts";
import { clockText } from "../../shared/durations.ts";
import { timeOfDay } from "../layout/moment.ts";
import { select } from "../state/actions.ts";
import { useDesk } from "../state/desk_store.ts";
import { useColumns } from "./columns.ts";
import styles from "./list.module.css";
import { moveAmongRows } from "./row_focus.ts";
import { Section } from "./section.tsx";

function HistoryItem({ row }: { row: HistoryRow }) {
  const { t } = useTranslation();
  const shows = useColumns();
  const selected = useDesk((desk) => desk.selection?.id === row.id);
  const parts = [
    `${timeOfDay(row.began_at)}–${timeOfDay(row.ended_at)}`,
    t(`resolution.${row.resolution}`),
    row.face === null ? null : t("history.face", { face: row.face }),
    shows("portal") ? row.portal_name : null,
    shows("number") ? row.number : null,
  ];
  return (
    <li className={styles.item}>
      <button
        type="button"
        data-row
        className={styles.row}
        aria-current={selected || undefined}
        onClick={() => select({ kind: "history", id: row.id })}
      >
        {shows("clock") && (
          <span className={styles.clock}>
            <span className="figures">{clockText(row.ended_at - row.began_at)}</span>
          </span>
        )}
        <span className={styles.first}>
          <span className="truncate" title={row.customer_name}>
            {row.customer_name}
          </span>
          {shows("language") && <span className={styles.language}>{row.language}</span>}
        </span>
        <span className={`truncate ${styles.second}`}>{parts.filter(Boolean).join(" · ")}</span>
      </button>
    </li>
  );
}

/** The agent's sessions that ended today, newest first. */
export function HistoryToday() {
  const { t } = useTranslation();
  const history = useDesk((desk) => desk.server.history);
  return (
    <Section id="history" title={t("area.history")} count={history.length} empty={t("empty.history")}>
      <ul className={styles.list} onKeyDown={moveAmongRows} aria-label={t("area.history")}>
        {history.map((row) => (
          <HistoryItem key={row.id} row={row} />
        ))}
      </ul>
    </Section>
  );
}
