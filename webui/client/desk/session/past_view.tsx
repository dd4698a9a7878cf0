import { Button, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChatLineRow, SessionRow } from "../../generated/messages.ts";
import { dayAndTime } from "../layout/moment.ts";
import { select, wordsFor } from "../state/actions.ts";
import { useAsked } from "./asked.ts";
import { Line } from "./conversation_lines.tsx";
import { Question } from "./question.tsx";
import styles from "./session.module.css";

function PastLines({ id }: { id: string }) {
  const { t } = useTranslation();
  const asked = useAsked<{ lines: ChatLineRow[] }>(`/sessions/${id}/lines?after=0`);
  if (asked.state === "asking") return <Loader size="xs" m="md" aria-label={t("loading")} />;
  if (asked.state === "refused") return <p className={styles.paneWords}>{wordsFor(asked.problem)}</p>;
  if (asked.value.lines.length === 0) return <p className={styles.paneWords}>{t("empty.conversation")}</p>;
  return (
    <ol className={styles.lines}>
      {asked.value.lines.map((line, index, lines) => (
        <Line key={line.id} line={line} follows={lines[index - 1]?.author === line.author} progress={null} />
      ))}
    </ol>
  );
}

function PastHead({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const resolution = t(`resolution.${session.resolution ?? "unknown"}`);
  return (
    <div className={styles.head}>
      <div className={styles.headWords}>
        <h2 className="truncate" title={session.request.customer_name}>
          {session.request.customer_name}
        </h2>
        <span className={`truncate ${styles.presence}`}>
          {dayAndTime(session.began_at)} ·{" "}
          {session.ended_at ? resolution : t(`session_state.${session.state}`)}
        </span>
      </div>
      <Button variant="default" size="xs" onClick={() => select(null)}>
        {t("close")}
      </Button>
    </div>
  );
}

/** A session of the past, to read. */
export function PastView({ id }: { id: string }) {
  const { t } = useTranslation();
  const asked = useAsked<SessionRow>(`/sessions/${id}`);
  return (
    <section id="conversation" className={styles.middle} tabIndex={-1} aria-label={t("session.past")}>
      {asked.state === "here" && <PastHead session={asked.value} />}
      {asked.state === "refused" && <p className={styles.paneWords}>{wordsFor(asked.problem)}</p>}
      <div
        className={styles.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t("session.conversation")}
      >
        {asked.state === "here" && <Question request={asked.value.request} />}
        {asked.state === "here" && asked.value.notes && (
          <div className={styles.question}>
            <span className={styles.author}>{t("notes.label")}</span>
            <p className={styles.text}>{asked.value.notes}</p>
          </div>
        )}
        <PastLines id={id} />
      </div>
    </section>
  );
}
