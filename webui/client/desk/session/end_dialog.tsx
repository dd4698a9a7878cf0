import { Alert, Button, Group, Modal, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Resolution, SessionRow } from "../../generated/messages.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { wordsFor } from "../../shared/words_for.ts";
import { endSession } from "../state/actions.ts";
import { type Ending, endingOf, keepEnding } from "./endings.ts";

const RESOLUTIONS: readonly Resolution[] = ["resolved", "unresolved", "unknown"];
const TICKET_LIMIT = 80;
const NOTES_LIMIT = 20_000;

interface EndDialogProps {
  session: SessionRow;
  opened: boolean;
  onClose: () => void;
}

function EndForm({ session, onClose }: Omit<EndDialogProps, "opened">) {
  const { t } = useTranslation();
  const [ending, setEnding] = useState(() => endingOf(session));
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => keepEnding(session.id, ending), [session.id, ending]);

  function change(part: Partial<Ending>): void {
    setEnding((before) => ({ ...before, ...part }));
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (asking) return;
    setAsking(true);
    try {
      await endSession(session.id, { ...ending, ticket: ending.ticket.trim() });
      onClose();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setAsking(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {problem && (
          <Alert color="red" role="alert" p="sm">
            {wordsFor(problem)}
          </Alert>
        )}
        <Radio.Group
          label={t("end.resolution")}
          value={ending.resolution}
          onChange={(value) => change({ resolution: value as Resolution })}
        >
          <Group gap="lg" mt="xs">
            {RESOLUTIONS.map((each) => (
              <Radio
                key={each}
                value={each}
                label={t(`resolution.${each}`)}
                data-autofocus={each === "resolved" || undefined}
              />
            ))}
          </Group>
        </Radio.Group>
        <TextInput
          name="ticket"
          label={t("end.ticket")}
          value={ending.ticket}
          onChange={(event) => change({ ticket: event.currentTarget.value })}
          maxLength={TICKET_LIMIT}
          autoComplete="off"
        />
        <Textarea
          name="notes"
          label={t("end.notes")}
          description={t("notes.private")}
          value={ending.notes}
          onChange={(event) => change({ notes: event.currentTarget.value })}
          maxLength={NOTES_LIMIT}
          autosize
          minRows={4}
          maxRows={10}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={asking}>
            {t("session.end")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Ends a session: how it went, the ticket's number, and a last look at the notes. */
export function EndDialog({ session, opened, onClose }: EndDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<span className="truncate">{t("end.title", { name: session.request.customer_name })}</span>}
      closeButtonProps={{ "aria-label": t("close") }}
      centered
    >
      <EndForm session={session} onClose={onClose} />
    </Modal>
  );
}
