import type { PendingLine } from "../../shared/line_outbox.ts";
import { t } from "../language.ts";
import { problemWords } from "./posting_state.tsx";

interface UnsentLineProps {
  line: PendingLine;
  onRetry(): void;
}

/** A line that the server has not acknowledged yet, or has refused. */
export function UnsentLine({ line, onRetry }: UnsentLineProps) {
  return (
    <li class="chat-line" data-author="customer" data-mark={line.problem ? "refused" : "unsent"}>
      <span class="spoken">{t("you")}: </span>
      <p class="text">{line.text}</p>
      <p class="meta">
        {line.problem ? problemWords(line.problem) : t("mark_unsent")}
        {line.problem && (
          <button type="button" class="link" onClick={onRetry}>
            {t("try_again")}
          </button>
        )}
      </p>
    </li>
  );
}
