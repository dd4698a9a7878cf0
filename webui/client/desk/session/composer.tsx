import { Button, Textarea } from "@mantine/core";
import IconSend from "@tabler/icons-react/dist/esm/icons/IconSend.mjs";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { SessionRow } from "../../generated/messages.ts";
import { outboxOf, tellTyping } from "../state/conversations.ts";
import { useDraft } from "./drafts.ts";
import styles from "./session.module.css";

/** Characters of one line, by the server's rule. */
const LINE_LIMIT = 4_000;
/** From here on the writer sees how much is left. */
const COUNT_FROM = 3_500;
/** 'Typing' is told at most this often, in ms; it lasts five seconds at the other side. */
const TYPING_EVERY = 3_000;

function useTypingHint(sessionId: string): () => void {
  const told = useRef(0);
  return () => {
    const now = Date.now();
    if (now - told.current < TYPING_EVERY) return;
    told.current = now;
    tellTyping(sessionId);
  };
}

/** The composer's height as a CSS variable: alert cards stay above the message being typed. */
function useComposerHeight() {
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const root = document.documentElement.style;
    const watcher = new ResizeObserver(() =>
      root.setProperty("--composer-height", `${element.offsetHeight}px`),
    );
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      root.removeProperty("--composer-height");
    };
  }, []);
  return box;
}

/** Where the agent writes: Enter sends, Shift+Enter makes a new line. */
export function Composer({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const [text, setText] = useDraft(session.id);
  const hint = useTypingHint(session.id);
  const box = useComposerHeight();
  const length = [...text].length;
  const tooLong = length > LINE_LIMIT;

  function send(): void {
    const line = text.trim();
    if (!line || tooLong) return;
    outboxOf(session.id).add(line);
    setText("");
  }

  function keyPressed(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      ref={box}
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        id="message"
        className={styles.message}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          hint();
        }}
        onKeyDown={keyPressed}
        autosize
        minRows={1}
        maxRows={8}
        placeholder={t("session.message_placeholder")}
        aria-label={t("session.message")}
        error={tooLong ? t("session.too_long", { count: length - LINE_LIMIT }) : undefined}
      />
      {length > COUNT_FROM && !tooLong && (
        <span className={`figures ${styles.left}`}>{LINE_LIMIT - length}</span>
      )}
      <Button type="submit" disabled={!text.trim() || tooLong} rightSection={<IconSend size={16} />}>
        {t("session.send")}
      </Button>
    </form>
  );
}
