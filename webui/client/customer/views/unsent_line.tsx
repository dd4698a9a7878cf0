import type { PendingLine } from "../../shared/line_outbox.ts";
import { t } from "../language.ts";
import { problemWords } from "./posting_state.tsx";

interface UnsentLineProps {
  line: PendingLine;
  onRetry(): void;
}

function stageOf(line: PendingLine): "refused" | "sent" | "unsent" {
  if (line.problem) return "refused";
  return line.acknowledged ? "sent" : "unsent";
}

/** A line that is not in the conversation yet, or that the server has refused. */
export function UnsentLine({ line, onRetry }: UnsentLineProps) {
  return (
    <li class="chat-line" data-author="customer" data-mark={stageOf(line)}>
      <span class="spoken">{t("you")}: </span>
      <p class="text">{line.text}</p>
      <p class="meta">
        {line.problem
          ? problemWords(line.problem.code, line.problem.reason)
          : t(line.acknowledged ? "mark_sent" : "mark_unsent")}
        {line.problem && (
          <button type="button" class="link" onClick={onRetry}>
            {t("try_again")}
          </button>
        )}
      </p>
    </li>
  );
}
