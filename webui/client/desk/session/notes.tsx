import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SessionRow } from "../../generated/messages.ts";
import { wordsFor } from "../../shared/words_for.ts";
import type { Saving } from "./notes_saver.ts";
import { useNotes } from "./notes_saving.ts";
import styles from "./session.module.css";

const NOTES_LIMIT = 20_000;

function SavingState({ saving }: { saving: Saving }) {
  const { t } = useTranslation();
  let words = "";
  if (typeof saving !== "string") words = `${t("notes.not_saved")} ${wordsFor(saving)}`;
  else if (saving !== "untouched") words = t(`notes.${saving}`);
  return (
    <p className={styles.saving} role="status" data-problem={typeof saving === "string" ? undefined : true}>
      {words}
    </p>
  );
}

/** The agent's own notes on a session; the customer never sees them. */
export function Notes({ session }: { session: SessionRow }) {
  const { t } = useTranslation();
  const { text, saving, write, saveNow } = useNotes(session.id, session.notes);
  return (
    <div className={styles.pane}>
      <Textarea
        label={t("notes.label")}
        description={t("notes.private")}
        value={text}
        maxLength={NOTES_LIMIT}
        readOnly={session.state === "ended"}
        autosize
        minRows={8}
        maxRows={24}
        onChange={(event) => write(event.currentTarget.value)}
        onBlur={saveNow}
      />
      <SavingState saving={saving} />
    </div>
  );
}
