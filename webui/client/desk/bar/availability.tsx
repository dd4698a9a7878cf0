import { Button, Menu } from "@mantine/core";
import IconCheck from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
import IconChevronDown from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentRow } from "../../generated/messages.ts";
import { Clock } from "../layout/clock.tsx";
import { setAutoUnavailable, setAvailability } from "../state/actions.ts";
import { useDesk } from "../state/desk_store.ts";
import { ReasonDialog } from "./reason_dialog.tsx";
import styles from "./top_bar.module.css";

/** Reasons that have words in every language; anything else is the agent's own words. */
const REASONS: readonly string[] = ["break", "lunch", "meeting", "training", "paperwork"];

/** The reason the server gives when the agent signed out: of no interest once they are back. */
const SIGNED_OUT = "signed_out";

/** States that say nothing about the switch: with a session or after one, it may stand either way. */
const BUSY: readonly string[] = ["in_session", "wrap_up"];

function useStateWords(): (agent: AgentRow) => string {
  const { t } = useTranslation();
  return ({ state, status, reason, sessions, max_sessions: most }) => {
    const room = state === "in_session" && most > 1;
    const words = room ? t("bar.in_session_of", { sessions, most }) : t(`state.${state}`);
    if (BUSY.includes(state)) return status === "available" ? words : `${words} · ${t("bar.switched_off")}`;
    if (state !== "unavailable" || !reason || reason === SIGNED_OUT) return words;
    return `${words} · ${REASONS.includes(reason) ? t(`reason.${reason}`) : reason}`;
  };
}

/** Which of the choices the switch stands on; null when it is off for no reason the agent gave. */
function chosenOf({ status, reason }: AgentRow): string | null {
  if (status === "available") return "available";
  if (!reason || reason === SIGNED_OUT) return null;
  return REASONS.includes(reason) ? reason : "other";
}

function marked(chosen: boolean) {
  return {
    "aria-current": chosen || undefined,
    rightSection: chosen ? <IconCheck size={16} aria-hidden="true" /> : undefined,
  };
}

function Choices({ agent, onOther }: { agent: AgentRow; onOther: () => void }) {
  const { t } = useTranslation();
  const chosen = chosenOf(agent);
  const away = <span className={styles.dot} data-state="unavailable" />;
  return (
    <Menu.Dropdown>
      <Menu.Item
        leftSection={<span className={styles.dot} data-state="available" />}
        {...marked(chosen === "available")}
        onClick={() => void setAvailability("available")}
      >
        {t("state.available")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{t("state.unavailable")}</Menu.Label>
      {REASONS.map((reason) => (
        <Menu.Item
          key={reason}
          leftSection={away}
          {...marked(chosen === reason)}
          onClick={() => void setAvailability("unavailable", reason)}
        >
          {t(`reason.${reason}`)}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={away} {...marked(chosen === "other")} onClick={onOther}>
        {t("bar.other_reason")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.CheckboxItem
        checked={agent.auto_unavailable}
        onChange={(chosen) => void setAutoUnavailable(chosen)}
      >
        {t("bar.auto_unavailable")}
      </Menu.CheckboxItem>
    </Menu.Dropdown>
  );
}

/** The switch between available and not, with the reason and since when. */
export function Availability() {
  const { t } = useTranslation();
  const agent = useDesk((desk) => desk.server.agent);
  const stateWords = useStateWords();
  const [explaining, setExplaining] = useState(false);
  if (!agent) return null;
  const words = stateWords(agent);
  return (
    <>
      <Menu position="bottom-start" width={280} withInitialFocusPlaceholder={false} withinPortal={false}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            c="var(--g-text)"
            size="sm"
            px="sm"
            className={styles.availability}
            title={words}
            data-state={agent.state}
            leftSection={<span className={styles.dot} data-state={agent.state} />}
            rightSection={<IconChevronDown size={16} aria-hidden="true" />}
          >
            <span className="visually-hidden">{t("bar.availability")}</span>
            <span className="truncate">{words}</span>
            <Clock since={agent.since} className={`figures ${styles.since}`} />
          </Button>
        </Menu.Target>
        <Choices agent={agent} onOther={() => setExplaining(true)} />
      </Menu>
      <ReasonDialog opened={explaining} onClose={() => setExplaining(false)} />
    </>
  );
}
