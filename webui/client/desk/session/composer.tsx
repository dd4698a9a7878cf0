import { Button, Textarea } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import IconSend from "@tabler/icons-react/dist/esm/icons/IconSend.mjs";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { SessionRow } from "../../generated/messages.ts";
import { useHeightVariable } from "../layout/height_variable.ts";
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

/** Where the agent writes: Enter sends, Shift+Enter makes a new line. */
export function Composer({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const [text, setText] = useDraft(session.id);
  const hint = useTypingHint(session.id);
  // Alert cards stay above the message being typed.
  const box = useHeightVariable("--composer-height");
  const phone = useMediaQuery("(max-width: 719px)");
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
        placeholder={t(phone ? "session.message_placeholder_short" : "session.message_placeholder")}
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
