import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../shared/languages.ts";
import type { PendingLine } from "../../shared/line_outbox.ts";
import { type Journey, readableLines } from "../journey.ts";
import { t } from "../language.ts";
import type { Visit } from "../visit.ts";
import { ChatLine } from "./chat_line.tsx";
import { DOWN, Icon } from "./icons.tsx";
import { Question } from "./question.tsx";
import { UnsentLine } from "./unsent_line.tsx";

interface LineListProps {
  visit: Visit;
  journey: Journey;
  pending: readonly PendingLine[];
  language: Language;
  shown: boolean;
}

/** Nearer to the end than this counts as being there, in pixels. */
const AT_END = 40;

/** The conversation, following its end unless the customer has scrolled back. */
export function LineList({ visit, journey, pending, language, shown }: LineListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const lines = readableLines(journey.lines);
  const known = new Set(journey.lines.map((line) => line.id));
  const unsent = pending.filter((line) => !known.has(line.id));
  const { agent_delivered, agent_read } = journey.state;
  const lastOwn = unsent.length > 0 ? null : lines.findLast((line) => line.author === "customer")?.id;
  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });

  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what is drawn
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  }, [lines.length, unsent.length, shown, atEnd]);
  useLooking(visit, atEnd && shown);

  const onScroll = () => list.current && setAtEnd(isAtEnd(list.current));
  return (
    <div class="lines-frame">
      <div
        class="lines"
        ref={list}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={t("conversation")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <Question text={journey.state.question} />
        <ol>
          {lines.map((line) => (
            <ChatLine
              key={line.id}
              line={line}
              language={language}
              mark={markOf(line.number, agent_delivered, agent_read)}
              last={line.id === lastOwn}
            />
          ))}
          {unsent.map((line) => (
            <UnsentLine key={line.id} line={line} onRetry={() => visit.retryLine(line.id)} />
          ))}
        </ol>
      </div>
      {!atEnd && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon path={DOWN} />
          {t("to_end")}
        </button>
      )}
    </div>
  );
}

export type LineMark = "sent" | "delivered" | "read";

function markOf(number: number, delivered: number, read: number): LineMark {
  if (number <= read) return "read";
  return number <= delivered ? "delivered" : "sent";
}

function isAtEnd(list: HTMLElement): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < AT_END;
}

/** Somebody looks at the end of the conversation: what is there counts as read. */
function useLooking(visit: Visit, inView: boolean): void {
  useEffect(() => {
    const look = () => visit.look(inView && document.visibilityState === "visible");
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      visit.look(false);
    };
  }, [visit, inView]);
}
