import IconPlugOff from "@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs";
import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { RequestRow } from "../../generated/messages.ts";
import { minutesOf } from "../../shared/durations.ts";
import { serverNow } from "../../shared/server_clock.ts";
import { Clock } from "../layout/clock.tsx";
import { languageName, timeOfDay } from "../layout/moment.ts";
import { reopenAlert } from "../state/actions.ts";
import { incomingRequests } from "../state/choices.ts";
import { useDesk } from "../state/desk_store.ts";
import { useColumns } from "./columns.ts";
import { useHeldRows } from "./held_rows.ts";
import styles from "./list.module.css";
import { moveAmongRows } from "./row_focus.ts";
import { Section } from "./section.tsx";

/** The clock's word (AGNT-03): new, attention, warning, in line. */
export function clockState(row: RequestRow): "new" | "attention" | "warning" | "in_line" {
  if (row.state === "in_line") return "in_line";
  if (row.warning_level >= 2) return "warning";
  return row.warning_level === 1 ? "attention" : "new";
}

function SecondLine({ row }: { row: RequestRow }) {
  const { t } = useTranslation();
  const shows = useColumns();
  const parts = [
    row.kind === "new" ? null : t(`kind.${row.kind}`),
    shows("portal") ? (row.queue_name ?? row.portal_name) : null,
    shows("time") ? timeOfDay(row.posted_at) : null,
    shows("question") && row.question ? t("list.question", { question: row.question }) : null,
  ];
  const words = parts.filter(Boolean).join(" · ");
  return (
    <span className={`truncate ${styles.second}`} title={words.length > 40 ? words : undefined}>
      {words}
    </span>
  );
}

const IncomingRow = memo(function IncomingRow({ row, gone }: { row: RequestRow; gone: boolean }) {
  const { t } = useTranslation();
  const shows = useColumns();
  const state = clockState(row);
  return (
    <li className={styles.item}>
      <button
        type="button"
        data-row
        data-request={row.id}
        className={styles.row}
        data-clock={state}
        data-kind={row.kind}
        disabled={gone}
        aria-disabled={row.state === "in_line" || undefined}
        onClick={() => row.state !== "in_line" && reopenAlert(row.id)}
      >
        {shows("clock") && (
          <span className={styles.clock}>
            {gone ? "–" : <Clock since={row.waiting_since} />}
            <span className={styles.clockWord}>{gone ? t("list.gone") : t(`clock.${state}`)}</span>
          </span>
        )}
        <span className={styles.first}>
          <span className="truncate" title={row.customer_name}>
            {row.customer_name}
          </span>
          {!row.customer_connected && (
            <IconPlugOff size={14} className={styles.away} aria-label={t("list.away")} role="img">
              <title>{t("list.away")}</title>
            </IconPlugOff>
          )}
          {shows("language") && <span className={styles.language}>{row.language}</span>}
        </span>
        <SecondLine row={row} />
        <span className="visually-hidden">
          {t("list.waits", { minutes: minutesOf(serverNow() - row.waiting_since) })},{" "}
          {languageName(row.language)}
        </span>
      </button>
    </li>
  );
});

/** Everybody who waits and whom this agent may take, whoever waits longest on top. */
export function Incoming() {
  const { t } = useTranslation();
  const requests = useDesk((desk) => desk.server.requests);
  const rows = useMemo(() => incomingRequests(requests), [requests]);
  const held = useHeldRows(rows);
  return (
    <Section
      id="incoming"
      title={t("area.incoming")}
      count={rows.length}
      empty={t("empty.incoming")}
      hold={held.hold}
    >
      <ul className={styles.list} onKeyDown={moveAmongRows} aria-label={t("area.incoming")}>
        {held.rows.map(({ row, gone }) => (
          <IncomingRow key={row.id} row={row} gone={gone} />
        ))}
      </ul>
    </Section>
  );
}
