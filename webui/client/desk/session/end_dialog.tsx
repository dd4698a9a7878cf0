import { Alert, Button, Group, Modal, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Resolution, SessionRow } from "../../generated/messages.ts";
import { asProblem, type Problem } from "../../shared/problem.ts";
import { endSession, wordsFor } from "../state/actions.ts";
import { keepDraft, keptDraft } from "./drafts.ts";

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
  const [resolution, setResolution] = useState<Resolution>("resolved");
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (asking) return;
    const form = new FormData(event.currentTarget);
    setAsking(true);
    try {
      const ticket = String(form.get("ticket")).trim();
      await endSession(session.id, { resolution, ticket, notes: String(form.get("notes")) });
      keepDraft("notes", session.id, null);
      keepDraft("draft", session.id, null);
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
          value={resolution}
          onChange={(value) => setResolution(value as Resolution)}
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
        <TextInput name="ticket" label={t("end.ticket")} maxLength={TICKET_LIMIT} autoComplete="off" />
        <Textarea
          name="notes"
          label={t("end.notes")}
          description={t("notes.private")}
          defaultValue={keptDraft("notes", session.id) ?? session.notes}
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
