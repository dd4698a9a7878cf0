import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { ChatLineRow, SessionRow } from "../../generated/messages.ts";
import type { PendingLine } from "../../shared/line_outbox.ts";
import { customerOf, unreadLines } from "../state/choices.ts";
import { markRead } from "../state/conversations.ts";
import { useDesk } from "../state/desk_store.ts";
import { useNow } from "../state/now.ts";
import { Line, progressOf, UnsentLine } from "./conversation_lines.tsx";
import { Question } from "./question.tsx";
import styles from "./session.module.css";
import { useStayAtEnd } from "./stay_at_end.ts";

const NO_LINES: readonly ChatLineRow[] = [];
const NO_PENDING: readonly PendingLine[] = [];

function Typing({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  useNow();
  const until = useDesk((desk) => desk.server.typingUntil[session.id] ?? 0);
  const name = customerOf(session)?.name ?? session.request.customer_name;
  const typing = until > Date.now();
  return (
    <div className={`truncate ${styles.typing}`} data-testid="typing">
      {typing ? t("session.typing", { name }) : ""}
    </div>
  );
}

/** What is before the agent's eyes is read: the window in front, the conversation at its end. */
function useReading(sessionId: string, lines: readonly ChatLineRow[], atEnd: boolean): void {
  useEffect(() => {
    function read(): void {
      if (lines.length > 0 && atEnd && document.visibilityState === "visible" && document.hasFocus()) {
        markRead(sessionId);
      }
    }
    read();
    window.addEventListener("focus", read);
    return () => window.removeEventListener("focus", read);
  }, [sessionId, lines, atEnd]);
}

function lastOwn(lines: readonly ChatLineRow[]): number {
  return lines.findLast((line) => line.author === "agent")?.number ?? 0;
}

/** A line's push and its leaving the outbox are two changes: between them it is shown once. */
function notIn(lines: readonly ChatLineRow[], pending: readonly PendingLine[]): readonly PendingLine[] {
  if (pending.length === 0) return pending;
  const known = new Set(lines.map((line) => line.id));
  return pending.filter((line) => !known.has(line.id));
}

/** What the two have said to each other, with what is still on its way. */
export function Conversation({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const lines = useDesk((desk) => desk.server.lines[session.id]) ?? NO_LINES;
  const pending = useDesk((desk) => desk.pending[session.id]) ?? NO_PENDING;
  const unsent = notIn(lines, pending);
  const readUpTo = useDesk((desk) => desk.readUpTo[session.id] ?? 0);
  const { box, atEnd, toEnd, onScroll } = useStayAtEnd(lines.length + unsent.length, session.id);
  useReading(session.id, lines, atEnd);
  const marked = lastOwn(lines);
  const unread = unreadLines(lines, readUpTo);
  return (
    <div className={styles.stream}>
      <div
        className={styles.scroll}
        ref={box}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t("session.conversation")}
      >
        <Question request={session.request} />
        <ol className={styles.lines}>
          {lines.map((line, index) => (
            <Line
              key={line.id}
              line={line}
              follows={lines[index - 1]?.author === line.author}
              progress={line.number === marked ? progressOf(line, session) : null}
            />
          ))}
          {unsent.map((line, index) => (
            <UnsentLine
              key={line.id}
              line={line}
              sessionId={session.id}
              follows={index > 0 || lines.at(-1)?.author === "agent"}
            />
          ))}
        </ol>
      </div>
      {!atEnd && (
        <Button className={styles.toEnd} size="compact-sm" onClick={toEnd}>
          {unread > 0 ? t("session.new_lines", { count: unread }) : t("session.to_end")}
        </Button>
      )}
      <Typing session={session} />
    </div>
  );
}
