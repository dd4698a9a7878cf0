import { Button, Menu, TextInput } from "@mantine/core";
import IconChevronDown from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentRow } from "../../generated/messages.ts";
import { keepPreference } from "../account/account.ts";
import { Clock } from "../layout/clock.tsx";
import { setAvailability } from "../state/actions.ts";
import { useDesk } from "../state/desk_store.ts";
import styles from "./top_bar.module.css";

/** Reasons that have words in every language; anything else is the agent's own words. */
const REASONS = ["break", "lunch", "meeting", "training", "paperwork"] as const;
const REASON_LIMIT = 80;

function useReasonWords(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => (REASONS.includes(reason as (typeof REASONS)[number]) ? t(`reason.${reason}`) : reason);
}

function OwnReason({ onChosen }: { onChosen: () => void }) {
  const { t } = useTranslation();
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason")).trim();
    if (!reason) return;
    void setAvailability("unavailable", reason);
    onChosen();
  }
  return (
    <form className={styles.reason} onSubmit={submit}>
      <TextInput
        name="reason"
        size="xs"
        maxLength={REASON_LIMIT}
        placeholder={t("bar.other_reason")}
        aria-label={t("bar.other_reason")}
        onKeyDown={(event) => event.stopPropagation()}
      />
      <Button type="submit" size="xs" variant="default">
        {t("bar.set")}
      </Button>
    </form>
  );
}

function Choices({ agent, onChosen }: { agent: AgentRow; onChosen: () => void }) {
  const { t } = useTranslation();
  const automatic = agent.auto_unavailable;
  return (
    <Menu.Dropdown>
      <Menu.Item
        leftSection={<span className={styles.dot} data-state="available" />}
        onClick={() => void setAvailability("available")}
      >
        {t("state.available")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{t("state.unavailable")}</Menu.Label>
      {REASONS.map((reason) => (
        <Menu.Item
          key={reason}
          leftSection={<span className={styles.dot} data-state="unavailable" />}
          onClick={() => void setAvailability("unavailable", reason)}
        >
          {t(`reason.${reason}`)}
        </Menu.Item>
      ))}
      <OwnReason onChosen={onChosen} />
      <Menu.Divider />
      <Menu.Item
        role="menuitemcheckbox"
        aria-checked={automatic}
        rightSection={automatic ? "✓" : null}
        onClick={() => void keepPreference({ auto_unavailable: !automatic })}
      >
        {t("bar.auto_unavailable")}
      </Menu.Item>
    </Menu.Dropdown>
  );
}

/** The switch between available and not, with the reason and since when. */
export function Availability() {
  const { t } = useTranslation();
  const agent = useDesk((desk) => desk.server.agent);
  const reasonWords = useReasonWords();
  const [open, setOpen] = useState(false);
  if (!agent) return null;
  const state = t(`state.${agent.state}`);
  const words =
    agent.state === "unavailable" && agent.reason ? `${state} · ${reasonWords(agent.reason)}` : state;
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" width={270} withinPortal={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--g-text)"
          size="sm"
          px="sm"
          className={styles.availability}
          aria-label={t("bar.availability", { state: words })}
          data-state={agent.state}
          leftSection={<span className={styles.dot} data-state={agent.state} />}
          rightSection={<IconChevronDown size={16} aria-hidden="true" />}
        >
          <span className="truncate" title={words}>
            {words}
          </span>
          <Clock since={agent.since} className={`figures ${styles.since}`} />
        </Button>
      </Menu.Target>
      <Choices agent={agent} onChosen={() => setOpen(false)} />
    </Menu>
  );
}
