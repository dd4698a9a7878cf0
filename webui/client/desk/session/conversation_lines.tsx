import { Button } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ChatLineRow, SessionRow } from "../../generated/messages.ts";
import type { PendingLine } from "../../shared/line_outbox.ts";
import { Problem } from "../../shared/problem.ts";
import { dayAndTime, timeOfDay } from "../layout/moment.ts";
import { wordsFor } from "../state/actions.ts";
import { customerOf } from "../state/choices.ts";
import { outboxOf } from "../state/conversations.ts";
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
      <span className={styles.bubble}>
        <span className={styles.text} dir="auto">
          {line.text}
        </span>
        <time
          className={styles.time}
          dateTime={new Date(line.written_at).toISOString()}
          title={dayAndTime(line.written_at)}
        >
          {timeOfDay(line.written_at)}
        </time>
      </span>
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

/** A line that the server has not acknowledged yet, or has refused. */
export function UnsentLine({ line, sessionId }: { line: PendingLine; sessionId: string }) {
  const { t } = useTranslation();
  const outbox = outboxOf(sessionId);
  return (
    <li className={styles.line} data-author="agent" data-unsent={line.problem ? "refused" : "sending"}>
      <span className={styles.bubble}>
        <span className={styles.text} dir="auto">
          {line.text}
        </span>
      </span>
      {line.problem === null ? (
        <span className={styles.progress}>{t("progress.sending")}</span>
      ) : (
        <span className={styles.refused} role="alert">
          {t("progress.refused")} {wordsFor(new Problem({ code: line.problem, status: 400 }))}
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
