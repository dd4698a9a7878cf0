import { Loader, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { HistoryRow } from "../../generated/messages.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { dayAndTime } from "../layout/moment.ts";
import { select } from "../state/actions.ts";
import { useAsked } from "./asked.ts";
import styles from "./session.module.css";

function EarlierItem({ row }: { row: HistoryRow }) {
  const { t } = useTranslation();
  return (
    <li>
      <UnstyledButton className={styles.earlier} onClick={() => select({ kind: "history", id: row.id })}>
        <span>
          {dayAndTime(row.began_at)} · {t(`resolution.${row.resolution}`)}
        </span>
        <span className={`truncate ${styles.soft}`} title={row.question}>
          {row.question || row.portal_name}
        </span>
      </UnstyledButton>
    </li>
  );
}

/** The customer's earlier sessions. */
export function Earlier({ requestId }: { requestId: string }) {
  const { t } = useTranslation();
  const asked = useAsked<{ rows: HistoryRow[] }>(
    `/customers/earlier?request_id=${encodeURIComponent(requestId)}`,
  );
  if (asked.state === "asking") return <Loader role="status" size="xs" m="md" aria-label={t("loading")} />;
  if (asked.state === "refused") return <p className={styles.paneWords}>{wordsFor(asked.problem)}</p>;
  if (asked.value.rows.length === 0) return <p className={styles.paneWords}>{t("empty.earlier")}</p>;
  return (
    <ul className={styles.earlierList}>
      {asked.value.rows.map((row) => (
        <EarlierItem key={row.id} row={row} />
      ))}
    </ul>
  );
}
