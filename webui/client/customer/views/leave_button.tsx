import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../language.ts";
import type { Visit } from "../visit.ts";
import { Icon, LEAVE } from "./icons.tsx";

interface LeaveButtonProps {
  visit: Visit;
  /** What is lost by leaving, as a question. */
  question: string;
}

type Stage = "no" | "asked" | "leaving" | "failed";

/** Leaving cannot be undone, so it is asked once, in place. */
export function LeaveButton({ visit, question }: LeaveButtonProps) {
  const [stage, setStage] = useState<Stage>("no");
  const leave = async () => {
    setStage("leaving");
    try {
      await visit.leave();
    } catch {
      setStage("failed");
    }
  };
  if (stage === "no") {
    return (
      <button type="button" class="leave" onClick={() => setStage("asked")}>
        <Icon path={LEAVE} />
        {t("leave")}
      </button>
    );
  }
  const text = stage === "failed" ? t("leave_failed") : question;
  return <Question text={text} waiting={stage === "leaving"} onLeave={leave} onStay={() => setStage("no")} />;
}

interface QuestionProps {
  text: string;
  waiting: boolean;
  onLeave(): void;
  onStay(): void;
}

function Question({ text, waiting, onLeave, onStay }: QuestionProps) {
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => stay.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    // Escape answers this question and does not put the whole card aside.
    event.preventDefault();
    event.stopPropagation();
    onStay();
  };
  return (
    <div class="leave-question" role="alertdialog" aria-labelledby="leave-question" onKeyDown={onKeyDown}>
      <p id="leave-question">{text}</p>
      <button type="button" ref={stay} onClick={onStay}>
        {t("stay")}
      </button>
      <button type="button" class="danger" aria-disabled={waiting} onClick={() => !waiting && onLeave()}>
        {waiting ? t("leaving") : t("leave_now")}
      </button>
    </div>
  );
}
