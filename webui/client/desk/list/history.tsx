import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryRow } from "../../generated/messages.ts";
import { clockText } from "../../shared/durations.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { timeOfDay } from "../layout/moment.ts";
import { select } from "../state/actions.ts";
import { useDesk } from "../state/desk_store.ts";
import { fetchMoreHistory } from "../state/history.ts";
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

/** Fetches what ended earlier today; the first of it takes the focus, for the button may go. */
function More() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const fetchMore = async () => {
    const list = button.current?.previousElementSibling;
    const shown = list?.childElementCount ?? 0;
    setAsking(true);
    setProblem(await fetchMoreHistory().then(() => null, asProblem));
    setAsking(false);
    list?.querySelectorAll<HTMLElement>("[data-row]")[shown]?.focus();
  };
  return (
    <>
      <Button
        ref={button}
        fullWidth
        size="xs"
        variant="subtle"
        loading={asking}
        onClick={() => void fetchMore()}
      >
        {t("history.more")}
      </Button>
      {problem && <p className={styles.empty}>{wordsFor(problem)}</p>}
    </>
  );
}

/** The agent's sessions that ended today, newest first. */
export function HistoryToday() {
  const { t } = useTranslation();
  const history = useDesk((desk) => desk.server.history);
  const goesOn = useDesk((desk) => desk.server.historyGoesOn);
  return (
    <Section
      id="history"
      title={t("area.history")}
      count={history.length}
      goesOn={goesOn}
      empty={t("empty.history")}
    >
      <ul className={styles.list} onKeyDown={moveAmongRows} aria-label={t("area.history")}>
        {history.map((row) => (
          <HistoryItem key={row.id} row={row} />
        ))}
      </ul>
      {goesOn && <More />}
    </Section>
  );
}
