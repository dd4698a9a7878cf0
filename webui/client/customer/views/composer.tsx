import { useRef, useState } from "preact/hooks";
import { keptNames } from "../keeping.ts";
import { t } from "../language.ts";
import type { Visit } from "../visit.ts";
import { Icon, SEND } from "./icons.tsx";

interface ComposerProps {
  visit: Visit;
  requestId: string;
}

/** The longest line the server takes, in characters. */
const LINE_LIMIT = 4_000;

/** Enter sends, Shift+Enter begins a new line; on a touch screen Enter begins a new line. The draft survives a reload. */
export function Composer({ visit, requestId }: ComposerProps) {
  const name = keptNames.message(requestId);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => visit.recall(name) ?? "");
  const change = (next: string) => {
    setText(next);
    visit.remember(name, next);
  };
  const send = () => {
    if (text.trim() !== "") visit.write(text.trim());
    change("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isTouch()) return;
    event.preventDefault();
    send();
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    send();
  };
  return (
    <form class="composer" onSubmit={onSubmit}>
      <textarea
        ref={field}
        rows={1}
        value={text}
        maxLength={LINE_LIMIT}
        aria-label={t("message")}
        placeholder={t("message")}
        data-first-focus
        onInput={(event) => {
          change(event.currentTarget.value);
          visit.typing();
        }}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="main" aria-label={t("send")} title={t("send")}>
        <Icon path={SEND} />
      </button>
    </form>
  );
}

function isTouch(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
