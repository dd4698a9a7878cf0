import { Button } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ChatLineRow, SessionRow } from "../../generated/messages.ts";
import type { PendingLine, Refusal } from "../../shared/line_outbox.ts";
import { Problem } from "../../shared/problem.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { dayAndTime, timeOfDay } from "../layout/moment.ts";
import { customerOf } from "../state/choices.ts";
import { outboxOf } from "../state/conversations.ts";
import { useDesk } from "../state/desk_store.ts";
import styles from "./session.module.css";

/** How far one of the agent's own lines has come. */
export type Progress = "sent" | "delivered" | "read";

export function progressOf(line: ChatLineRow, session: SessionRow): Progress {
  const customer = customerOf(session);
  if (customer && customer.read >= line.number) return "read";
  return customer && customer.delivered >= line.number ? "delivered" : "sent";
}

interface LineProps {
  line: ChatLineRow;
  /** True when the line before is by the same author: the name is not repeated. */
  follows: boolean;
  progress: Progress | null;
}

/** @param at ms since the epoch */
function Bubble({ text, at }: { text: string; at: number }) {
  return (
    <span className={styles.bubble}>
      <span className={styles.text} dir="auto">
        {text}
      </span>
      <time className={styles.time} dateTime={new Date(at).toISOString()} title={dayAndTime(at)}>
        {timeOfDay(at)}
      </time>
    </span>
  );
}

/** One line of the conversation. */
export const Line = memo(function Line({ line, follows, progress }: LineProps) {
  const { t } = useTranslation();
  if (line.author === "system") return <SystemLine line={line} />;
  return (
    <li
      className={styles.line}
      data-author={line.author}
      data-follows={follows || undefined}
      data-number={line.number}
    >
      {!follows && <span className={styles.author}>{line.author_name}</span>}
      <Bubble text={line.text} at={line.written_at} />
      {progress && <span className={styles.progress}>{t(`progress.${progress}`)}</span>}
    </li>
  );
});

function SystemLine({ line }: { line: ChatLineRow }) {
  const { t, i18n } = useTranslation();
  const known = i18n.exists(line.code, { ns: "lines" });
  return (
    <li className={styles.systemLine} data-code={line.code} data-number={line.number}>
      {known ? t(`lines:${line.code}`, { name: line.author_name, text: line.text }) : line.text || line.code}
      <time dateTime={new Date(line.written_at).toISOString()}> · {timeOfDay(line.written_at)}</time>
    </li>
  );
}

function stageOf(line: PendingLine): "refused" | "sending" | undefined {
  if (line.problem !== null) return "refused";
  return line.acknowledged ? undefined : "sending";
}

function problemOf({ code, reason }: Refusal): Problem {
  return new Problem({ code, status: 400, ...(reason ? { reason } : {}) });
}

interface UnsentLineProps {
  line: PendingLine;
  sessionId: string;
  follows: boolean;
}

/** A line that is not in the conversation yet, drawn as it will stand there, or that the server has refused. */
export function UnsentLine({ line, sessionId, follows }: UnsentLineProps) {
  const { t } = useTranslation();
  const outbox = outboxOf(sessionId);
  const name = useDesk((desk) => desk.server.agent?.name);
  return (
    <li
      className={styles.line}
      data-author="agent"
      data-follows={follows || undefined}
      data-unsent={stageOf(line)}
    >
      {!follows && <span className={styles.author}>{name}</span>}
      <Bubble text={line.text} at={line.writtenAt} />
      {line.problem === null ? (
        <span className={styles.progress}>{t(line.acknowledged ? "progress.sent" : "progress.sending")}</span>
      ) : (
        <span className={styles.refused} role="alert">
          {t("progress.refused")} {wordsFor(problemOf(line.problem))}
          <Button size="compact-xs" variant="default" onClick={() => outbox.retry(line.id)}>
            {t("try_again")}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => outbox.confirm([line.id])}>
            {t("session.discard")}
          </Button>
        </span>
      )}
    </li>
  );
}
