import { Component } from "preact";
import type { CustomerLine } from "../../generated/messages.ts";
import type { Language } from "../../shared/languages.ts";
import { clockTime } from "../clock_time.ts";
import { hasWords, t } from "../language.ts";
import type { LineMark } from "./line_list.tsx";

interface ChatLineProps {
  line: CustomerLine;
  language: Language;
  mark: LineMark;
  /** The customer's last one: its mark is written out. */
  last: boolean;
}

/** One line of the conversation; it is drawn again only when something about it changes. */
export class ChatLine extends Component<ChatLineProps> {
  override shouldComponentUpdate(next: ChatLineProps): boolean {
    const now = this.props;
    return (
      next.line.id !== now.line.id ||
      next.language !== now.language ||
      next.mark !== now.mark ||
      next.last !== now.last
    );
  }

  override render({ line, language, mark, last }: ChatLineProps) {
    if (line.author === "system") return <SystemLine line={line} />;
    return <SpokenLine line={line} language={language} mark={mark} last={last} />;
  }
}

function SpokenLine({ line, language, mark, last }: ChatLineProps) {
  const own = line.author === "customer";
  return (
    <li
      class="chat-line"
      data-author={line.author}
      data-number={line.number}
      data-mark={own ? mark : undefined}
    >
      <span class="spoken">{own ? t("you") : line.author_name}: </span>
      <p class="text">{line.text}</p>
      <p class="meta">
        <time dateTime={new Date(line.written_at).toISOString()}>{clockTime(line.written_at, language)}</time>
        {own && last && <span data-testid="mark"> · {t(`mark_${mark}`)}</span>}
      </p>
    </li>
  );
}

/** What happened, by its code; a code without words is for others. */
function SystemLine({ line }: { line: CustomerLine }) {
  const key = `line_${line.code}`;
  const text = hasWords(key) ? t(key, { name: line.author_name, text: line.text }) : line.text;
  if (!text) return null;
  return (
    <li class="chat-line" data-author="system" data-number={line.number}>
      <p class="text">{text}</p>
    </li>
  );
}
