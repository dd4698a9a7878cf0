import { Button, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChatLineRow, SessionRow } from "../../generated/messages.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { dayAndTime } from "../layout/moment.ts";
import { select } from "../state/actions.ts";
import { useDesk } from "../state/desk_store.ts";
import { type Asked, useAsked } from "./asked.ts";
import { Line } from "./conversation_lines.tsx";
import { Question } from "./question.tsx";
import styles from "./session.module.css";
import { wholeConversation } from "./whole_conversation.ts";

function PastLines({ lines }: { lines: ChatLineRow[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return <p className={styles.paneWords}>{t("empty.conversation")}</p>;
  return (
    <ol className={styles.lines}>
      {lines.map((line, index) => (
        <Line key={line.id} line={line} follows={lines[index - 1]?.author === line.author} progress={null} />
      ))}
    </ol>
  );
}

function outcome(session: SessionRow, t: (key: string) => string): string {
  const resolution = t(`resolution.${session.resolution ?? "unknown"}`);
  const state = session.ended_at ? resolution : t(`session_state.${session.state}`);
  return `${dayAndTime(session.began_at)} · ${state}`;
}

/** Its room is there before its words are; the name is known from the list. */
function PastHead({ id, session }: { id: string; session: SessionRow | null }) {
  const { t } = useTranslation();
  const listed = useDesk((desk) => desk.server.history.find((row) => row.id === id)?.customer_name);
  const name = session?.request.customer_name ?? listed ?? "";
  return (
    <div className={styles.head}>
      <div className={styles.headWords}>
        <h2 className="truncate" title={name}>
          {name}
        </h2>
        <span className={`truncate ${styles.presence}`}>{session && outcome(session, t)}</span>
      </div>
      <Button variant="default" size="xs" onClick={() => select(null)}>
        {t("close")}
      </Button>
    </div>
  );
}

function PastBody({ session, lines }: { session: SessionRow; lines: Asked<ChatLineRow[]> }) {
  const { t } = useTranslation();
  return (
    <>
      <Question request={session.request} />
      {session.notes && (
        <div className={styles.question}>
          <span className={styles.author}>{t("notes.label")}</span>
          <p className={styles.text}>{session.notes}</p>
        </div>
      )}
      {lines.state === "here" && <PastLines lines={lines.value} />}
      {lines.state === "refused" && <p className={styles.paneWords}>{wordsFor(lines.problem)}</p>}
    </>
  );
}

/** A session of the past, to read. Everything comes at once, so that nothing is pushed down. */
export function PastView({ id }: { id: string }) {
  const { t } = useTranslation();
  const asked = useAsked<SessionRow>(`/sessions/${id}`);
  const lines = useAsked(id, wholeConversation);
  const waits = asked.state === "asking" || lines.state === "asking";
  return (
    <section id="conversation" className={styles.middle} tabIndex={-1} aria-label={t("session.past")}>
      <PastHead id={id} session={asked.state === "here" ? asked.value : null} />
      <div
        className={styles.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t("session.conversation")}
      >
        {waits && <Loader role="status" size="xs" m="md" aria-label={t("loading")} />}
        {asked.state === "refused" && <p className={styles.paneWords}>{wordsFor(asked.problem)}</p>}
        {!waits && asked.state === "here" && <PastBody session={asked.value} lines={lines} />}
      </div>
    </section>
  );
}
