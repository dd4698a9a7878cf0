import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { setAvailability } from "../state/actions.ts";

/** Characters of a reason, by the server's rule. */
const REASON_LIMIT = 80;

interface ReasonDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Why the agent is away, in their own words. */
export function ReasonDialog({ opened, onClose }: ReasonDialogProps) {
  const { t } = useTranslation();
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void setAvailability("unavailable", String(new FormData(event.currentTarget).get("reason")).trim());
    onClose();
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("state.unavailable")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput name="reason" label={t("bar.reason")} maxLength={REASON_LIMIT} required data-autofocus />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit">{t("bar.set")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
